import { setTimeout as sleep } from 'node:timers/promises';

/** Waits longer each time, up to half a minute, each time by chance between half of it and all, so that many clients do not come together. */
export interface BackOff {
  /** Resolves early when stopped. */
  wait(stop: AbortSignal): Promise<void>;
  /** It went well: the next wait is short again. */
  reset(): void;
}

const first = 800;
const longest = 30_000;

/** `random` gives a number from 0 up to its bound. */
export function createBackOff(random: (bound: number) => number): BackOff {
  let next = first;
  return {
    async wait(stop) {
      const pause = next / 2 + random(next / 2);
      next = Math.min(next * 2, longest);
      await waited(pause, stop);
    },
    reset: () => {
      next = first;
    },
  };
}

/** Resolves early when stopped. */
export async function waited(milliseconds: number, stop: AbortSignal): Promise<void> {
  try {
    await sleep(milliseconds, undefined, { signal: stop });
  } catch (error) {
    if (!stop.aborted) throw error;
  }
}
