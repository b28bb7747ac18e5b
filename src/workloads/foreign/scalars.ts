import type { Json, JsonObject } from '../../model/json.ts';
import { fieldOf, isObject } from '../../model/json.ts';
import { bounded } from '../fields.ts';
import { wordsOf } from './command/shell-words.ts';
import type { Variable } from './foreign-pod.ts';

const most = 512;

/** A text, number or truth value as text; `""` for anything else. */
export function scalarText(value: unknown): string {
  if (typeof value === 'string') return bounded(value);
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

export function scalarAt(value: unknown, key: string): string {
  return scalarText(fieldOf(value, key));
}

/** `true`, or a text that the tools take for it. */
export function flagAt(value: unknown, key: string): boolean {
  return /^(true|yes|on|y|1|t)$/i.test(scalarAt(value, key));
}

/** A list of scalars, or one scalar. */
export function scalarsAt(value: unknown, key: string): readonly string[] {
  const found = fieldOf(value, key);
  if (Array.isArray(found)) return found.slice(0, 2_048).map(scalarText);
  const text = scalarText(found);
  return text === '' ? [] : [text];
}

/** Words: a list as it is, a text as a shell would part it. */
export function wordsAt(value: unknown, key: string): readonly string[] | undefined {
  const found = fieldOf(value, key);
  if (typeof found === 'string') return wordsOf(found);
  return Array.isArray(found) ? found.slice(0, 2_048).map(scalarText) : undefined;
}

/** `NAME=value` texts, or an object from names to values. */
export function variablesAt(value: unknown, key: string): readonly Variable[] {
  return pairsAt(value, key).map(([name, text]) => ({ name, value: text }));
}

/** Labels: texts with `=`, or an object. */
export function labelsAt(value: unknown, key: string): JsonObject {
  return Object.fromEntries(pairsAt(value, key));
}

function pairsAt(value: unknown, key: string): readonly (readonly [string, string])[] {
  const found = fieldOf(value, key);
  if (isObject(found))
    return Object.keys(found)
      .slice(0, most)
      .map(name => [name, scalarText(found[name])] as const);
  return Array.isArray(found) ? found.slice(0, most).map(pairOf) : [];
}

function pairOf(item: Json): readonly [string, string] {
  const text = scalarText(item);
  const equals = text.indexOf('=');
  return equals < 0 ? [text, ''] : [text.slice(0, equals), text.slice(equals + 1)];
}

/** The objects of a list, or one object that stands alone. */
export function objectsAt(value: unknown, key: string): readonly JsonObject[] {
  const found = fieldOf(value, key);
  if (isObject(found)) return [found];
  return Array.isArray(found) ? found.slice(0, 1_000).filter(isObject) : [];
}

/** The first of these keys that is there. */
export function firstText(value: unknown, ...keys: readonly string[]): string {
  return keys.map(key => scalarAt(value, key)).find(text => text !== '') ?? '';
}
