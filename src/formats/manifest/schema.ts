import type { Json, JsonObject } from '../../model/json.ts';
import { fieldOf, isObject, stringAt } from '../../model/json.ts';

/** Every Kubernetes object says what it is. */
export function isKubernetesObject(value: Json | undefined): value is JsonObject {
  return (
    isObject(value) && (stringAt(value, 'apiVersion') ?? '') !== '' && (stringAt(value, 'kind') ?? '') !== ''
  );
}

/** The items of a List (`kind: List`, `CronJobList`); `undefined` for any other object. */
export function readItems(object: JsonObject): readonly Json[] | undefined {
  const items = fieldOf(object, 'items');
  return Array.isArray(items) && (stringAt(object, 'kind') ?? '').endsWith('List') ? items : undefined;
}

/** The API server leaves kind and apiVersion out of the items of a typed list. */
export function typedItem(list: JsonObject, item: Json): Json {
  const kind = (stringAt(list, 'kind') ?? '').slice(0, -'List'.length);
  if (!isObject(item) || kind === '' || fieldOf(item, 'kind') !== undefined) return item;
  return { apiVersion: stringAt(list, 'apiVersion') ?? '', kind, ...item };
}
