import type { Addition } from './counts.ts';
import { daily } from './daily.ts';

/** What was learned since it was last taken, by day: kept beside the counts so that it can be stored, and taken back. */
export interface Ledger {
  note(addition: Addition): void;
  take(): readonly Addition[];
}

export function createLedger(): Ledger {
  let days = new Map<string, Addition>();
  return {
    note(addition) {
      const key = daily.keyOf(addition);
      const before = days.get(key);
      days.set(key, before === undefined ? addition : daily.sum(before, addition));
    },
    take() {
      const taken = [...days.values()];
      days = new Map();
      return taken;
    },
  };
}
