import type { Json, JsonObject } from '../../model/json.ts';
import { isObject } from '../../model/json.ts';
import { isEmpty } from './edit.ts';
import type { FieldType, ObjectType } from './schema/schema.ts';

/**
 * An object as the server writes it again after reading it into its Go types: without nulls, without what its type leaves out when it
 * is empty, with what its type always writes. Fields that the types of 1.37 do not have are kept: a newer server may know them.
 */
export function normalised(object: JsonObject, type: ObjectType | undefined): JsonObject {
  if (type === undefined) return withoutNulls(object);
  const entries: (readonly [string, Json])[] = [];
  for (const [key, value = null] of Object.entries(object)) {
    const field = type.fields.get(key);
    const written = value === null ? undefined : normalisedValue(value, field);
    if (written === undefined || (field?.omitEmpty === true && isEmpty(written))) continue;
    entries.push([key, written]);
  }
  for (const [key, field] of type.fields) {
    if (field.always && !entries.some(([name]) => name === key))
      entries.push([key, normalised({}, field.type)]);
  }
  return Object.fromEntries(entries);
}

function normalisedValue(value: Json, field: FieldType | undefined): Json {
  if (Array.isArray(value)) {
    if (field?.type === undefined) return value;
    return value.map(item => (isObject(item) ? normalised(item, field.type) : item));
  }
  if (!isObject(value)) return value;
  if (field?.shape === 'map') return texts(value);
  return field?.type === undefined ? withoutNulls(value) : normalised(value, field.type);
}

/** A null in a map of texts is an empty text. */
function texts(map: JsonObject): JsonObject {
  return Object.values(map).includes(null)
    ? Object.fromEntries(Object.entries(map).map(([key, value]) => [key, value ?? '']))
    : map;
}

function withoutNulls(object: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(object)
      .filter(([, value]) => value !== null && value !== undefined)
      .map(([key, value]) => [key, isObject(value) ? withoutNulls(value) : value] as const),
  );
}
