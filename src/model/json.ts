/** A JSON value as `JSON.parse` gives it. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

/**
 * Objects that come from logs are read with these functions alone: they look at own properties only, so that
 * a key such as `__proto__` or `constructor` in hostile input is data and never reaches a prototype.
 */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function fieldOf(value: unknown, key: string): Json | undefined {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

export function objectAt(value: unknown, key: string): JsonObject | undefined {
  const found = fieldOf(value, key);
  return isObject(found) ? found : undefined;
}

export function stringAt(value: unknown, key: string): string | undefined {
  const found = fieldOf(value, key);
  return typeof found === 'string' ? found : undefined;
}

export function numberAt(value: unknown, key: string): number | undefined {
  const found = fieldOf(value, key);
  return typeof found === 'number' ? found : undefined;
}

export function booleanAt(value: unknown, key: string): boolean | undefined {
  const found = fieldOf(value, key);
  return typeof found === 'boolean' ? found : undefined;
}

/** The list under a key; empty where there is none. */
export function listAt(value: unknown, key: string): readonly Json[] {
  const found = fieldOf(value, key);
  return Array.isArray(found) ? found : [];
}

/** The strings of the list under a key; what is not a string is left out. */
export function stringsAt(value: unknown, key: string): readonly string[] {
  return listAt(value, key).filter(item => typeof item === 'string');
}
