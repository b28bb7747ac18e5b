/** Remembers identities, at least the latest `limit` of them and at most twice as many. */
export interface Seen {
  has(identity: string): boolean;
  add(identity: string): void;
}

export function createSeen(limit: number): Seen {
  let young = new Set<string>();
  let old = new Set<string>();
  return {
    has: identity => young.has(identity) || old.has(identity),
    add: identity => {
      young.add(identity);
      if (young.size < limit) return;
      old = young;
      young = new Set();
    },
  };
}
