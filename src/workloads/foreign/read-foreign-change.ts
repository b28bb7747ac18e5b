import type { Activity, AuditedRequest, ManifestActivity, ObjectReference } from '../../model/activity.ts';
import { isObject, objectAt, stringAt } from '../../model/json.ts';
import { groupOf } from '../kinds/kinds.ts';
import { nobody, readActor } from '../read-actor.ts';
import type { WorkloadChange } from '../workload-change.ts';
import { foreignKindOf, foreignKindOfResource, isForeignGroup } from './foreign-kinds.ts';
import type { ForeignReading } from './foreign-reading.ts';
import { foreignWorkload, identityOf } from './foreign-reading.ts';

/** An object of another orchestrator in a file as the change that it proposes; undefined: it is none. */
export function readForeignObject({ object }: ManifestActivity): WorkloadChange | undefined {
  const kind = foreignKindOf(stringAt(object, 'kind') ?? '', groupOf(stringAt(object, 'apiVersion') ?? ''));
  if (kind === undefined) return undefined;
  const identity = identityOf(object, kind.group, kind.kind);
  const { workload, missing } = foreignWorkload(kind.read(object), identity, object);
  return {
    change: {
      verb: 'create',
      subresource: '',
      outcome: 'proposed',
      complete: true,
      visible: true,
      source: 'manifest',
      fieldManager: '',
    },
    actor: nobody,
    workload,
    object,
    oldObject: null,
    missing,
  };
}

/** A logged call to another orchestrator's API; its parameters stand where Kubernetes has the object. */
export function readForeignRequest(
  request: AuditedRequest,
  reference: ObjectReference,
): WorkloadChange | undefined {
  const kind = foreignKindOfResource(reference.resource, reference.group);
  if (kind === undefined) return undefined;
  const body = isObject(request.requestObject) ? request.requestObject : undefined;
  const { namespace, name, uid } = reference;
  const identity = { group: kind.group, kind: kind.kind, namespace, name, uid };
  const object = body ?? {};
  const { workload, missing } = foreignWorkload(kind.read(object), identity, {
    metadata: objectAt(object, 'metadata'),
  });
  return {
    change: {
      verb: request.verb,
      subresource: '',
      outcome: request.outcome,
      complete: request.verb === 'create' && body !== undefined,
      visible: body !== undefined,
      source: 'audit',
      fieldManager: '',
    },
    actor: readActor(request),
    workload,
    object: body ?? null,
    oldObject: null,
    missing: body === undefined ? ['requestObject', ...missing] : missing,
  };
}

/** What an activity of another orchestrator starts, and when; undefined: it is of Kubernetes, or its body was not seen. */
export function foreignReadingOf(activity: Activity): ForeignReading | undefined {
  if (activity.type === 'manifest') {
    const { object } = activity;
    const group = groupOf(stringAt(object, 'apiVersion') ?? '');
    return foreignKindOf(stringAt(object, 'kind') ?? '', group)?.read(object);
  }
  if (activity.type !== 'audit') return undefined;
  const { object: reference } = activity.request;
  if (reference === undefined || !isForeignGroup(reference.group)) return undefined;
  const { requestObject } = activity.request;
  if (!isObject(requestObject)) return undefined;
  return foreignKindOfResource(reference.resource, reference.group)?.read(requestObject);
}
