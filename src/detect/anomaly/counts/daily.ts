import type { Addition } from './counts.ts';

const mostActors = 4;

/** Additions of one day, of the same value in the same context. */
export const daily = {
  /** Day, feature, context and value as text. */
  keyOf: ({ day, feature, context, value }: Addition): string =>
    JSON.stringify([day, feature, context, value]),
  sum: (a: Addition, b: Addition): Addition => {
    const weight = a.weight + b.weight;
    const bits = weight === 0 ? b.bits : (a.bits * a.weight + b.bits * b.weight) / weight;
    const actors = [...new Set([...a.actors, ...b.actors])].slice(0, mostActors);
    return { ...a, weight, bits, actors, times: a.times + b.times };
  },
} as const;
