import type { Json, JsonObject } from '../../../model/json.ts';
import { fieldOf, isObject, stringAt } from '../../../model/json.ts';
import type { Result } from '../../../model/result.ts';
import { fail, succeed } from '../../../model/result.ts';
import { isSame, withField, withoutField } from '../edit.ts';

/** What the API server takes (apiserver/pkg/endpoints/handlers/patch.go): so many operations, and so much copied. */
const limits = { operations: 10_000, copied: 3 * 1024 * 1024 } as const;

export type PatchProblem = 'bad-operation' | 'no-such-path' | 'test-failed' | 'too-large';

type Patched = Result<Json, PatchProblem>;
type Keys = readonly string[];

/** JSON Patch, RFC 6902; as in the API server's library a negative index is refused and `""` is the whole object. */
export function jsonPatch(target: Json, operations: readonly Json[]): Patched {
  if (operations.length > limits.operations) return fail('too-large');
  let current = target;
  let copied = 0;
  for (const operation of operations) {
    if (stringAt(operation, 'op') === 'copy') {
      copied += sizeOf(current, operation, limits.copied - copied);
      if (copied > limits.copied) return fail('too-large');
    }
    const next = applied(current, operation);
    if (!next.ok) return next;
    current = next.value;
  }
  return succeed(current);
}

function applied(target: Json, operation: Json): Patched {
  const keys = keysOf(stringAt(operation, 'path'));
  if (keys === undefined) return fail('bad-operation');
  const value = fieldOf(operation, 'value');
  switch (stringAt(operation, 'op')) {
    case 'add':
      return value === undefined ? fail('bad-operation') : add(target, keys, value);
    case 'remove':
      return remove(target, keys);
    case 'replace':
      return value === undefined ? fail('bad-operation') : replace(target, keys, value);
    case 'test':
      return test(target, keys, value ?? null);
    case 'copy':
    case 'move':
      return transferred(target, keys, operation);
    default:
      return fail('bad-operation');
  }
}

function transferred(target: Json, keys: Keys, operation: Json): Patched {
  const from = keysOf(stringAt(operation, 'from'));
  const value = from === undefined ? undefined : get(target, from);
  if (from === undefined || value === undefined) return fail('no-such-path');
  if (stringAt(operation, 'op') === 'copy') return add(target, keys, value);
  // Into itself: RFC 6902, 4.4.
  if (from.length < keys.length && from.every((key, index) => key === keys[index]))
    return fail('bad-operation');
  const removed = remove(target, from);
  return removed.ok ? add(removed.value, keys, value) : removed;
}

function test(target: Json, keys: Keys, value: Json): Patched {
  return isSame(get(target, keys) ?? null, value) ? succeed(target) : fail('test-failed');
}

function add(target: Json, keys: Keys, value: Json): Patched {
  return at(target, keys, {
    whole: value,
    object: (object, key) => withField(object, key, value),
    list: (list, key) => {
      const index = key === '-' ? list.length : indexOf(key);
      return index === undefined || index > list.length ? undefined : list.toSpliced(index, 0, value);
    },
  });
}

function remove(target: Json, keys: Keys): Patched {
  return at(target, keys, {
    whole: null,
    object: (object, key) => (Object.hasOwn(object, key) ? withoutField(object, key) : undefined),
    list: (list, key) => {
      const index = indexOf(key);
      return index === undefined || index >= list.length ? undefined : list.toSpliced(index, 1);
    },
  });
}

function replace(target: Json, keys: Keys, value: Json): Patched {
  return at(target, keys, {
    whole: value,
    object: (object, key) => (Object.hasOwn(object, key) ? withField(object, key, value) : undefined),
    list: (list, key) => {
      const index = indexOf(key);
      return index === undefined || index >= list.length ? undefined : list.with(index, value);
    },
  });
}

interface Change {
  readonly whole: Json;
  readonly object: (object: JsonObject, key: string) => JsonObject | undefined;
  readonly list: (list: readonly Json[], key: string) => readonly Json[] | undefined;
}

/** Changes what holds the last key. */
function at(target: Json, keys: Keys, change: Change, depth = 0): Patched {
  const key = keys[depth];
  if (key === undefined) return succeed(change.whole);
  if (depth === keys.length - 1) {
    const changed = isObject(target)
      ? change.object(target, key)
      : isList(target)
        ? change.list(target, key)
        : undefined;
    return changed === undefined ? fail('no-such-path') : succeed(changed);
  }
  const member = memberOf(target, key);
  if (member === undefined) return fail('no-such-path');
  const changed = at(member, keys, change, depth + 1);
  if (!changed.ok) return changed;
  if (isObject(target)) return succeed(withField(target, key, changed.value));
  return isList(target) ? succeed(target.with(Number(key), changed.value)) : fail('no-such-path');
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
