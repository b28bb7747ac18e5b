import type { Json, JsonObject } from '../../model/json.ts';
import { isObject, listAt, objectAt, stringAt } from '../../model/json.ts';
import type { ObservationType } from '../../model/observation.ts';
import type { Chunk } from '../../model/seams.ts';
import type { ObjectChange } from './known-objects.ts';
import type { ServedKind } from './served-kinds.ts';

/** Of whom evidence says that it came. */
export const sourceName = 'kubernetes-watch';

/** `cronjobs.batch`: what positions and evidence call a kind, in whatever version it is served. */
export const kindName = ({ resource, group }: ServedKind): string =>
  group === '' ? resource : `${resource}.${group}`;

/** When the object came to be as it is, as far as it says itself, milliseconds since 1970; else `seen`. */
export function changedAt(object: Json, change: ObjectChange, seen: number): number {
  const metadata = objectAt(object, 'metadata');
  if (change.type === 'DELETED') return seen;
  const times =
    change.type === 'ADDED'
      ? [stringAt(metadata, 'creationTimestamp') ?? '']
      : listAt(metadata, 'managedFields')
          .filter(entry => (stringAt(entry, 'subresource') ?? '') === '')
          .map(entry => stringAt(entry, 'time') ?? '');
  const latest = Math.max(...times.map(time => Date.parse(time)).filter(time => !Number.isNaN(time)));
  return Number.isFinite(latest) && latest < seen ? latest : seen;
}

export interface Observed {
  readonly kind: ServedKind;
  readonly object: Json;
  readonly change: ObjectChange;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** As the format `kubernetes-watch` reads it: an event of a watch with what is known of it. */
export function observedChunk({ kind, object, change, at }: Observed, type: ObservationType): Chunk {
  const { group, version, resource } = kind;
  const observed = {
    observed: type,
    changed: change.changed,
    at: new Date(at).toISOString(),
    resource: { group, version, resource },
    type: change.type,
    object: typed(object, kind),
  };
  const bytes = Buffer.from(`${JSON.stringify(observed)}\n`);
  return { source: sourceName, file: kindName(kind), bytes, last: true };
}

/** Items of a list do not name their kind. */
function typed(object: Json, { kind, group, version }: ServedKind): JsonObject {
  const apiVersion = group === '' ? version : `${group}/${version}`;
  return { apiVersion, kind, ...(isObject(object) ? object : {}) };
}
