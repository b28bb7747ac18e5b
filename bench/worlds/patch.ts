import type { Json, JsonObject } from '../../src/model/json.ts';
import { isObject } from '../../src/model/json.ts';

/** A strategic merge patch from one manifest to another: lists of named items by name, other lists whole. */
export function strategicPatch(before: JsonObject, after: JsonObject): JsonObject {
  return differences(before, after, namedItems);
}

/** RFC 7396: lists whole. */
export function mergePatch(before: JsonObject, after: JsonObject): JsonObject {
  return differences(before, after, (_, list) => list);
}

/** RFC 6902: each changed value by its path. */
export function jsonPatch(before: JsonObject, after: JsonObject): readonly JsonObject[] {
  return operations(before, after, '');
}

type Lists = (before: readonly Json[], after: readonly Json[]) => readonly Json[];

function differences(before: JsonObject, after: JsonObject, lists: Lists): JsonObject {
  const patch: Record<string, Json> = {};
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [old, value] = [before[key], after[key]];
    if (JSON.stringify(old) === JSON.stringify(value)) continue;
    if (value === undefined) patch[key] = null;
    else if (isObject(old) && isObject(value)) patch[key] = differences(old, value, lists);
    else if (isList(old) && isList(value)) patch[key] = lists(old, value);
    else patch[key] = value;
  }
  return patch;
}

function namedItems(before: readonly Json[], after: readonly Json[]): readonly Json[] {
  const all = [...before, ...after];
  if (!all.every(item => nameOf(item) !== undefined)) return after;
  const old = new Map(before.map(item => [nameOf(item), item]));
  const left = new Set(after.map(nameOf));
  const gone = before.filter(item => !left.has(nameOf(item)));
  return [
    ...after.flatMap(item => changedItem(old.get(nameOf(item)), item)),
    ...gone.map(item => ({ $patch: 'delete', name: nameOf(item) ?? '' })),
  ];
}

function changedItem(old: Json | undefined, item: Json): readonly Json[] {
  if (JSON.stringify(old) === JSON.stringify(item)) return [];
  if (!isObject(old) || !isObject(item)) return [item];
  return [{ name: nameOf(item) ?? '', ...differences(old, item, namedItems) }];
}

function operations(before: Json | undefined, after: Json | undefined, path: string): readonly JsonObject[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (after === undefined) return [{ op: 'remove', path }];
  if (before === undefined) return [{ op: 'add', path, value: after }];
  if (isObject(before) && isObject(after))
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap(key =>
      operations(before[key], after[key], `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`),
    );
  if (isList(before) && isList(after) && before.length === after.length)
    return after.flatMap((item, index) => operations(before[index], item, `${path}/${index}`));
  return [{ op: 'replace', path, value: after }];
}

const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

function nameOf(item: Json | undefined): string | undefined {
  const name = isObject(item) ? item['name'] : undefined;
  return typeof name === 'string' ? name : undefined;
}
