export interface RecentMap<T> {
  get(key: string): T | undefined;
  set(key: string, value: T): void;
}

/**
 * Remembers at least the last `limit` keys that were set, and at most twice as many. Two maps, of which the older is dropped as a whole:
 * deleting the oldest key of one map, again and again, makes V8 search past the places of all those deleted before.
 */
export function createRecentMap<T>(limit: number): RecentMap<T> {
  let recent = new Map<string, T>();
  let older = new Map<string, T>();
  return {
    get: key => recent.get(key) ?? older.get(key),
    set: (key, value) => {
      if (recent.size >= limit) {
        older = recent;
        recent = new Map();
      }
      recent.set(key, value);
    },
  };
}
