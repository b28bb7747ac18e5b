import type { Context, Counts } from './counts.ts';
import { halved } from './time.ts';

/** How a value compares with what was seen before, from the nearest context to the widest. */
export interface Estimate {
  /** How improbable it is, in bits. */
  readonly bits: number;
  /** What this feature's values usually come to here, in bits. */
  readonly usual: number;
  /** What is over the usual; 0 if it is under it. */
  readonly excess: number;
  /** One for each context, the nearest first. */
  readonly support: readonly Support[];
}

export interface Support {
  readonly seen: number;
  readonly total: number;
  /** Distinct values. */
  readonly kinds: number;
  /** Distinct days on which it was seen, and distinct actors that brought it. */
  readonly days: number;
  readonly actors: number;
  /** The day since which this context is counted; null where nothing was. */
  readonly since: number | null;
}

export interface Question {
  readonly feature: string;
  /** The nearest first; each is a part of the next. */
  readonly contexts: readonly string[];
  readonly value: string;
  /** Bits of a value of which nothing is known anywhere. */
  readonly novelty: number;
  readonly day: number;
  /** How much of the usual is taken off; all of it if absent. */
  readonly share?: number;
}

/** Discount and strength of the Pitman-Yor process: known from language models as interpolated Kneser-Ney. */
const discount = 0.6;
const strength = 1;
/** The usual of the wider context weighs as much as so many observations of the nearer one. */
const pull = 4;

/** Hierarchical Pitman-Yor: what a context has not seen, it takes from the next wider one, and the widest from the prior. */
export function estimate(
  counts: Counts,
  { feature, contexts, value, novelty, day, share = 1 }: Question,
): Estimate {
  let probability = 2 ** -novelty;
  let usual = novelty;
  const support: Support[] = [];
  for (const name of contexts.toReversed()) {
    const context = counts.context(feature, name);
    if (context !== undefined) {
      probability = interpolated(context, { value, day, wider: probability });
      usual = meanOf(context, { day, wider: usual });
    }
    support.unshift(supportIn(context, value));
  }
  const bits = -Math.log2(probability);
  return { bits, usual, excess: Math.max(0, bits - share * usual), support };
}

interface Step {
  readonly day: number;
  readonly wider: number;
}

function interpolated(context: Context, { value, day, wider }: Step & { readonly value: string }): number {
  const total = context.total * halved(day - context.last);
  const entry = context.values.get(value);
  const count = entry === undefined ? 0 : entry.count * halved(day - entry.last);
  const kinds = Math.min(context.values.size, total);
  const own = Math.max(count - discount, 0) / (total + strength);
  return own + ((strength + discount * kinds) / (total + strength)) * wider;
}

function meanOf(context: Context, { day, wider }: Step): number {
  const age = halved(day - context.last);
  return (context.bits * age + pull * wider) / (context.total * age + pull);
}

function supportIn(context: Context | undefined, value: string): Support {
  if (context === undefined) return { seen: 0, total: 0, kinds: 0, days: 0, actors: 0, since: null };
  const entry = context.values.get(value);
  return {
    seen: entry?.times ?? 0,
    total: context.times,
    kinds: context.values.size,
    days: entry?.days ?? 0,
    actors: entry?.actors.length ?? 0,
    since: context.first,
  };
}
