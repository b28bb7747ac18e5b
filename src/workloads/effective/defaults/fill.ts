import type { Json, JsonObject } from '../../../model/json.ts';
import { isObject, objectAt } from '../../../model/json.ts';
import { withField } from '../edit.ts';

/** With these values where there are none. */
export function filled(object: JsonObject, defaults: { readonly [key: string]: Json }): JsonObject {
  let result = object;
  for (const [key, value] of Object.entries(defaults)) {
    if (!Object.hasOwn(result, key)) result = withField(result, key, value);
  }
  return result;
}

type Change = (object: JsonObject) => JsonObject;

/** The object under a key changed, if there is one. */
export function within(object: JsonObject, key: string, change: Change): JsonObject {
  const found = objectAt(object, key);
  return found === undefined ? object : withField(object, key, change(found));
}

/** Every object of the list under a key changed. */
export function each(object: JsonObject, key: string, change: Change): JsonObject {
  const list = Object.hasOwn(object, key) ? object[key] : undefined;
  if (!Array.isArray(list)) return object;
  return withField(
    object,
    key,
    list.map((item: Json) => (isObject(item) ? change(item) : item)),
  );
}
