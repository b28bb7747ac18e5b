import { alternatives, plainLower } from '../match/item-test.ts';
import { anyTextIn } from '../match/text-search.ts';
import { jsonTest } from '../match/value-test.ts';
import type { DetectionItem } from '../rule/detection.ts';
import type { Value } from '../rule/value.ts';

/** What a rule asks of one text. */
export interface TextNeed {
  /** The text may be lower-cased or not where `cased` is false. */
  readonly test: (text: string) => boolean;
  /** Lower-case texts, one of which must be in it, where that is all that is asked. */
  readonly needles?: readonly string[];
  /** Lower-case texts, one of which it must be, where that is all that is asked. */
  readonly equals?: readonly string[];
}

/** Undefined where the values ask for something that an absent field may have (null, exists) or that is no text. */
export function textNeed(item: DetectionItem): TextNeed | undefined {
  const values = item.values.flatMap(alternatives);
  if (values.some(value => ['null', 'exists', 'field'].includes(value.type))) return undefined;
  // Cased values are asked without regard to case: still necessary, and the caller may lower-case.
  const tests = item.values.map(value => jsonTest(uncased(value)));
  const equals = item.all ? undefined : equalsOf(values);
  if (equals !== undefined) {
    const texts = new Set(equals);
    return { test: text => texts.has(text.toLowerCase()), equals };
  }
  const needles = item.all ? undefined : needlesOf(values);
  if (needles !== undefined) {
    const search = anyTextIn(needles);
    return { test: text => search(text.toLowerCase()), needles };
  }
  return { test: text => (item.all ? tests.every(test => test(text)) : tests.some(test => test(text))) };
}

function uncased(value: Value): Value {
  if (value.type === 'any') return { type: 'any', values: value.values.map(uncased) };
  if (value.type === 'regex') return { ...value, flags: { ...value.flags, ignoreCase: true } };
  return value.type === 'text' ? { ...value, cased: false } : value;
}

function equalsOf(values: readonly Value[]): readonly string[] | undefined {
  const texts = values.map(uncased).map(plainLower);
  return texts.every(text => text !== undefined) ? texts : undefined;
}

function needlesOf(values: readonly Value[]): readonly string[] | undefined {
  const needles: string[] = [];
  for (const value of values) {
    if (value.type !== 'text') return undefined;
    const texts = value.pattern.map(part => (part.type === 'text' ? part.text : ''));
    const longest = texts.toSorted((a, b) => b.length - a.length)[0] ?? '';
    // A pattern needs its longest stretch; short ones are found everywhere.
    if (longest.length < 3) return undefined;
    needles.push(longest.toLowerCase());
  }
  return needles;
}
