import type { AuditedRequest, ObjectReference } from '../../../model/activity.ts';
import type { JsonObject } from '../../../model/json.ts';
import { fieldOf, objectAt, stringAt } from '../../../model/json.ts';
import { kindOfResource } from '../../kinds/kinds.ts';
import type { WorkloadKind } from '../../kinds/workload-kind.ts';
import type { Effective } from '../effective.ts';
import { everything } from '../effective.ts';
import type { ObjectType } from '../schema/schema.ts';
import { objectType } from '../schema/schema.ts';

/** What a request is about, with what is known of its kind. */
export interface Target {
  readonly reference: ObjectReference;
  readonly kind: WorkloadKind;
  /** Of the kinds of Kubernetes itself. */
  readonly type: ObjectType | undefined;
}

const builtInGroups = new Set(['', 'apps', 'batch', 'extensions']);

export function targetOf({ object }: AuditedRequest): Target | undefined {
  const kind = object === undefined ? undefined : kindOfResource(object.resource, object.group);
  if (object === undefined || kind === undefined) return undefined;
  return {
    reference: object,
    kind,
    type: builtInGroups.has(object.group) ? objectType(kind.kind) : undefined,
  };
}

/** The answer, if it is the object itself, not a Status, Scale or list. */
export function answeredObject({ responseObject }: AuditedRequest, { kind }: Target): JsonObject | undefined {
  if (responseObject === undefined || stringAt(responseObject, 'kind') !== kind.kind) return undefined;
  return objectAt(responseObject, 'metadata') === undefined ? undefined : responseObject;
}

/** Somebody deleted it: it goes as soon as its finalizers and grace period let it. */
export function isGoing(object: JsonObject): boolean {
  const time = fieldOf(objectAt(object, 'metadata'), 'deletionTimestamp');
  return time !== undefined && time !== null;
}

/** All that the header tells. */
export function headerOf({ reference, kind }: Target): Effective {
  const { group, version, namespace, name, uid } = reference;
  const metadata = {
    ...(name === '' ? {} : { name }),
    ...(namespace === '' ? {} : { namespace }),
    ...(uid === '' ? {} : { uid }),
  };
  const apiVersion = group === '' ? version : `${group}/${version}`;
  return { object: { apiVersion, kind: kind.kind, metadata }, unknown: [everything] };
}
