/** Whether it pays to scan events before they are parsed: where most of them have to be parsed anyway, it does not. */
export interface Worthwhile {
  readonly now: () => boolean;
  readonly learn: (skipped: boolean) => void;
}

const sample = 1024;
const pause = 16 * sample;
const enough = 0.6 * sample;

/** Decides by 1,024 events at a time; after a pause it tries again, since the stream may have changed. */
export function worthwhile(): Worthwhile {
  let seen = 0;
  let skips = 0;
  let paused = 0;
  return {
    now() {
      if (paused === 0) return true;
      paused--;
      return false;
    },
    learn(skipped) {
      seen++;
      if (skipped) skips++;
      if (seen < sample) return;
      if (skips < enough) paused = pause;
      seen = 0;
      skips = 0;
    },
  };
}
