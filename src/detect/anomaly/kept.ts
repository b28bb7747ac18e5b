import type { MemoryChange } from '../../model/store.ts';
import type { Addition, Context, Counts, Entry } from './counts/counts.ts';
import { keyOf } from './counts/counts.ts';
import type { Maturity } from './maturity.ts';

interface Learned {
  readonly counts: Counts;
  readonly maturity: Maturity;
}

/** What was forgotten since it was last taken. */
export interface Gone {
  note(key: string, value?: string): void;
  take(): readonly Spot[];
}

/** A value in a context; without a value, the context itself. */
type Spot = readonly [key: string, value?: string];

export function createGone(): Gone {
  let gone: Spot[] = [];
  return {
    note: (key, value) => void gone.push(value === undefined ? [key] : [key, value]),
    take: () => {
      const taken = gone;
      gone = [];
      return taken;
    },
  };
}

/**
 * What was learned since, as entries: each context that was added to, each of its values that was, and when the history of each cluster began.
 * A context may have a thousand values: they are not written down anew for every one that comes.
 */
export function keptChanges(
  { counts, maturity }: Learned,
  additions: readonly Addition[],
  gone: readonly Spot[],
): readonly MemoryChange[] {
  if (additions.length === 0) return [];
  const touched: Spot[] = additions.flatMap(({ feature, context, value }): readonly Spot[] => {
    const key = keyOf(feature, context);
    return [[key], [key, value]];
  });
  const spots = new Map([...gone, ...touched].map(spot => [entryKey(spot), spot]));
  const changes = [...spots].map(([key, spot]) => ({ key, value: textAt(counts, spot) }));
  return [...changes, { key: 'b', value: JSON.stringify(maturity.beginnings()) }];
}

const entryKey = ([key, value]: Spot): string =>
  value === undefined ? `c${key}` : `v${JSON.stringify([key, value])}`;

/** null: it is not there any more. */
function textAt(counts: Counts, [key, value]: Spot): string | null {
  const context = counts.at(key);
  if (context === undefined) return null;
  if (value === undefined) return contextText(context);
  const entry = context.values.get(value);
  return entry === undefined ? null : JSON.stringify(entry);
}

export function restoreLearned({ counts, maturity }: Learned, entries: Iterable<MemoryChange>): void {
  const contexts = new Map<string, Omit<Context, 'values'>>();
  const values = new Map<string, (readonly [value: string, entry: Entry])[]>();
  const restoreValue = (spot: string, text: string): void => {
    const [key, value] = readSpot(spot);
    const known = values.get(key) ?? [];
    known.push([value, readEntry(text)]);
    values.set(key, known);
  };
  for (const { key, value } of entries) {
    if (value === null) continue;
    if (key.startsWith('c')) contexts.set(key.slice(1), readContext(value));
    else if (key.startsWith('v')) restoreValue(key.slice(1), value);
    else for (const [cluster, time] of readBeginnings(value)) maturity.began(cluster, time);
  }
  for (const [key, context] of contexts) {
    const inOrder = (values.get(key) ?? []).toSorted(([, a], [, b]) => a.place - b.place);
    counts.restore(key, { ...context, values: new Map(inOrder) });
  }
}

function contextText({ values: _, ...context }: Context): string {
  return JSON.stringify(context);
}

// What was written here comes back as it was.

function readContext(text: string): Omit<Context, 'values'> {
  return JSON.parse(text);
}

function readEntry(text: string): Entry {
  return JSON.parse(text);
}

function readSpot(text: string): readonly [key: string, value: string] {
  return JSON.parse(text);
}

function readBeginnings(text: string): readonly (readonly [cluster: string, time: number])[] {
  return JSON.parse(text);
}
