/** A seeded source of choices: the same seed, the same rules and events, on every machine. */
export interface Random {
  /** 0 to limit - 1. */
  below(limit: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** Between `least` and `most` items, made by `make`. */
  list<T>(least: number, most: number, make: () => T): readonly T[];
}

/** mulberry32: https://gist.github.com/tommyettinger/46a874533244883189143505d203312c, public domain. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    below,
    chance: probability => next() < probability,
    pick: items => {
      const item = items[below(items.length)];
      if (item === undefined) throw new Error('nothing to pick from');
      return item;
    },
    list: (least, most, make) => Array.from({ length: least + below(most - least + 1) }, make),
  };
}
