import type { JsonObject } from '../../../src/model/json.ts';
import { fieldOf, isObject, listAt, objectAt, stringAt, stringsAt } from '../../../src/model/json.ts';
import type { FieldType } from '../../../src/workloads/effective/schema/schema.ts';
import { objectType } from '../../../src/workloads/effective/schema/schema.ts';

/** Where the tables of types say something else about merging than the server's own OpenAPI document (v3). */
export function disagreements(document: JsonObject): readonly string[] {
  const schemas = objectAt(objectAt(document, 'components'), 'schemas') ?? {};
  return Object.entries(schemas).flatMap(([name, schema]) => {
    const short = name.slice(name.lastIndexOf('.') + 1);
    const type = objectType(short);
    if (
      type === undefined ||
      !isObject(schema) ||
      !/^io\.k8s\.(api\.(core|apps|batch)|apimachinery)/.test(name)
    )
      return [];
    const properties = objectAt(schema, 'properties') ?? {};
    return [
      ...(isAtomic(schema) === type.atomic ? [] : [`${short}: atomic is ${type.atomic}`]),
      ...Object.entries(properties).flatMap(([field, property]) =>
        isObject(property) ? compared(`${short}.${field}`, property, type.fields.get(field)) : [],
      ),
      ...[...type.fields.keys()]
        .filter(field => !Object.hasOwn(properties, field))
        .map(field => `${short}.${field}: unknown to the server`),
    ];
  });
}

const isAtomic = (schema: JsonObject): boolean => stringAt(schema, 'x-kubernetes-map-type') === 'atomic';

/** Status and managed fields are the server's. */
const leftOut = /^(?:\w+\.status|ObjectMeta\.managedFields|JobSpec\.scheduling)$/;

function compared(path: string, property: JsonObject, field: FieldType | undefined): readonly string[] {
  if (leftOut.test(path)) return [];
  const said = [mergeKeyOf(property), listKeysOf(property), isAtomic(property) ? 'atomic' : ''].join(' ');
  const own = [
    field?.mergeKey ?? '',
    (field?.listKeys ?? []).toSorted().join(),
    isOneValue(field) ? 'atomic' : '',
  ].join(' ');
  return said === own ? [] : [`${path}: "${own}", the server has "${said}"`];
}

/** Of the field itself, not of its type. */
const isOneValue = (field: FieldType | undefined): boolean => field?.shape === 'map' && field.atomic;

function mergeKeyOf(property: JsonObject): string {
  const strategies = (stringAt(property, 'x-kubernetes-patch-strategy') ?? '').split(',');
  if (!strategies.includes('merge')) return '';
  return stringAt(property, 'x-kubernetes-patch-merge-key') ?? '*';
}

function listKeysOf(property: JsonObject): string {
  const type = fieldOf(property, 'x-kubernetes-list-type');
  if (type === 'set') return '*';
  if (type !== 'map') return '';
  return listAt(property, 'x-kubernetes-list-map-keys').length === 0
    ? ''
    : stringsAt(property, 'x-kubernetes-list-map-keys').toSorted().join();
}
