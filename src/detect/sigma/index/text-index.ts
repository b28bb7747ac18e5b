import { anyTextIn } from '../match/text-search.ts';
import type { Entry } from './bucket.ts';
import type { Need } from './needs.ts';
import type { TextNeed } from './text-need.ts';

/** Which rules may match, told from one text. */
export interface TextIndex<R> {
  readonly size: number;
  some(text: string): boolean;
  rules(text: string): readonly R[];
}

export interface TextIndexOptions {
  readonly needOf: (need: Need) => TextNeed | undefined;
  /** The same texts come again and again (user agents do, request URIs less so). */
  readonly repeats: boolean;
}

const maxRemembered = 4096;
const maxRememberedLength = 512;

/** Where every rule looks for plain texts, one search rules most texts out; answers for texts that repeat are remembered. */
export function createTextIndex<R>(
  entries: readonly Entry<R>[],
  { needOf, repeats }: TextIndexOptions,
): TextIndex<R> {
  const needs = entries.flatMap(({ rule, need }) => {
    const text = needOf(need);
    return text === undefined ? [] : [{ rule, text }];
  });
  const needles = needs.flatMap(({ text }) => text.needles ?? []);
  const search = anyTextIn(needles);
  const prefilter = needs.every(({ text }) => text.needles !== undefined);
  const find = (text: string): readonly R[] => {
    if (prefilter && !search(text.toLowerCase())) return [];
    return [...new Set(needs.filter(need => need.text.test(text)).map(({ rule }) => rule))];
  };
  const known = new Map<string, readonly R[]>();
  const rules = (text: string): readonly R[] => {
    if (text.length > maxRememberedLength || (prefilter && !repeats)) return find(text);
    const remembered = known.get(text);
    if (remembered !== undefined) return remembered;
    if (known.size >= maxRemembered) known.clear();
    const found = find(text);
    known.set(text, found);
    return found;
  };
  return { size: needs.length, some: text => rules(text).length > 0, rules };
}
