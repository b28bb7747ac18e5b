import type { Confidence, StartedWork } from '../model/lineage.ts';
import { lowest } from './confidence.ts';
import { timeOf } from './microseconds.ts';

/** What controllers made of one owner, in stretches that begin with each change of the owner. Of bounded size. */
export interface Progeny {
  /** The owner was written: what comes later is made of what it is now. */
  begin(at: number): void;
  add(made: Made): void;
  /** What was made since the write at this moment, or since the last one before it that is remembered. Microseconds. */
  since(at: number): StartedWork | undefined;
}

export interface Made {
  readonly kind: string;
  readonly name: string;
  readonly at: number;
  readonly confidence: Confidence;
}

interface Stretch {
  readonly from: number;
  readonly counts: Map<string, number>;
  readonly examples: Made[];
  last: number;
  confidence: Confidence;
}

const most = { stretches: 16, examples: 3 } as const;
/** Elsewhere times of requests are cut to milliseconds. */
const slack = 1_000;

export function createProgeny(): Progeny {
  const stretches: Stretch[] = [];
  return {
    begin(at) {
      if (stretches.some(({ from }) => from === at)) return;
      stretches.push(stretchFrom(at));
      stretches.sort((a, b) => a.from - b.from);
      if (stretches.length > most.stretches) stretches.splice(0, 2, merged(stretches.slice(0, 2)));
    },
    add(made) {
      let stretch = stretches.findLast(({ from }) => from <= made.at);
      if (stretch === undefined) {
        stretch = stretchFrom(made.at);
        stretches.unshift(stretch);
      }
      addTo(stretch, made);
    },
    since(at) {
      const begun = stretches.findIndex(({ from }) => Math.abs(from - at) < slack);
      const first = begun === -1 ? stretches.findLastIndex(({ from }) => from <= at) : begun;
      return stretches.length === 0 ? undefined : startedIn(merged(stretches.slice(Math.max(0, first))));
    },
  };
}

const stretchFrom = (from: number): Stretch => ({
  from,
  counts: new Map(),
  examples: [],
  last: 0,
  confidence: 'certain',
});

function addTo(stretch: Stretch, made: Made): void {
  stretch.counts.set(made.kind, (stretch.counts.get(made.kind) ?? 0) + 1);
  if (stretch.examples.length < most.examples) stretch.examples.push(made);
  stretch.last = Math.max(stretch.last, made.at);
  stretch.confidence = lowest([stretch.confidence, made.confidence]);
}

function merged(stretches: readonly Stretch[]): Stretch {
  const all = stretchFrom(stretches[0]?.from ?? 0);
  for (const { counts, examples, last, confidence } of stretches) {
    for (const [kind, count] of counts) all.counts.set(kind, (all.counts.get(kind) ?? 0) + count);
    all.examples.push(...examples.slice(0, most.examples - all.examples.length));
    all.last = Math.max(all.last, last);
    all.confidence = lowest([all.confidence, confidence]);
  }
  return all;
}

const startedIn = ({ from, counts, examples, last, confidence }: Stretch): StartedWork => ({
  since: timeOf(from),
  byKind: [...counts].map(([kind, count]) => ({ kind, count })),
  examples: examples.map(({ kind, name, at }) => ({ kind, name, time: timeOf(at) })),
  last: last === 0 ? null : timeOf(last),
  confidence,
});
