import type { Json, JsonObject } from '../../../model/json.ts';
import { isObject, listAt, objectAt, stringAt } from '../../../model/json.ts';
import { changedAt, withoutFields } from '../edit.ts';
import type { Comparison } from './compare.ts';
import type { FieldTree } from './field-tree.ts';
import { difference, formatFields, isNone, parseFields, union } from './field-tree.ts';

/** Who owns which fields: an entry of metadata.managedFields. */
export interface ManagerEntry {
  readonly manager: string;
  readonly operation: 'Apply' | 'Update';
  readonly apiVersion: string;
  readonly subresource: string;
  readonly fields: FieldTree;
}

export type ManagerName = Omit<ManagerEntry, 'fields'>;

/** undefined: the log leaves them out (`omitManagedFields`), or they were never seen. */
export function readManagers(object: JsonObject | undefined): readonly ManagerEntry[] | undefined {
  const entries = listAt(objectAt(object, 'metadata'), 'managedFields').filter(isObject);
  return entries.length === 0 ? undefined : entries.map(readEntry);
}

function readEntry(entry: JsonObject): ManagerEntry {
  return {
    manager: stringAt(entry, 'manager') ?? '',
    operation: stringAt(entry, 'operation') === 'Apply' ? 'Apply' : 'Update',
    apiVersion: stringAt(entry, 'apiVersion') ?? '',
    subresource: stringAt(entry, 'subresource') ?? '',
    fields: parseFields(entry['fieldsV1']),
  };
}

export function withManagers(object: JsonObject, managers: readonly ManagerEntry[] | undefined): JsonObject {
  const list: Json | undefined = managers?.map(({ manager, operation, apiVersion, subresource, fields }) => ({
    manager,
    operation,
    apiVersion,
    fieldsType: 'FieldsV1',
    fieldsV1: formatFields(fields),
    ...(subresource === '' ? {} : { subresource }),
  }));
  return changedAt(object, ['metadata', 'managedFields'], () => list);
}

/** An applier of one name has one entry, whatever version it used. */
export function isEntryOf(entry: ManagerName, name: ManagerName): boolean {
  return (
    entry.manager === name.manager &&
    entry.operation === name.operation &&
    entry.subresource === name.subresource &&
    (entry.operation === 'Apply' || entry.apiVersion === name.apiVersion)
  );
}

/** After an update: what it changed is its writer's, and nobody else's any more. */
export function updatedManagers(
  managers: readonly ManagerEntry[],
  name: ManagerName,
  { changed, removed }: Comparison,
): readonly ManagerEntry[] {
  const own = managers.find(entry => isEntryOf(entry, name));
  const others = managers.filter(entry => entry !== own).map(entry => without(entry, [changed, removed]));
  const fields = ofUsers(union(difference(own?.fields ?? parseFields({}), removed), changed));
  return [...others, { ...name, fields }].filter(entry => !isNone(entry.fields));
}

/** After an apply: its manager owns what it applied, others what it did not change. */
export function appliedManagers(
  managers: readonly ManagerEntry[],
  own: ManagerEntry,
  { changed, removed }: Comparison,
): readonly ManagerEntry[] {
  const others = managers
    .filter(entry => !isEntryOf(entry, own))
    .map(entry => without(entry, [changed, removed]));
  return [...others, own].filter(entry => !isNone(entry.fields));
}

function without(entry: ManagerEntry, taken: readonly FieldTree[]): ManagerEntry {
  return { ...entry, fields: taken.reduce(difference, entry.fields) };
}

export function allOf(managers: readonly ManagerEntry[]): FieldTree {
  return managers.map(({ fields }) => fields).reduce(union, parseFields({}));
}

const headers = new Set(['f:apiVersion', 'f:kind', 'f:status']);
const identity = new Set(
  [
    'name',
    'namespace',
    'creationTimestamp',
    'selfLink',
    'uid',
    'resourceVersion',
    'generation',
    'managedFields',
  ].map(name => `f:${name}`),
);

/** Nobody owns the header, nor the status through the object itself (`stripMeta`). */
export function ofUsers(fields: FieldTree): FieldTree {
  const children = new Map([...fields.children].filter(([key]) => !headers.has(key)));
  const metadata = children.get('f:metadata');
  if (metadata !== undefined) {
    const rest = new Map([...metadata.children].filter(([key]) => !identity.has(key)));
    if (rest.size === 0) children.delete('f:metadata');
    else children.set('f:metadata', { member: false, children: rest });
  }
  return { member: false, children };
}

export function withoutManagers(object: JsonObject): JsonObject {
  const metadata = objectAt(object, 'metadata');
  if (metadata === undefined || !Object.hasOwn(metadata, 'managedFields')) return object;
  return { ...object, metadata: withoutFields(metadata, new Set(['managedFields'])) };
}
