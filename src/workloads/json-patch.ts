import type { Json, JsonObject } from '../model/json.ts';
import { fieldOf, stringAt } from '../model/json.ts';

/** What a JSON Patch (RFC 6902) writes, without the object that it applies to. */
export interface PatchedParts {
  /** The values that it adds or replaces, at their paths; unknown list items are null. */
  readonly object: JsonObject;
  /** List items that are appended, so that their index is not known. */
  readonly appended: ReadonlySet<unknown>;
}

interface Branch {
  value?: Json;
  readonly members: Map<string, Branch>;
}

const writes = new Set(['add', 'replace']);
const limits = { operations: 10_000, depth: 24, index: 1_000 } as const;

export function partsOfPatch(operations: readonly Json[]): PatchedParts {
  const root: Branch = { members: new Map() };
  for (const operation of operations.slice(0, limits.operations)) plant(root, operation);
  const appended = new Set<unknown>();
  const object = build(root, appended);
  return { object: typeof object === 'object' && isPlain(object) ? object : {}, appended };
}

function plant(root: Branch, operation: Json): void {
  if (!writes.has(stringAt(operation, 'op') ?? '')) return;
  const value = fieldOf(operation, 'value');
  const keys = keysOf(stringAt(operation, 'path') ?? '');
  if (value === undefined || keys === undefined) return;
  let branch = root;
  for (const key of keys) branch = memberOf(branch, key);
  branch.value = value;
  branch.members.clear();
}

/** `-` appends, so each one is a member of its own. */
function memberOf(branch: Branch, key: string): Branch {
  const name = key === '-' ? `-${branch.members.size}` : key;
  const found = branch.members.get(name);
  if (found !== undefined) return found;
  const made: Branch = { members: new Map() };
  branch.members.set(name, made);
  return made;
}

function keysOf(pointer: string): readonly string[] | undefined {
  if (!pointer.startsWith('/')) return pointer === '' ? [] : undefined;
  const keys = pointer.slice(1).split('/');
  return keys.length > limits.depth
    ? undefined
    : keys.map(key => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function build(branch: Branch, appended: Set<unknown>): Json {
  if (branch.members.size === 0) return branch.value ?? {};
  const members = [...branch.members].map(([key, member]) => [key, build(member, appended)] as const);
  if (members.every(([key]) => isIndex(key))) return listOf(members, appended);
  const before = branch.value !== undefined && isPlain(branch.value) ? Object.entries(branch.value) : [];
  return Object.fromEntries([...before, ...members]);
}

function listOf(members: readonly (readonly [string, Json])[], appended: Set<unknown>): Json {
  const list: Json[] = [];
  for (const [key, value] of members) {
    if (key.startsWith('-')) continue;
    while (list.length < Number(key)) list.push(null);
    list[Number(key)] = value;
  }
  for (const [key, value] of members) {
    if (!key.startsWith('-')) continue;
    appended.add(value);
    list.push(value);
  }
  return list;
}

function isIndex(key: string): boolean {
  return /^(?:0|[1-9][0-9]*|-[0-9]+)$/.test(key) && Number(key) <= limits.index;
}

function isPlain(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
