import type { Json, JsonObject } from '../../../model/json.ts';
import { isObject } from '../../../model/json.ts';

/** A set of fields: FieldsV1 of sigs.k8s.io/structured-merge-diff, keys as written there (`f:spec`, `k:{"name":"main"}`, `v:"a"`). */
export interface FieldTree {
  /** The field itself is in the set, not just what is in it. */
  readonly member: boolean;
  readonly children: ReadonlyMap<string, FieldTree>;
}

export const noFields: FieldTree = { member: false, children: new Map() };
export const leaf: FieldTree = { member: true, children: new Map() };

export const isNone = ({ member, children }: FieldTree): boolean => !member && children.size === 0;

export function parseFields(json: Json | undefined): FieldTree {
  return isObject(json) ? parsed(json, false) : noFields;
}

/** At the top nothing is a member; further down an object without children is one. */
function parsed(json: JsonObject, below: boolean): FieldTree {
  const children = new Map<string, FieldTree>();
  let member = below && Object.keys(json).length === 0;
  for (const [key, value] of Object.entries(json)) {
    if (key === '.') member = true;
    else if (isObject(value)) children.set(canonicalKey(key), parsed(value, true));
  }
  return { member, children };
}

export function formatFields({ member, children }: FieldTree): JsonObject {
  const self: readonly (readonly [string, Json])[] = member && children.size > 0 ? [['.', {}]] : [];
  return Object.fromEntries([
    ...self,
    ...[...children].map(([key, child]) => [key, formatFields(child)] as const),
  ]);
}

export function union(a: FieldTree, b: FieldTree): FieldTree {
  const children = new Map(a.children);
  for (const [key, child] of b.children) {
    const other = children.get(key);
    children.set(key, other === undefined ? child : union(other, child));
  }
  return { member: a.member || b.member, children };
}

export function difference(a: FieldTree, b: FieldTree): FieldTree {
  const children = new Map<string, FieldTree>();
  for (const [key, child] of a.children) {
    const other = b.children.get(key);
    const rest = other === undefined ? child : difference(child, other);
    if (!isNone(rest)) children.set(key, rest);
  }
  return { member: a.member && !b.member, children };
}

/** The key of a list item by the values of its key fields. */
export function itemKey(values: readonly (readonly [string, Json])[]): string {
  const sorted = values.toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `k:${JSON.stringify(Object.fromEntries(sorted))}`;
}

function canonicalKey(key: string): string {
  if (!key.startsWith('k:')) return key;
  try {
    const values: unknown = JSON.parse(key.slice(2));
    return isObject(values)
      ? itemKey(Object.entries(values).map(([name, value]) => [name, value ?? null] as const))
      : key;
  } catch {
    return key;
  }
}
