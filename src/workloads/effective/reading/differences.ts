import type { Json, JsonObject } from '../../../model/json.ts';
import { fieldOf, isObject, listAt } from '../../../model/json.ts';
import { isSame } from '../edit.ts';

const limits = { depth: 12 } as const;

/** Where two objects differ: dotted paths, items of equally long lists as `containers[0]`. */
export function differences(a: JsonObject, b: JsonObject): readonly string[] {
  return isSame(a, b) ? [] : [...within(a, b, '')];
}

function* within(a: Json | undefined, b: Json | undefined, path: string): Generator<string> {
  if (isSame(a, b)) return;
  if (path.split('.').length >= limits.depth) yield path;
  else if (isObject(a) && isObject(b)) {
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
      yield* within(fieldOf(a, key), fieldOf(b, key), path === '' ? key : `${path}.${key}`);
    }
  } else if (Array.isArray(a) && Array.isArray(b) && haveSameItems(a, b)) {
    for (const [index, item] of a.entries()) yield* within(item, b[index], `${path}[${index}]`);
  } else yield path;
}

/** Lists whose items correspond: as many, with the same names. */
function haveSameItems(a: readonly Json[], b: readonly Json[]): boolean {
  return a.length === b.length && a.every((item, index) => isSame(nameOf(item), nameOf(b[index])));
}

const nameOf = (item: Json | undefined): Json | undefined =>
  fieldOf(item, 'name') ?? fieldOf(item, 'mountPath');

/** What was unknown of the object before and is of the object after: list items that moved are the whole list. */
export function carried(
  unknown: readonly string[],
  before: JsonObject,
  after: JsonObject,
): readonly string[] {
  return unknown.map(path => {
    const bracket = path.indexOf('[');
    if (bracket < 0) return path;
    const list = path.slice(0, bracket);
    return haveSameItems(listUnder(before, list), listUnder(after, list)) ? path : list;
  });
}

function listUnder(object: JsonObject, path: string): readonly Json[] {
  const keys = path.split('.');
  let holder: Json | undefined = object;
  for (const key of keys.slice(0, -1)) holder = fieldOf(holder, key);
  return listAt(holder, keys.at(-1) ?? '');
}
