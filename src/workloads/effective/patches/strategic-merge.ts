import type { Json, JsonObject } from '../../../model/json.ts';
import { fieldOf, isObject } from '../../../model/json.ts';
import type { Result } from '../../../model/result.ts';
import { fail, succeed } from '../../../model/result.ts';
import type { FieldType, ObjectType } from '../schema/schema.ts';
import { inOrder } from './element-order.ts';

export type StrategicProblem = 'no-merge-key' | 'bad-directive' | 'bad-list';

type Merged<T> = Result<T, StrategicProblem>;
type List = readonly Json[];

export const directives = {
  patch: '$patch',
  retainKeys: '$retainKeys',
  order: '$setElementOrder/',
  deleteFrom: '$deleteFromPrimitiveList/',
} as const;

/**
 * Strategic merge patch, as k8s.io/apimachinery/pkg/util/strategicpatch does it on the server: lists of the types merge by key,
 * directives delete, replace and order.
 */
export function strategicMerge(
  original: JsonObject,
  patch: JsonObject,
  type: ObjectType | undefined,
): Merged<JsonObject> {
  const directive = fieldOf(patch, directives.patch);
  if (directive === 'replace') return succeed(without(patch));
  if (directive === 'delete') return succeed({});
  if (directive !== undefined && directive !== 'merge') return fail('bad-directive');
  const merged = retained(original, patch);
  const problem = mergeFields(merged, patch, type) ?? orderLists(merged, { original, patch, type });
  return problem === undefined ? succeed(Object.fromEntries(merged)) : fail(problem);
}

type Fields = Map<string, Json | undefined>;

function mergeFields(
  merged: Fields,
  patch: JsonObject,
  type: ObjectType | undefined,
): StrategicProblem | undefined {
  for (const [key, value = null] of Object.entries(patch)) {
    if (key === directives.patch || key === directives.retainKeys || key.startsWith(directives.order))
      continue;
    const problem = mergeField(merged, { key, value, type });
    if (problem !== undefined) return problem;
  }
  return undefined;
}

interface Ordered {
  readonly original: JsonObject;
  readonly patch: JsonObject;
  readonly type: ObjectType | undefined;
}

function orderLists(merged: Fields, { original, patch, type }: Ordered): StrategicProblem | undefined {
  for (const [name, order] of Object.entries(patch)) {
    if (!name.startsWith(directives.order)) continue;
    if (!isList(order)) return 'bad-list';
    const key = name.slice(directives.order.length);
    const list = merged.get(key);
    const mergeKey = keyOf(type?.fields.get(key));
    const before = orderBefore(fieldOf(original, key), fieldOf(patch, key), mergeKey);
    if (isList(list)) merged.set(key, inOrder({ list, order, before, mergeKey }));
  }
  return undefined;
}

/**
 * The order that the server takes for that of before: it deletes in the list itself, and what is added takes the places that became free
 * (Go slices share their array).
 */
function orderBefore(before: Json | undefined, patch: Json | undefined, mergeKey: string): List {
  if (!isList(before)) return [];
  if (!isList(patch) || mergeKey === '') return before;
  const rest = withoutDeleted(before, patch, mergeKey);
  const kept = new Set(rest.map(item => fieldOf(item, mergeKey)));
  const added = patch.filter(
    item => fieldOf(item, directives.patch) === undefined && !kept.has(fieldOf(item, mergeKey)),
  );
  return [...rest, ...added.slice(0, before.length - rest.length)];
}

/** Keys are texts and numbers: what else comes as one is in no list. */
function withoutDeleted(before: List, patch: List, mergeKey: string): List {
  const deleted = patch.filter(item => fieldOf(item, directives.patch) === 'delete');
  const keys = new Set(deleted.map(item => fieldOf(item, mergeKey)));
  return keys.size === 0 ? before : before.filter(item => !keys.has(fieldOf(item, mergeKey)));
}

const isList = (value: Json | undefined): value is List => Array.isArray(value);

const keyOf = (field: FieldType | undefined): string =>
  field === undefined || field.mergeKey === '*' ? '' : field.mergeKey;

/** `$retainKeys` names all fields that stay. */
function retained(original: JsonObject, patch: JsonObject): Map<string, Json | undefined> {
  const keep = fieldOf(patch, directives.retainKeys);
  const entries = Object.entries(original);
  if (!isList(keep)) return new Map(entries);
  const kept = new Set(keep);
  return new Map(entries.filter(([key]) => kept.has(key)));
}

interface Field {
  readonly key: string;
  readonly value: Json;
  readonly type: ObjectType | undefined;
}

function mergeField(merged: Fields, { key, value, type }: Field): StrategicProblem | undefined {
  if (key.startsWith(directives.deleteFrom))
    return deleteFrom(merged, key.slice(directives.deleteFrom.length), value);
  const before = merged.get(key);
  if (value === null) {
    merged.delete(key);
    return undefined;
  }
  const result = mergedValue(before, value, type?.fields.get(key));
  if (!result.ok) return result.error;
  if (result.value === undefined) merged.delete(key);
  else merged.set(key, result.value);
  return undefined;
}

function mergedValue(
  before: Json | undefined,
  value: Json,
  field: FieldType | undefined,
): Merged<Json | undefined> {
  if (isObject(before) && isObject(value)) return strategicMerge(before, value, field?.type);
  if (isList(before) && isList(value) && field !== undefined && field.mergeKey !== '') {
    return mergedList(before, value, field);
  }
  return succeed(cleaned(value));
}

function deleteFrom(merged: Fields, key: string, value: Json): StrategicProblem | undefined {
  const before = merged.get(key);
  if (!isList(value)) return 'bad-list';
  const deleted = new Set(value);
  if (isList(before))
    merged.set(
      key,
      before.filter(item => !deleted.has(item)),
    );
  return undefined;
}

function mergedList(before: List, patch: List, field: FieldType): Merged<List> {
  const mergeKey = keyOf(field);
  if (mergeKey === '') {
    const list = unique([...before, ...patch]);
    return succeed(inOrder({ list, order: patch, before, mergeKey }));
  }
  const items = patch.filter(isObject);
  if (items.length < patch.length) return fail('bad-list');
  if (
    items.some(item => fieldOf(item, mergeKey) === undefined && fieldOf(item, directives.patch) !== 'replace')
  ) {
    return fail('no-merge-key');
  }
  const plain = items.filter(item => fieldOf(item, directives.patch) === undefined);
  if (items.some(item => fieldOf(item, directives.patch) === 'replace')) return succeed(plain);
  const rest = withoutDeleted(before, items, mergeKey);
  const merged = mergedItems(rest, plain, field);
  return merged.ok ? succeed(inOrder({ list: merged.value, order: plain, before: rest, mergeKey })) : merged;
}

function mergedItems(
  before: List,
  items: readonly JsonObject[],
  { mergeKey, type }: FieldType,
): Merged<List> {
  const list = [...before];
  const places = new Map<Json | undefined, number>();
  for (const [index, item] of before.entries()) {
    const key = fieldOf(item, mergeKey);
    if (!places.has(key)) places.set(key, index);
  }
  for (const item of items) {
    const index = places.get(fieldOf(item, mergeKey));
    const found = index === undefined ? undefined : list[index];
    if (index === undefined || !isObject(found)) {
      // As on the server, which does not look for directives in what it appends.
      places.set(fieldOf(item, mergeKey), list.push(cleaned(item) ?? {}) - 1);
      continue;
    }
    const merged = strategicMerge(found, item, type);
    if (!merged.ok) return merged;
    list[index] = merged.value;
  }
  return succeed(list);
}

function unique(list: List): List {
  return [...new Set(list)];
}

function without(patch: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(patch).filter(([key]) => key !== directives.patch));
}

/** What is new in the object: without nulls, directives and what they mark. */
function cleaned(value: Json): Json | undefined {
  if (isList(value)) return value.map(cleaned).filter(item => item !== undefined);
  if (!isObject(value)) return value;
  if (fieldOf(value, directives.patch) !== undefined) return undefined;
  const entries = Object.entries(value)
    .filter(([key, item]) => !isDirective(key) && item !== null && item !== undefined)
    .map(([key, item]) => [key, cleaned(item ?? null)] as const);
  return Object.fromEntries(entries.filter(([, item]) => item !== undefined));
}

const isDirective = (key: string): boolean =>
  key === directives.retainKeys || key.startsWith(directives.order) || key.startsWith(directives.deleteFrom);

/** Does it hold what only a strategic merge patch holds? */
export function hasDirectives(value: Json | undefined): boolean {
  if (isList(value)) return value.some(hasDirectives);
  if (!isObject(value)) return false;
  return Object.entries(value).some(
    ([key, item]) => key === directives.patch || isDirective(key) || hasDirectives(item),
  );
}
