import type { ChangeLog } from '../model/change-log.ts';
import { noChangeLog } from '../model/change-log.ts';

export interface RecentMap<T> {
  get(key: string): T | undefined;
  set(key: string, value: T): void;
}

/**
 * Remembers at least the last `limit` keys that were set, and at most twice as many. Two maps, of which the older is dropped as a whole:
 * deleting the oldest key of one map, again and again, makes V8 search past the places of all those deleted before.
 */
export function createRecentMap<T>(limit: number, log: ChangeLog = noChangeLog): RecentMap<T> {
  let recent = new Map<string, T>();
  let older = new Map<string, T>();
  return {
    get: key => recent.get(key) ?? older.get(key),
    set: (key, value) => {
      log.note(key, value);
      if (recent.size >= limit) {
        for (const forgotten of log === noChangeLog ? [] : older.keys()) log.note(forgotten, undefined);
        older = recent;
        recent = new Map();
      }
      recent.set(key, value);
    },
  };
}
