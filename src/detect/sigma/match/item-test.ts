import type { DetectionItem } from '../rule/detection.ts';
import type { Pattern } from '../rule/pattern.ts';
import { joined, plainText, surrounded } from '../rule/pattern.ts';
import type { Value } from '../rule/value.ts';
import type { EventReader, FieldSlot, Test } from './event-reader.ts';
import { anyTextIn } from './text-search.ts';
import { jsonTest, valueTest } from './value-test.ts';

/** Tests one line of a selection. */
export function itemTest(item: DetectionItem, reader: EventReader): Test {
  const test = item.fields.length === 0 ? keywordTest(item, reader) : fieldTest(item, reader);
  return item.negated ? () => !test() : test;
}

function fieldTest(item: DetectionItem, reader: EventReader): Test {
  const slot = reader.slot(item.fields);
  return item.all
    ? everyTest(item.values.map(value => valueTest(value, slot, reader)))
    : anyTest(item.values, slot, reader);
}

/** Plain texts become one set, `*x*` texts one search; the rest are tried one by one. */
function anyTest(values: readonly Value[], slot: FieldSlot, reader: EventReader): Test {
  const equal = new Set<string>();
  const inside: string[] = [];
  const others: Value[] = [];
  for (const value of values.flatMap(alternatives)) {
    const plain = plainLower(value);
    const needle = value.type === 'text' && !value.cased ? needleOf(value.pattern) : undefined;
    if (plain !== undefined) equal.add(plain);
    else if (needle !== undefined) inside.push(needle.toLowerCase());
    else others.push(value);
  }
  const tests = others.map(value => valueTest(value, slot, reader));
  if (inside.length > 0) tests.unshift(slot.testLower(anyTextIn(inside)));
  if (equal.size > 0) tests.unshift(equalTest(equal, slot));
  return someTest(tests);
}

function equalTest(texts: ReadonlySet<string>, slot: FieldSlot): Test {
  const [only] = texts;
  return texts.size === 1
    ? slot.testLower(lower => lower === only)
    : slot.testLower(lower => texts.has(lower));
}

/** The values that an expansion stands for. */
export function alternatives(value: Value): readonly Value[] {
  return value.type === 'any' ? value.values.flatMap(alternatives) : [value];
}

/** The lower-cased text that a value asks to equal, without regard to case; undefined where it asks something else. */
export function plainLower(value: Value): string | undefined {
  if (value.type === 'number') return String(value.number).toLowerCase();
  if (value.type === 'boolean') return String(value.boolean);
  return value.type === 'text' && !value.cased ? plainText(value.pattern)?.toLowerCase() : undefined;
}

/** `x` of `*x*`. */
function needleOf(pattern: Pattern): string | undefined {
  const [first, middle, last] = pattern;
  const isNeedle = pattern.length === 3 && first?.type === 'many' && last?.type === 'many';
  return isNeedle && middle?.type === 'text' ? middle.text : undefined;
}

/** Keywords are searched for inside of every value, whatever modifiers they have. */
function keywordTest(item: DetectionItem, reader: EventReader): Test {
  const tests = item.values.map((value): Test => {
    const test = jsonTest(asKeyword(value));
    return () => reader.someValue(test);
  });
  return item.all ? everyTest(tests) : someTest(tests);
}

export function asKeyword(value: Value): Value {
  if (value.type === 'any') return { type: 'any', values: value.values.map(asKeyword) };
  if (value.type === 'number' || value.type === 'boolean') {
    const text = String(value.type === 'number' ? value.number : value.boolean);
    return asKeyword({ type: 'text', pattern: [{ type: 'text', text }], cased: false });
  }
  if (value.type !== 'text') return value;
  return { ...value, pattern: joined(surrounded(value.pattern, { front: true, back: true })) };
}

export function everyTest(tests: readonly Test[]): Test {
  const [first, second] = tests;
  if (first !== undefined && tests.length === 1) return first;
  if (first !== undefined && second !== undefined && tests.length === 2) return () => first() && second();
  return () => {
    for (const test of tests) if (!test()) return false;
    return true;
  };
}

export function someTest(tests: readonly Test[]): Test {
  const [first] = tests;
  if (first !== undefined && tests.length === 1) return first;
  return () => {
    for (const test of tests) if (test()) return true;
    return false;
  };
}
