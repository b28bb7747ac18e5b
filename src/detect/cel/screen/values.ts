import { unsure } from './read.ts';

/** A number that the engine has as it is here. */
export const isSafe = (value: unknown): boolean => typeof value !== 'number' || Number.isSafeInteger(value);

const isRecord = (value: unknown): value is { readonly [key: string]: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Map);

export function memberOf(value: unknown, field: string): unknown {
  if (value instanceof Map) return value.has(field) ? value.get(field) : unsure;
  if (!isRecord(value) || !Object.hasOwn(value, field)) return unsure;
  const found = value[field];
  return found === undefined ? unsure : found;
}

export function hasMember(value: unknown, field: string): unknown {
  if (value instanceof Map) return value.has(field);
  return isRecord(value) ? Object.hasOwn(value, field) && value[field] !== undefined : unsure;
}

const isScalar = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number';

export function areEqual(a: unknown, b: unknown): unknown {
  return isScalar(a) && isScalar(b) && typeof a === typeof b ? a === b : unsure;
}

export function isIn(item: unknown, range: unknown): unknown {
  if (range instanceof Map) return typeof item === 'string' ? range.has(item) : unsure;
  if (!Array.isArray(range) || !isScalar(item)) return unsure;
  if (range.includes(item)) return true;
  return range.every(other => typeof other === typeof item) ? false : unsure;
}

/** Of text in code points. */
export function sizeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.length;
  if (value instanceof Map) return value.size;
  return typeof value === 'string' ? codePoints(value) : unsure;
}

function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

export function sumOf(a: unknown, b: unknown): unknown {
  if (typeof a === 'string' && typeof b === 'string') return a + b;
  return Array.isArray(a) && Array.isArray(b) ? [...a, ...b] : unsure;
}

export function itemAt(value: unknown, index: unknown): unknown {
  if (value instanceof Map) return typeof index === 'string' ? memberOf(value, index) : unsure;
  if (!Array.isArray(value) || typeof index !== 'number' || index < 0 || index >= value.length) return unsure;
  return value[index];
}
