import type { Json } from '../../../model/json.ts';
import { typeName } from '../../rules/metadata.ts';
import type { Reporter } from '../../rules/reporter.ts';
import type { RulePath } from '../../rules/rule-document.ts';
import { suggestion } from '../../rules/suggestion.ts';
import { compileRegex } from '../match/regex.ts';
import type { DetectionItem } from './detection.ts';
import type { Modifier } from './modifiers.ts';
import { applyModifier, linkingModifiers, modifiers } from './modifiers.ts';
import { parsePattern, plainPattern } from './pattern.ts';
import type { Placeholders } from './text-modifiers.ts';
import type { Value } from './value.ts';

interface ItemSource {
  /** `field|modifier|modifier`; `""` for keywords. */
  readonly key: string;
  readonly value: Json;
  readonly path: RulePath;
  readonly report: Reporter;
  readonly placeholders: Placeholders;
}

/** Parses one line of a selection; undefined where it has an error. */
export function parseItem(source: ItemSource): DetectionItem | undefined {
  const [field = '', ...names] = source.key.split('|');
  if (!knowsModifiers(names, source)) return undefined;
  const written = Array.isArray(source.value) ? source.value : [source.value];
  const values: Value[] = [];
  let complete = true;
  for (const [index, value] of written.entries()) {
    const path = Array.isArray(source.value) ? [...source.path, index] : source.path;
    const parsed = parseValue({ ...source, field, names, value, path });
    if (parsed === undefined) complete = false;
    else values.push(...parsed);
  }
  // pySigma reads an empty list as null.
  if (written.length === 0) values.push({ type: 'null' });
  if (field === '' && values.some(value => value.type === 'null')) {
    source.report.error('null-keyword', 'null must be bound to a field', { path: source.path });
    return undefined;
  }
  const linking = { all: names.includes('all'), negated: names.includes('neq') };
  const fields = field === '' ? [] : [field];
  return complete
    ? { type: 'item', fields, writtenField: field, values, ...linking, path: source.path }
    : undefined;
}

function knowsModifiers(names: readonly string[], { report, path }: ItemSource): boolean {
  let known = true;
  for (const name of names) {
    if (modifiers.has(name) || linkingModifiers.includes(name)) continue;
    const hint = suggestion(name, [...modifiers.keys(), ...linkingModifiers]);
    report.error('unknown-modifier', `There is no modifier "${name.slice(0, 40)}"${hint}`, { path });
    known = false;
  }
  return known;
}

interface ValueSource extends ItemSource {
  readonly field: string;
  readonly names: readonly string[];
}

function parseValue(source: ValueSource): readonly Value[] | undefined {
  const { names, value, path, report } = source;
  const first = firstValue(value, names);
  if (first === undefined) {
    report.error(
      'wrong-type',
      `A value must be a text, a number, true, false or null, not ${typeName(value)}`,
      {
        path,
        at: 'value',
      },
    );
    return undefined;
  }
  let values: readonly Value[] = [first];
  const applied: string[] = [];
  for (const name of names) {
    const next = applyToAll(values, modifiers.get(name), { ...source, applied: [...applied] });
    if (typeof next === 'string') {
      report.error('invalid-modifier', `${name}: the value ${quoted(value)} ${next}`, { path, at: 'value' });
      return undefined;
    }
    values = next;
    applied.push(name);
  }
  return values.every(item => isSound(item, source)) ? values : undefined;
}

function applyToAll(
  values: readonly Value[],
  modifier: Modifier | undefined,
  context: ValueSource & { readonly applied: readonly string[] },
): readonly Value[] | string {
  if (modifier === undefined) return values;
  const result: Value[] = [];
  for (const value of values) {
    const applied = applyModifier(modifier, value, context);
    if (!applied.ok) return applied.error;
    result.push(...applied.value);
  }
  return result;
}

/** Expressions are taken as written; other texts have wildcards. */
function firstValue(value: Json, names: readonly string[]): Value | undefined {
  if (value === null) return { type: 'null' };
  if (names.includes('re') && typeof value !== 'object')
    return { type: 'text', pattern: plainPattern(String(value)), cased: false };
  if (typeof value === 'string') return { type: 'text', pattern: parsePattern(value), cased: false };
  if (typeof value === 'number' && Number.isFinite(value)) return { type: 'number', number: value };
  return typeof value === 'boolean' ? { type: 'boolean', boolean: value } : undefined;
}

function isSound(value: Value, source: ValueSource): boolean {
  if (value.type !== 'regex') return true;
  const compiled = compileRegex(value);
  if (!compiled.ok)
    source.report.error('invalid-expression', `The expression ${quoted(source.value)} ${compiled.error}`, {
      path: source.path,
      at: 'value',
    });
  return compiled.ok;
}

const quoted = (value: Json): string => JSON.stringify(value).slice(0, 120);
