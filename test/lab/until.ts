import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until the check holds; fails after the given time, a minute if none is. */
export async function until(
  what: string,
  check: () => boolean | Promise<boolean>,
  seconds = 60,
): Promise<void> {
  const end = performance.now() + seconds * 1000;
  while (performance.now() < end) {
    if (await check()) return;
    await sleep(250);
  }
  throw new Error(`gave up waiting for ${what}`);
}
