import type { Json, JsonObject } from '../../../model/json.ts';
import { fieldOf, isObject } from '../../../model/json.ts';
import type { FieldType, ObjectType } from '../schema/schema.ts';
import { itemKey } from './field-tree.ts';

/** A value with what its type says of it. */
export interface Typed {
  readonly value: Json;
  readonly field: FieldType | undefined;
}

export interface Child extends Typed {
  /** As in FieldsV1. */
  readonly key: string;
  /** A field of a struct, not an entry of a map or an item of a list. */
  readonly named: boolean;
}

export function typedObject(value: JsonObject, type: ObjectType | undefined): Typed {
  return { value, field: fieldOfObject(type) };
}

function fieldOfObject(type: ObjectType | undefined): FieldType | undefined {
  if (type === undefined) return undefined;
  return {
    shape: 'object',
    omitEmpty: false,
    always: false,
    type,
    mergeKey: '',
    listKeys: [],
    atomic: type.atomic,
  };
}

/** It is owned and replaced as a whole. Lists of unknown types are, as those of custom resources without a schema. */
export function isOneValue({ value, field }: Typed): boolean {
  if (field?.atomic === true) return true;
  if (Array.isArray(value)) return field === undefined || field.listKeys.length === 0;
  return !isObject(value);
}

/** Nothing in it can be owned by itself. */
export function isLeaf(typed: Typed): boolean {
  return isOneValue(typed) || childrenOf(typed).length === 0;
}

export function childrenOf({ value, field }: Typed): readonly Child[] {
  if (Array.isArray(value)) return value.map((item: Json) => itemOf(item, field));
  if (!isObject(value)) return [];
  return Object.entries(value).map(([key, item = null]) => ({
    key: `f:${key}`,
    value: item,
    field: field?.type?.fields.get(key),
    named: field?.shape !== 'map',
  }));
}

function itemOf(item: Json, field: FieldType | undefined): Child {
  const keys = field?.listKeys ?? [];
  const type = fieldOfObject(field?.type);
  if (keys.includes('*'))
    return { key: `v:${JSON.stringify(item)}`, value: item, field: undefined, named: false };
  const values = keys
    .map(key => [key, fieldOf(item, key) ?? defaultKeys.get(key)] as const)
    .flatMap(([key, found]) => (found === undefined ? [] : [[key, found] as const]));
  return { key: itemKey(values), value: item, field: type, named: false };
}

/** The one key of the built-in types that has a default. */
const defaultKeys = new Map([['protocol', 'TCP']]);
