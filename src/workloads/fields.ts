import { fieldOf, isObject, listAt, stringAt } from '../model/json.ts';
import type { Strings } from './workload-change.ts';

const limits = { text: 32_768, entries: 512 } as const;

/** Text under a key, cut to a length that keeps every rule's work bounded; `""` if there is none. */
export function textAt(value: unknown, key: string): string {
  return bounded(stringAt(value, key) ?? '');
}

export function bounded(text: string): string {
  return text.length > limits.text ? text.slice(0, limits.text) : text;
}

/** A whole number under a key, -1 if there is none. */
export function integerAt(value: unknown, key: string): number {
  const found = fieldOf(value, key);
  return typeof found === 'number' && Number.isSafeInteger(found) ? found : -1;
}

/** The strings of the object under a key. */
export function mapAt(value: unknown, key: string): Strings {
  const found = fieldOf(value, key);
  const map = new Map<string, string>();
  if (!isObject(found)) return map;
  for (const name of Object.keys(found)) {
    if (map.size >= limits.entries) break;
    const text = found[name];
    if (typeof text === 'string') map.set(name, bounded(text));
  }
  return map;
}

/** The strings of a list, cut. */
export function textsAt(value: unknown, key: string, limit: number): readonly string[] {
  const texts: string[] = [];
  for (const item of listAt(value, key).slice(0, limit)) {
    if (typeof item === 'string') texts.push(bounded(item));
  }
  return texts;
}

/** The `name`s of a list of objects. */
export function namesAt(value: unknown, key: string, limit: number): readonly string[] {
  return listAt(value, key)
    .slice(0, limit)
    .map(item => textAt(item, 'name'));
}
