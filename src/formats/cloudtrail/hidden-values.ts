import type { Json, JsonObject } from '../../model/json.ts';
import { isObject } from '../../model/json.ts';

const mark = '(hidden)';
const deepest = 64;

/**
 * Parameters without the values of environment variables, which may be secrets; those in the JSON text of a target's input, too. (CloudTrail
 * hides those of task definitions itself.)
 */
export function withoutValues(parameters: JsonObject): JsonObject {
  const read = copy(parameters, 0);
  return isObject(read) ? read : {};
}

function copy(value: Json, depth: number): Json {
  if (depth > deepest) return null;
  if (Array.isArray(value)) return value.map(item => copy(item, depth + 1));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item = null]) => [key, member(key, item, depth + 1)] as const),
  );
}

function member(key: string, value: Json, depth: number): Json {
  if (/^environment$/i.test(key)) return namesAlone(value);
  if (/^input$/i.test(key) && typeof value === 'string') return inputOf(value, depth);
  return copy(value, depth);
}

function namesAlone(value: Json): Json {
  if (Array.isArray(value)) return value.map(item => (isObject(item) ? { ...item, value: mark } : mark));
  if (!isObject(value)) return mark;
  return Object.fromEntries(Object.keys(value).map(name => [name, mark] as const));
}

function inputOf(text: string, depth: number): Json {
  if (!/environment/i.test(text)) return text;
  try {
    const parsed: Json = JSON.parse(text);
    return JSON.stringify(copy(parsed, depth));
  } catch {
    return mark;
  }
}
