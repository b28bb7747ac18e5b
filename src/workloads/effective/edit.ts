import type { Json, JsonObject } from '../../model/json.ts';
import { fieldOf, isObject } from '../../model/json.ts';

/** Copies with one thing changed. Computed keys and spreads make own properties, whatever the key's name is. */
export function withField(object: JsonObject, key: string, value: Json | undefined): JsonObject {
  return value === undefined ? withoutField(object, key) : { ...object, [key]: value };
}

export function withoutField(object: JsonObject, key: string): JsonObject {
  if (!Object.hasOwn(object, key)) return object;
  return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));
}

export function withoutFields(object: JsonObject, keys: ReadonlySet<string>): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !keys.has(name)));
}

/** The value that the path leads to, changed; where a part of the path is missing, an object is made. */
export function changedAt(
  object: JsonObject,
  [first, ...rest]: readonly string[],
  change: (value: Json | undefined) => Json | undefined,
): JsonObject {
  if (first === undefined) return object;
  const before = fieldOf(object, first);
  if (rest.length === 0) return withField(object, first, change(before));
  return withField(object, first, changedAt(isObject(before) ? before : {}, rest, change));
}

export function valueAt(value: Json | undefined, path: readonly string[]): Json | undefined {
  let current = value;
  for (const key of path) current = fieldOf(current, key);
  return current;
}

/** Deep equality; the order of an object's keys does not count. */
export function isSame(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => isSame(item, b[index]));
  }
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every(key => Object.hasOwn(b, key) && isSame(a[key], b[key]))
  );
}

export const isEmpty = (value: Json | undefined): boolean => {
  if (value === '' || value === 0 || value === false) return true;
  return Array.isArray(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0;
};

/** Is it nested deeper than this? Walks without recursion, so that it can be asked of anything. */
export function isDeeper(value: Json | undefined, limit: number): boolean {
  let level: readonly (Json | undefined)[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > limit) return true;
    level = level.flatMap(item => (Array.isArray(item) ? item : isObject(item) ? Object.values(item) : []));
  }
  return false;
}

const many = 20_000;

/** So many values that it is not worth knowing who owns each; real objects have some hundred. */
export function isLarge(value: Json): boolean {
  const open: (Json | undefined)[] = [value];
  let count = 0;
  while (open.length > 0) {
    const item = open.pop();
    const inside = Array.isArray(item) ? item : isObject(item) ? Object.values(item) : [];
    count += inside.length;
    if (count > many) return true;
    for (const each of inside) if (typeof each === 'object') open.push(each);
  }
  return false;
}
