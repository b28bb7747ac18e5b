import type { Confidence, StartedWork } from '../model/lineage.ts';
import { lowest } from './confidence.ts';
import { timeOf } from './microseconds.ts';

/** What controllers made of one owner, in stretches that begin with each change of the owner. Of bounded size. */
export interface Progeny {
  /** What was made since the write at this moment, or since the last one before it that is remembered. Microseconds. */
  since(at: number): StartedWork | undefined;
}

export interface Made {
  readonly kind: string;
  readonly name: string;
  readonly at: number;
  readonly confidence: Confidence;
}

/** Oldest first. Of most owners there is one, of which nothing was made yet: so it holds little. */
export type Stretches = Stretch[];

interface Stretch {
  readonly from: number;
  made: Products | undefined;
}

interface Products {
  readonly counts: Map<string, number>;
  readonly examples: Made[];
  last: number;
  confidence: Confidence;
}

const most = { stretches: 16, examples: 3 } as const;
/** Elsewhere times of requests are cut to milliseconds. */
const slack = 1_000;

/** The owner was written: what comes later is made of what it is now. */
export function begin(stretches: Stretches, at: number): void {
  if (stretches.some(({ from }) => from === at)) return;
  stretches.push({ from: at, made: undefined });
  stretches.sort((a, b) => a.from - b.from);
  if (stretches.length > most.stretches) stretches.splice(0, 2, merged(stretches.slice(0, 2)));
}

export function add(stretches: Stretches, made: Made): void {
  let stretch = stretches.findLast(({ from }) => from <= made.at);
  if (stretch === undefined) {
    stretch = { from: made.at, made: undefined };
    stretches.unshift(stretch);
  }
  stretch.made ??= nothing();
  addTo(stretch.made, made);
}

/** Follows what is added later. */
export const progenyOf = (stretches: Stretches): Progeny => ({
  since(at) {
    const begun = stretches.findIndex(({ from }) => Math.abs(from - at) < slack);
    const first = begun === -1 ? stretches.findLastIndex(({ from }) => from <= at) : begun;
    return stretches.length === 0 ? undefined : startedIn(merged(stretches.slice(Math.max(0, first))));
  },
});

const nothing = (): Products => ({ counts: new Map(), examples: [], last: 0, confidence: 'certain' });

function addTo(products: Products, made: Made): void {
  products.counts.set(made.kind, (products.counts.get(made.kind) ?? 0) + 1);
  if (products.examples.length < most.examples) products.examples.push(made);
  products.last = Math.max(products.last, made.at);
  products.confidence = lowest([products.confidence, made.confidence]);
}

function merged(stretches: readonly Stretch[]): Stretch {
  const all = nothing();
  for (const { made } of stretches) {
    if (made === undefined) continue;
    for (const [kind, count] of made.counts) all.counts.set(kind, (all.counts.get(kind) ?? 0) + count);
    all.examples.push(...made.examples.slice(0, most.examples - all.examples.length));
    all.last = Math.max(all.last, made.last);
    all.confidence = lowest([all.confidence, made.confidence]);
  }
  return { from: stretches[0]?.from ?? 0, made: all };
}

function startedIn({ from, made = nothing() }: Stretch): StartedWork {
  const { counts, examples, last, confidence } = made;
  return {
    since: timeOf(from),
    byKind: [...counts].map(([kind, count]) => ({ kind, count })),
    examples: examples.map(({ kind, name, at }) => ({ kind, name, time: timeOf(at) })),
    last: last === 0 ? null : timeOf(last),
    confidence,
  };
}
