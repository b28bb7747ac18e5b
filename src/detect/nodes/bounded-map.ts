/** Beyond its limit the entry that was set first is forgotten. */
export interface BoundedMap<Value> {
  get(key: string): Value | undefined;
  /** What had to be forgotten for it. */
  set(key: string, value: Value): Value | undefined;
  delete(key: string): void;
  values(): Iterable<Value>;
}

export function createBoundedMap<Value>(limit: number): BoundedMap<Value> {
  const kept = new Map<string, Value>();
  return {
    get: key => kept.get(key),
    set(key, value) {
      kept.set(key, value);
      if (kept.size <= limit) return undefined;
      const [oldest] = kept;
      if (oldest === undefined) return undefined;
      kept.delete(oldest[0]);
      return oldest[1];
    },
    delete: key => void kept.delete(key),
    values: () => kept.values(),
  };
}
