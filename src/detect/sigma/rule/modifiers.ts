import type { Result } from '../../../model/result.ts';
import { fail, succeed } from '../../../model/result.ts';
import { isNetwork } from '../match/network.ts';
import { patternText, plainText, surrounded } from './pattern.ts';
import type { Placeholders } from './text-modifiers.ts';
import { base64, base64Offset, encoded, withDashes, withPlaceholders } from './text-modifiers.ts';
import type { Comparison, RegexFlags, TimePart, Value } from './value.ts';

/** What a modifier needs to know besides the value. */
export interface ModifierContext {
  readonly field: string;
  /** The modifiers before it. */
  readonly applied: readonly string[];
  readonly placeholders: Placeholders;
}

/** A value may become several. The error says what is wrong with it: "... cannot be compared". */
export type Modifier = (value: Value, context: ModifierContext) => Result<readonly Value[], string>;

/** `all` and `neq` change how the values are linked, not the values: they are read with the item. */
export const linkingModifiers: readonly string[] = ['all', 'neq'];

export const modifiers: ReadonlyMap<string, Modifier> = new Map<string, Modifier>([
  ['contains', around({ front: true, back: true })],
  ['startswith', around({ front: false, back: true })],
  ['endswith', around({ front: true, back: false })],
  ['cased', cased],
  ['re', regex],
  ...flagModifiers(),
  ['base64', (value, context) => one(onText(value, pattern => base64(pattern, afterUtf16(context))))],
  ['base64offset', (value, context) => any(value, pattern => base64Offset(pattern, afterUtf16(context)))],
  ['wide', value => one(onText(value, pattern => encoded(pattern, 'utf16le')))],
  ['utf16le', value => one(onText(value, pattern => encoded(pattern, 'utf16le')))],
  ['utf16be', value => one(onText(value, pattern => encoded(pattern, 'utf16be')))],
  ['utf16', value => one(onText(value, pattern => encoded(pattern, 'utf16')))],
  ['windash', value => any(value, withDashes)],
  ['expand', expand],
  ['cidr', cidr],
  ['exists', exists],
  ['fieldref', fieldReference],
  ...compareModifiers(),
  ...timeModifiers(),
]);

/** Applies a modifier to a value, and inside of expansions to each alternative. */
export function applyModifier(modifier: Modifier, value: Value, context: ModifierContext) {
  if (value.type !== 'any') return modifier(value, context);
  const values: Value[] = [];
  for (const item of value.values) {
    const applied = modifier(item, context);
    if (!applied.ok) return applied;
    values.push(...applied.value);
  }
  return succeed<readonly Value[]>([{ type: 'any', values }]);
}

type Patterned<T> = (pattern: Parameters<typeof plainText>[0]) => Result<T, string>;

function onText(value: Value, change: Patterned<Parameters<typeof plainText>[0]>): Result<Value, string> {
  if (value.type !== 'text') return fail(notFor(value, 'a text'));
  const pattern = change(value.pattern);
  return pattern.ok ? succeed({ ...value, pattern: pattern.value }) : pattern;
}

function any(value: Value, change: Patterned<readonly Parameters<typeof plainText>[0][]>) {
  if (value.type !== 'text') return fail(notFor(value, 'a text'));
  const patterns = change(value.pattern);
  if (!patterns.ok) return patterns;
  const values = patterns.value.map(pattern => ({ ...value, pattern }));
  const expansion: Value = { type: 'any', values };
  return succeed([expansion]);
}

function one(result: Result<Value, string>): Result<readonly Value[], string> {
  return result.ok ? succeed([result.value]) : result;
}

const afterUtf16 = ({ applied }: ModifierContext): boolean => applied.includes('utf16');

function around(sides: { readonly front: boolean; readonly back: boolean }): Modifier {
  return (value, { applied }) => {
    if (value.type === 'text') return succeed([{ ...value, pattern: surrounded(value.pattern, sides) }]);
    if (value.type === 'regex') {
      // As for texts, where `contains|startswith` is `contains`: a side that was opened stays open.
      const isOpen = (other: string): boolean => applied.includes('contains') || applied.includes(other);
      const [atStart, atEnd] = [!sides.front && !isOpen('endswith'), !sides.back && !isOpen('startswith')];
      return succeed([{ ...value, atStart, atEnd }]);
    }
    if (value.type === 'field')
      return succeed([
        { ...value, startsWith: value.startsWith || sides.back, endsWith: value.endsWith || sides.front },
      ]);
    return fail(notFor(value, 'a text, an expression or a field'));
  };
}

function cased(value: Value): Result<readonly Value[], string> {
  if (value.type === 'text') return succeed([{ ...value, cased: true }]);
  return fail(notFor(value, 'a text'));
}

function regex(value: Value, { applied }: ModifierContext): Result<readonly Value[], string> {
  if (applied.length > 0) return fail(`has re after ${applied.join(' and ')}; write re first`);
  if (value.type !== 'text') return fail(notFor(value, 'a text'));
  const flags: RegexFlags = { ignoreCase: false, multiLine: false, dotAll: false };
  return succeed([
    { type: 'regex', source: patternText(value.pattern), flags, atStart: false, atEnd: false },
  ]);
}

function flagModifiers(): readonly (readonly [string, Modifier])[] {
  const flag =
    (flags: Partial<RegexFlags>): Modifier =>
    value =>
      value.type === 'regex'
        ? succeed([{ ...value, flags: { ...value.flags, ...flags } }])
        : fail('has a flag for expressions without re before it');
  return [
    ['i', flag({ ignoreCase: true })],
    ['ignorecase', flag({ ignoreCase: true })],
    ['m', flag({ multiLine: true })],
    ['multiline', flag({ multiLine: true })],
    ['s', flag({ dotAll: true })],
    ['dotall', flag({ dotAll: true })],
  ];
}

function expand(value: Value, { placeholders }: ModifierContext): Result<readonly Value[], string> {
  if (value.type === 'regex') {
    const sources = withPlaceholders([{ type: 'text', text: value.source }], placeholders);
    return sources.ok
      ? succeed(sources.value.map(source => ({ ...value, source: patternText(source) })))
      : sources;
  }
  if (value.type !== 'text') return fail(notFor(value, 'a text or an expression'));
  const patterns = withPlaceholders(value.pattern, placeholders);
  return patterns.ok ? succeed(patterns.value.map(pattern => ({ ...value, pattern }))) : patterns;
}

function cidr(value: Value, { applied }: ModifierContext): Result<readonly Value[], string> {
  if (applied.length > 0) return fail(`has cidr after ${applied.join(' and ')}; write cidr first`);
  const network = value.type === 'text' ? plainText(value.pattern) : undefined;
  if (network === undefined || !isNetwork(network))
    return fail('is no network such as 10.0.0.0/8 or fd00::/8 (all host bits must be zero)');
  return succeed([{ type: 'cidr', network }]);
}

function exists(value: Value, { applied, field }: ModifierContext): Result<readonly Value[], string> {
  if (field === '') return fail('has exists without a field');
  if (applied.length > 0) return fail(`has exists after ${applied.join(' and ')}; write exists first`);
  if (value.type !== 'boolean') return fail(notFor(value, 'true or false'));
  return succeed([{ type: 'exists', exists: value.boolean }]);
}

function fieldReference(value: Value, { field }: ModifierContext): Result<readonly Value[], string> {
  if (field === '') return fail('has fieldref without a field');
  const name = value.type === 'text' ? plainText(value.pattern) : undefined;
  if (value.type !== 'text' || name === undefined || name === '')
    return fail('must be the name of a field, without wildcards');
  return succeed([{ type: 'field', field: name, startsWith: false, endsWith: false, cased: value.cased }]);
}

function compareModifiers(): readonly (readonly [string, Modifier])[] {
  const compare =
    (comparison: Comparison): Modifier =>
    value => {
      if (value.type === 'number') return succeed([{ type: 'compare', comparison, number: value.number }]);
      if (value.type !== 'time') return fail(notFor(value, 'a number without quotes'));
      return succeed([{ type: 'compare', comparison, number: value.number, part: value.part }]);
    };
  return [
    ['lt', compare('lt')],
    ['lte', compare('lte')],
    ['gt', compare('gt')],
    ['gte', compare('gte')],
  ];
}

function timeModifiers(): readonly (readonly [string, Modifier])[] {
  const time =
    (part: TimePart): Modifier =>
    value =>
      value.type === 'number'
        ? succeed([{ type: 'time', part, number: Math.trunc(value.number) }])
        : fail(notFor(value, 'a number without quotes'));
  return [
    ['minute', time('minute')],
    ['hour', time('hour')],
    ['day', time('day')],
    ['week', time('week')],
    ['month', time('month')],
    ['year', time('year')],
  ];
}

const kinds: { readonly [type in Value['type']]: string } = {
  text: 'a text',
  number: 'a number',
  boolean: 'true or false',
  null: 'null',
  exists: 'a test for existence',
  regex: 'an expression',
  cidr: 'a network',
  field: 'a field',
  time: 'a part of a time',
  compare: 'a comparison',
  any: 'several values',
};

const notFor = (value: Value, wanted: string): string => `is ${kinds[value.type]}; it must be ${wanted}`;
