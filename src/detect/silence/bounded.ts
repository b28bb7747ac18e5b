/** A map that holds at least the latest `limit` keys that were set, and at most twice as many. */
export interface Bounded<Value> {
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
  delete(key: string): void;
}

export function createBounded<Value>(limit: number): Bounded<Value> {
  let young = new Map<string, Value>();
  let old = new Map<string, Value>();
  return {
    get: key => young.get(key) ?? old.get(key),
    set: (key, value) => {
      young.set(key, value);
      if (young.size < limit) return;
      old = young;
      young = new Map();
    },
    delete: key => {
      young.delete(key);
      old.delete(key);
    },
  };
}
