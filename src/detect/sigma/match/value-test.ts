import type { Json } from '../../../model/json.ts';
import type { Pattern } from '../rule/pattern.ts';
import { plainText } from '../rule/pattern.ts';
import type { Comparison, FieldReferenceValue, TextValue, Value } from '../rule/value.ts';
import type { EventReader, FieldSlot, Test } from './event-reader.ts';
import { textOf } from './event-reader.ts';
import { globTest } from './glob.ts';
import { networkTest } from './network.ts';
import { compileRegex } from './regex.ts';
import { timePartOf } from './time-part.ts';

/** Tests one value of a rule against the values of a field. */
export function valueTest(value: Value, slot: FieldSlot, reader: EventReader): Test {
  switch (value.type) {
    case 'null':
      return slot.isNull;
    case 'exists':
      return value.exists ? slot.exists : () => !slot.exists();
    case 'field':
      return referenceTest(value, slot, reader);
    case 'any': {
      const tests = value.values.map(item => valueTest(item, slot, reader));
      return () => tests.some(test => test());
    }
    case 'text': {
      if (isAnything(value.pattern)) return slot.test(() => true);
      const test = textTest(value);
      return value.cased ? slot.test(onText(test)) : slot.testLower(test);
    }
    case 'number': {
      const text = String(value.number).toLowerCase();
      return slot.testLower(lower => lower === text);
    }
    case 'boolean': {
      const text = String(value.boolean);
      return slot.testLower(lower => lower === text);
    }
    default:
      return slot.test(jsonTest(value));
  }
}

/** Tests one JSON value; what rules ask of fields alone never holds. For keywords and explanations. */
export function jsonTest(value: Value): (json: Json) => boolean {
  const known = knownTests.get(value);
  if (known !== undefined) return known;
  const test = createJsonTest(value);
  knownTests.set(value, test);
  return test;
}

/** Explanations ask again what was compiled before. */
const knownTests = new WeakMap<Value, (json: Json) => boolean>();

function createJsonTest(value: Value): (json: Json) => boolean {
  switch (value.type) {
    case 'text': {
      const test = textTest(value);
      return onText(value.cased ? test : text => test(text.toLowerCase()));
    }
    case 'number':
      return onText(text => text.toLowerCase() === String(value.number).toLowerCase());
    case 'boolean':
      return onText(text => text.toLowerCase() === String(value.boolean));
    case 'regex': {
      const compiled = compileRegex(value);
      return compiled.ok ? onText(compiled.value) : () => false;
    }
    case 'cidr':
      return onText(networkTest(value.network));
    case 'time':
      return json => timePartOf(json, value.part) === value.number;
    case 'compare':
      return compareTest(value);
    case 'any': {
      const tests = value.values.map(jsonTest);
      return json => tests.some(test => test(json));
    }
    default:
      return () => false;
  }
}

/** `*` alone: whatever there is, also a map. */
export function isAnything(pattern: Pattern): boolean {
  return pattern.length === 1 && pattern[0]?.type === 'many';
}

/** A text that the pattern holds, lower-cased by the caller unless it is cased. */
export function textTest({ pattern, cased }: TextValue): (text: string) => boolean {
  const folded: Pattern = cased
    ? pattern
    : pattern.map(part => (part.type === 'text' ? { type: 'text', text: part.text.toLowerCase() } : part));
  const plain = plainText(folded);
  if (plain !== undefined) return text => text === plain;
  return simpleTest(folded) ?? globTest(folded);
}

/** `x*`, `*x` and `*x*` without a general match. */
function simpleTest(pattern: Pattern): ((text: string) => boolean) | undefined {
  const [first, second, third] = pattern;
  if (first?.type === 'text' && second?.type === 'many' && pattern.length === 2)
    return text => text.startsWith(first.text);
  if (first?.type !== 'many' || second?.type !== 'text') return undefined;
  if (pattern.length === 2) return text => text.endsWith(second.text);
  if (pattern.length === 3 && third?.type === 'many') return text => text.includes(second.text);
  return undefined;
}

function onText(test: (text: string) => boolean): (json: Json) => boolean {
  return json => {
    const text = textOf(json);
    return text !== undefined && test(text);
  };
}

function compareTest(value: Extract<Value, { type: 'compare' }>): (json: Json) => boolean {
  const holds = comparisonTest(value.comparison, value.number);
  const { part } = value;
  return json => {
    const number = part === undefined ? numberOf(json) : timePartOf(json, part);
    return number !== undefined && holds(number);
  };
}

export function comparisonTest(comparison: Comparison, limit: number): (number: number) => boolean {
  if (comparison === 'lt') return number => number < limit;
  if (comparison === 'lte') return number => number <= limit;
  return comparison === 'gt' ? number => number > limit : number => number >= limit;
}

function numberOf(json: Json): number | undefined {
  if (typeof json === 'number') return json;
  if (typeof json !== 'string' || json.length > 40) return undefined;
  return /^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i.test(json) ? Number(json) : undefined;
}

function referenceTest(value: FieldReferenceValue, slot: FieldSlot, reader: EventReader): Test {
  const other = reader.slot([value.field]);
  return () => slot.values().some(mine => other.values().some(theirs => refers(value, mine, theirs)));
}

export function refers(value: FieldReferenceValue, mine: Json, theirs: Json): boolean {
  const fold = (json: Json) => (value.cased ? textOf(json) : textOf(json)?.toLowerCase());
  const text = fold(mine);
  const wanted = fold(theirs);
  if (text === undefined || wanted === undefined) return false;
  if (value.startsWith && value.endsWith) return text.includes(wanted);
  if (value.startsWith) return text.startsWith(wanted);
  return value.endsWith ? text.endsWith(wanted) : text === wanted;
}
