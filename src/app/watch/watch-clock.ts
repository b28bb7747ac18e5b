import type { Notice } from '../../model/notice.ts';
import type { Occasions } from '../../pipeline/noticing.ts';

/** This machine's clock, as a watch uses it. */
export interface WatchClock {
  /** Milliseconds since 1970; runs evenly, and follows a clock that was set at the next look. */
  readonly now: () => number;
  readonly occasions: Occasions;
  /** To be told at the next occasion. */
  readonly tell: (notice: Notice) => void;
}

const every = 5_000;
/** What the system adjusts bit by bit is no jump. */
const jump = 5_000;

export function createWatchClock(): WatchClock {
  const drift = (): number => Date.now() - performance.now();
  let offset = drift();
  let ticked = 0;
  const waiting: Notice[] = [];
  const now = (): number => offset + performance.now();
  return {
    now,
    tell: notice => void waiting.push(notice),
    occasions: {
      start: wake => {
        const timer = setInterval(wake, every);
        return () => clearInterval(timer);
      },
      take: () => {
        const jumped = drift() - offset;
        offset += jumped;
        const clock = Math.abs(jumped) < jump ? [] : [{ type: 'clock', at: now(), jumped } as const];
        const at = now();
        const isTick = at - ticked >= 1_000 || clock.length > 0;
        if (isTick) ticked = at;
        return [...clock, ...waiting.splice(0), ...(isTick ? [{ type: 'tick', at } as const] : [])];
      },
    },
  };
}
