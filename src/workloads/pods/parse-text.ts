import { parse } from 'yaml';
import type { JsonObject } from '../../model/json.ts';
import { isObject } from '../../model/json.ts';

const longest = 65_536;

/** The object that a text within an object holds as YAML or JSON; undefined if it holds none, is too long, or has gaps to fill in. */
export function parseText(text: string): JsonObject | undefined {
  if (text.length > longest) return undefined;
  try {
    const value: unknown = parse(text, { maxAliasCount: 100, stringKeys: true, logLevel: 'silent' });
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
