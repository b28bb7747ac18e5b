import type { MemoryChange } from '../../model/store.ts';
import type { Addition, Context, Counts, Entry } from './counts/counts.ts';
import { keyOf } from './counts/counts.ts';
import type { Maturity } from './maturity.ts';

interface Learned {
  readonly counts: Counts;
  readonly maturity: Maturity;
}

type KeptContext = Omit<Context, 'values'> & { readonly values: readonly (readonly [string, Entry])[] };

/** What was learned since, as entries: each context that was added to, whole, and when the history of each cluster began. */
export function keptChanges(
  { counts, maturity }: Learned,
  additions: readonly Addition[],
): readonly MemoryChange[] {
  if (additions.length === 0) return [];
  const touched = new Map(
    additions.map(({ feature, context }) => [keyOf(feature, context), [feature, context] as const]),
  );
  const contexts = [...touched].map(([key, [feature, context]]) => {
    const known = counts.context(feature, context);
    return { key: `c${key}`, value: known === undefined ? null : contextText(known) };
  });
  return [...contexts, { key: 'b', value: JSON.stringify(maturity.beginnings()) }];
}

export function restoreLearned({ counts, maturity }: Learned, entries: Iterable<MemoryChange>): void {
  for (const { key, value } of entries) {
    if (value === null) continue;
    if (key.startsWith('c')) counts.restore(key.slice(1), readContext(value));
    else for (const [cluster, time] of readBeginnings(value)) maturity.began(cluster, time);
  }
}

function contextText(context: Context): string {
  return JSON.stringify({ ...context, values: [...context.values] });
}

/** What was written here comes back as it was. */
function readContext(text: string): Context {
  const { values, ...rest }: KeptContext = JSON.parse(text);
  return { ...rest, values: new Map(values) };
}

function readBeginnings(text: string): readonly (readonly [cluster: string, time: number])[] {
  return JSON.parse(text);
}
