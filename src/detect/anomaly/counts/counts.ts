import { halved, weightOfRepetition } from './time.ts';

/** One value that was seen in one context of a feature on one day: what learning is made of, so that it can be taken back. */
export interface Addition {
  /** Days since 1970, in UTC. */
  readonly day: number;
  readonly feature: string;
  /** `cluster|data/CronJob`: which cases it is counted with. */
  readonly context: string;
  readonly value: string;
  /** How much it counts: repetitions within a day count less and less. */
  readonly weight: number;
  /** How improbable it was when it came, in bits: what is usual of this feature here is their mean. */
  readonly bits: number;
  /** Who brought it, as short digests: support counts distinct ones. */
  readonly actors: readonly string[];
  /** How often, on this day, unweighted. */
  readonly times: number;
}

export interface Entry {
  readonly count: number;
  /** Distinct days, and distinct actors up to `mostActors`. */
  readonly days: number;
  readonly actors: readonly string[];
  readonly first: number;
  readonly last: number;
  /** Times on the last day. */
  readonly today: number;
  /** Times altogether, undecayed: for the sentences. */
  readonly times: number;
  /** In the order in which values came to the context. */
  readonly place: number;
}

export interface Context {
  readonly values: Map<string, Entry>;
  total: number;
  times: number;
  bits: number;
  readonly first: number;
  last: number;
  /** The place of the next value that comes. */
  next: number;
}

export interface Counts {
  context(feature: string, context: string): Context | undefined;
  /** The weight that another observation of this would have today. */
  weightOf(about: Pick<Addition, 'feature' | 'context' | 'value' | 'day'>): number;
  add(addition: Addition): void;
  /** A context as it was. */
  restore(key: string, context: Context): void;
  /** By its key. */
  at(key: string): Context | undefined;
  /** How many values were forgotten, because there were too many. */
  forgotten(): number;
}

export interface CountLimits {
  /** Values in all contexts together. */
  readonly values: number;
  /** Values in one context. */
  readonly each: number;
}

export const usualLimits: CountLimits = { values: 300_000, each: 1_000 };
const mostActors = 4;

/** Hears of values that are forgotten; without a value, of the context itself. */
export type OnForgotten = (key: string, value?: string) => void;

export function createCounts(limits: CountLimits = usualLimits, onForgotten?: OnForgotten): Counts {
  const contexts = new Map<string, Context>();
  const state = { values: 0, forgotten: 0 };

  const forget = (key: string, values: readonly string[]): void => {
    state.values -= values.length;
    state.forgotten += values.length;
    if (onForgotten !== undefined) for (const value of values) onForgotten(key, value);
  };
  /** The contexts that nothing was added to for longest go first. */
  const makeRoom = (): void => {
    for (const [key, { values }] of contexts) {
      if (state.values <= limits.values) return;
      contexts.delete(key);
      forget(key, [...values.keys()]);
      onForgotten?.(key);
    }
  };
  const contextFor = (key: string, day: number): Context => {
    const found = contexts.get(key) ?? newContext(day);
    contexts.delete(key);
    contexts.set(key, found);
    return found;
  };

  return {
    context: (feature, context) => contexts.get(keyOf(feature, context)),
    weightOf: ({ feature, context, value, day }) => {
      const entry = contexts.get(keyOf(feature, context))?.values.get(value);
      return weightOfRepetition(entry?.last === day ? entry.today : 0);
    },
    add(addition) {
      const key = keyOf(addition.feature, addition.context);
      const context = contextFor(key, addition.day);
      const before = context.values.size;
      addTo(context, addition);
      state.values += context.values.size - before;
      if (context.values.size > limits.each) forget(key, thin(context.values, limits.each));
      if (state.values > limits.values) makeRoom();
    },
    restore(key, context) {
      contexts.set(key, context);
      state.values += context.values.size;
    },
    at: key => contexts.get(key),
    forgotten: () => state.forgotten,
  };
}

export const keyOf = (feature: string, context: string): string => `${feature} ${context}`;

const newContext = (day: number): Context => ({
  values: new Map(),
  total: 0,
  times: 0,
  bits: 0,
  first: day,
  last: day,
  next: 0,
});

function addTo(context: Context, { value, day, weight, bits, actors, times }: Addition): void {
  const age = halved(day - context.last);
  context.total = context.total * age + weight;
  context.bits = context.bits * age + weight * bits;
  context.last = Math.max(context.last, day);
  context.times += times;
  const entry = context.values.get(value) ?? newEntry(day, context.next);
  context.next = Math.max(context.next, entry.place + 1);
  context.values.set(value, {
    count: entry.count * halved(day - entry.last) + weight,
    days: entry.days + (day === entry.last ? 0 : 1),
    actors: [...new Set([...entry.actors, ...actors])].slice(0, mostActors),
    first: Math.min(entry.first, day),
    last: Math.max(entry.last, day),
    today: day === entry.last ? entry.today + times : times,
    times: entry.times + times,
    place: entry.place,
  });
}

const newEntry = (day: number, place: number): Entry => ({
  count: 0,
  days: 1,
  actors: [],
  first: day,
  last: day,
  today: 0,
  times: 0,
  place,
});

/** Forgets the values that are rarest, a tenth of them at a time; which they were. */
function thin(values: Map<string, Entry>, limit: number): readonly string[] {
  const rarest = [...values].toSorted(([, a], [, b]) => a.count - b.count || a.last - b.last);
  const gone = rarest.slice(0, values.size - Math.floor(limit * 0.9));
  for (const [value] of gone) values.delete(value);
  return gone.map(([value]) => value);
}
