import { hash } from 'node:crypto';
import type { Json, JsonObject } from '../../model/json.ts';
import { fieldOf, isObject, listAt, objectAt, stringAt } from '../../model/json.ts';
import type { Position } from '../../model/store.ts';

/** An object as it was handed on last. */
interface Known {
  readonly uid: string;
  readonly spec: string;
  readonly rest: string;
}

export type ChangeType = 'ADDED' | 'MODIFIED' | 'DELETED';

export interface ObjectChange {
  readonly type: ChangeType;
  /** What of a modified object: its spec but for the number of replicas, or only the rest. */
  readonly changed: 'spec' | 'rest';
  readonly name: string;
  /** What to store with it; null: the object is gone. */
  readonly value: string | null;
}

/** The objects of one kind, so that what is read once more, or only in its status, is no change. */
export interface KnownObjects {
  /** undefined: nothing of it changed that matters. */
  seen(object: Json): ObjectChange | undefined;
  gone(object: Json): ObjectChange | undefined;
  /** Names of those that are not in a whole list. */
  missing(listed: ReadonlySet<string>): readonly string[];
  uidOf(name: string): string;
}

/** From the positions of a kind: keys are its objects' names. */
export function createKnownObjects(positions: readonly Pick<Position, 'key' | 'value'>[]): KnownObjects {
  const objects = new Map<string, Known>();
  for (const { key, value } of positions) {
    const known = value === null ? undefined : read(value);
    if (known !== undefined) objects.set(key, known);
  }
  return {
    seen(object) {
      const name = nameOf(object);
      const now = digestsOf(object);
      const before = objects.get(name);
      if (before !== undefined && isSame(before, now)) return undefined;
      objects.set(name, now);
      const isNew = before === undefined || before.uid !== now.uid;
      const changed = isNew || before.spec !== now.spec ? 'spec' : 'rest';
      return { type: isNew ? 'ADDED' : 'MODIFIED', changed, name, value: written(now) };
    },
    gone(object) {
      const name = nameOf(object);
      // A namesake that came since is not what was deleted.
      const uid = stringAt(objectAt(object, 'metadata'), 'uid') ?? '';
      const before = objects.get(name);
      if (before === undefined || before.uid !== uid) return undefined;
      objects.delete(name);
      return { type: 'DELETED', changed: 'spec', name, value: null };
    },
    missing: listed => [...objects.keys()].filter(name => !listed.has(name)),
    uidOf: name => objects.get(name)?.uid ?? '',
  };
}

/** `shop/tidy`; `tidy` where there is no namespace. */
export function nameOf(object: Json): string {
  const metadata = objectAt(object, 'metadata');
  const namespace = stringAt(metadata, 'namespace') ?? '';
  return `${namespace === '' ? '' : `${namespace}/`}${stringAt(metadata, 'name') ?? ''}`;
}

const isSame = (a: Known, b: Known): boolean => a.uid === b.uid && a.spec === b.spec && a.rest === b.rest;

const written = ({ uid, spec, rest }: Known): string => JSON.stringify([uid, spec, rest]);

function read(value: string): Known | undefined {
  const parsed: unknown = JSON.parse(value);
  const [uid, spec, rest] = listAt({ list: Array.isArray(parsed) ? parsed : [] }, 'list');
  if (typeof uid !== 'string' || typeof spec !== 'string' || typeof rest !== 'string') return undefined;
  return { uid, spec, rest };
}

/** Status, versions and managed fields change all the time; replicas are a matter of autoscalers, and nodes of the scheduler. */
function digestsOf(object: Json): Known {
  const { metadata, status: _, spec, ...other } = isObject(object) ? object : {};
  const { replicas: __, nodeName: ___, ...rest } = isObject(spec) ? spec : {};
  const named = ['labels', 'annotations', 'ownerReferences', 'deletionTimestamp'];
  const marks = named.map(key => fieldOf(metadata, key) ?? null);
  return {
    uid: stringAt(metadata, 'uid') ?? '',
    spec: digest([isObject(spec) ? rest : (spec ?? null), other]),
    rest: digest(marks),
  };
}

/** The API server writes keys in one order, so that equal objects have equal texts. */
const digest = (value: Json | readonly (Json | JsonObject)[]): string =>
  hash('sha256', JSON.stringify(value), 'base64url').slice(0, 12);
