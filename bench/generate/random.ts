/** A seeded source of randomness (mulberry32): the same seed gives the same log on every machine. */
export interface Random {
  /** 0 <= x < 1 */
  next(): number;
  /** An integer from 0 to n - 1. */
  below(n: number): number;
  pick<T>(items: readonly T[]): T;
  chance(probability: number): boolean;
  hex(length: number): string;
  uuid(): string;
  /** The letters that Kubernetes uses for generated names (apimachinery, util/rand). */
  suffix(length: number): string;
}

const nameLetters = 'bcdfghjklmnpqrstvwxz2456789';

export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (n: number): number => Math.floor(next() * n);
  const letters = (alphabet: string, length: number): string => {
    let text = '';
    while (text.length < length) text += alphabet[below(alphabet.length)];
    return text;
  };
  const hex = (length: number): string => letters('0123456789abcdef', length);
  return {
    next,
    below,
    pick: items => pickFrom(items, below),
    chance: probability => next() < probability,
    hex,
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`,
    suffix: length => letters(nameLetters, length),
  };
}

function pickFrom<T>(items: readonly T[], below: (n: number) => number): T {
  const item = items[below(items.length)];
  if (item === undefined) throw new Error('picked from an empty list');
  return item;
}
