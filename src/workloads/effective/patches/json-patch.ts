import type { Json } from '../../../model/json.ts';
import { fieldOf, isObject, stringAt } from '../../../model/json.ts';
import type { Result } from '../../../model/result.ts';
import { fail, succeed } from '../../../model/result.ts';
import { isDeeper, isSame } from '../edit.ts';

/** What the API server takes (apiserver/pkg/endpoints/handlers/patch.go): so many operations, and so much copied. */
const limits = { operations: 10_000, copied: 3 * 1024 * 1024, depth: 500 } as const;

export type PatchProblem = 'bad-operation' | 'no-such-path' | 'test-failed' | 'too-large';

type Patched = Result<Json, PatchProblem>;
type Keys = readonly string[];

/** JSON Patch, RFC 6902; as in the API server's library a negative index is refused and `""` is the whole object. */
export function jsonPatch(target: Json, operations: readonly Json[]): Patched {
  if (operations.length > limits.operations) return fail('too-large');
  const drafts = createDrafts();
  let current = target;
  let copied = 0;
  for (const operation of operations) {
    if (stringAt(operation, 'op') === 'copy') {
      copied += sizeOf(current, operation, limits.copied - copied);
      if (copied > limits.copied) return fail('too-large');
    }
    const next = applied(current, operation, drafts);
    if (!next.ok) return next;
    current = next.value;
  }
  // Patches after patches could make it as deep as they like; nothing that walks it is made for that.
  return isDeeper(current, limits.depth) ? fail('too-large') : succeed(current);
}

function applied(target: Json, operation: Json, drafts: Drafts): Patched {
  const keys = keysOf(stringAt(operation, 'path'));
  if (keys === undefined) return fail('bad-operation');
  const value = fieldOf(operation, 'value');
  switch (stringAt(operation, 'op')) {
    case 'add':
      return value === undefined ? fail('bad-operation') : put(target, keys, { value, drafts, how: 'add' });
    case 'remove':
      return put(target, keys, { value: undefined, drafts, how: 'remove' });
    case 'replace':
      return value === undefined
        ? fail('bad-operation')
        : put(target, keys, { value, drafts, how: 'replace' });
    case 'test':
      return isSame(get(target, keys) ?? null, value ?? null) ? succeed(target) : fail('test-failed');
    case 'copy':
    case 'move':
      return transferred(target, { keys, operation, drafts });
    default:
      return fail('bad-operation');
  }
}

interface Transfer {
  readonly keys: Keys;
  readonly operation: Json;
  readonly drafts: Drafts;
}

function transferred(target: Json, { keys, operation, drafts }: Transfer): Patched {
  const from = keysOf(stringAt(operation, 'from'));
  const value = from === undefined ? undefined : get(target, from);
  if (from === undefined || value === undefined) return fail('no-such-path');
  // The copy is one of its own, not the same object twice.
  if (stringAt(operation, 'op') === 'copy')
    return put(target, keys, { value: structuredClone(value), drafts, how: 'add' });
  // Into itself: RFC 6902, 4.4.
  if (from.length < keys.length && from.every((key, index) => key === keys[index]))
    return fail('bad-operation');
  const removed = put(target, from, { value: undefined, drafts, how: 'remove' });
  return removed.ok ? put(removed.value, keys, { value, drafts, how: 'add' }) : removed;
}

interface Change {
  /** undefined: it is removed. */
  readonly value: Json | undefined;
  readonly how: 'add' | 'replace' | 'remove';
  readonly drafts: Drafts;
}

/** Changes what holds the last key, in copies of all that leads to it; each is copied once for all operations. */
function put(target: Json, keys: Keys, change: Change): Patched {
  const last = keys.at(-1);
  if (last === undefined) return succeed(change.value ?? null);
  const root = change.drafts.of(target);
  const holder = root && holderIn(root, keys.slice(0, -1), change.drafts);
  if (root === undefined || holder === undefined) return fail('no-such-path');
  const done = Array.isArray(holder) ? putItem(holder, last, change) : putMember(holder, last, change);
  return done ? succeed(root) : fail('no-such-path');
}

function holderIn(root: Draft, keys: Keys, drafts: Drafts): Draft | undefined {
  let holder = root;
  for (const key of keys) {
    const member = memberOf(holder, key);
    const draft = member === undefined ? undefined : drafts.of(member);
    if (draft === undefined) return undefined;
    if (Array.isArray(holder)) holder[Number(key)] = draft;
    else setOwn(holder, key, draft);
    holder = draft;
  }
  return holder;
}

function putMember(holder: DraftObject, key: string, { value, how }: Change): boolean {
  if (how !== 'add' && !Object.hasOwn(holder, key)) return false;
  if (value === undefined) return Reflect.deleteProperty(holder, key);
  setOwn(holder, key, value);
  return true;
}

function putItem(holder: Json[], key: string, { value, how }: Change): boolean {
  const index = how === 'add' && key === '-' ? holder.length : indexOf(key);
  const end = how === 'add' ? holder.length : holder.length - 1;
  if (index === undefined || index > end) return false;
  if (value === undefined) holder.splice(index, 1);
  else holder.splice(index, how === 'add' ? 0 : 1, value);
  return true;
}

interface DraftObject {
  [key: string]: Json | undefined;
}

type Draft = DraftObject | Json[];

/** Copies that may be changed, of objects and lists that may not. */
interface Drafts {
  /** undefined if it is neither. */
  of(value: Json): Draft | undefined;
}

function createDrafts(): Drafts {
  const known = new Map<Json, Draft>();
  return {
    of(value) {
      const found = known.get(value);
      if (found !== undefined) return found;
      const made: Draft | undefined = isList(value) ? [...value] : isObject(value) ? { ...value } : undefined;
      if (made !== undefined) known.set(made, made);
      return made;
    },
  };
}

/** An own property, whatever its name is. */
function setOwn(object: DraftObject, key: string, value: Json): void {
  Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
}

const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

function memberOf(value: Json | undefined, key: string): Json | undefined {
  if (!isList(value)) return fieldOf(value, key);
  const index = indexOf(key);
  return index === undefined ? undefined : value[index];
}

function get(target: Json, keys: Keys): Json | undefined {
  let current: Json | undefined = target;
  for (const key of keys) current = memberOf(current, key);
  return current;
}

function indexOf(key: string): number | undefined {
  return /^(?:0|[1-9]\d{0,8})$/.test(key) ? Number(key) : undefined;
}

/** JSON Pointer, RFC 6901. */
function keysOf(pointer: string | undefined): Keys | undefined {
  if (pointer === undefined || pointer === '') return pointer === undefined ? undefined : [];
  if (!pointer.startsWith('/')) return undefined;
  return pointer
    .slice(1)
    .split('/')
    .map(key => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** How much a copy copies, counted no further than `most`: copies of copies grow without end. */
function sizeOf(target: Json, operation: Json, most: number): number {
  const from = keysOf(stringAt(operation, 'from'));
  const open: (Json | undefined)[] = [from === undefined ? undefined : get(target, from)];
  let size = 0;
  while (open.length > 0 && size <= most) {
    const value = open.pop();
    size += typeof value === 'string' ? value.length + 2 : 4;
    if (isList(value)) open.push(...value.slice(0, most));
    else if (isObject(value))
      for (const [key, item] of Object.entries(value)) {
        size += key.length + 3;
        open.push(item);
      }
  }
  return size;
}
