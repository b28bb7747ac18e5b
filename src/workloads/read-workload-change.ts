import type { Activity, AuditedRequest, ManifestActivity, ObjectReference } from '../model/activity.ts';
import type { JsonObject } from '../model/json.ts';
import { stringAt } from '../model/json.ts';
import { bodyOfChange } from './body-of-change.ts';
import { groupOf, kindOfObject, kindOfResource } from './kinds/kinds.ts';
import type { WorkloadKind } from './kinds/workload-kind.ts';
import { nobody, readActor } from './read-actor.ts';
import { readWorkload } from './read-workload.ts';
import type { Change, WorkloadChange } from './workload-change.ts';

/** Writes; of deletes only the headers say something. */
const verbs = new Set(['create', 'update', 'patch', 'delete', 'deletecollection']);
/** status, scale, binding, eviction, resize and the rest change no template. */
const subresources = new Set(['', 'ephemeralcontainers']);

/** What a write does to an object that makes pods; undefined if the activity is not such a write. */
export function readWorkloadChange(activity: Activity): WorkloadChange | undefined {
  return activity.type === 'manifest' ? ofManifest(activity) : ofRequest(activity.request);
}

function ofManifest({ object }: ManifestActivity): WorkloadChange | undefined {
  const kind = kindOfObject(stringAt(object, 'kind') ?? '', stringAt(object, 'apiVersion') ?? '');
  if (kind === undefined) return undefined;
  const group = groupOf(stringAt(object, 'apiVersion') ?? '');
  const { workload, missing } = readWorkload({ kind, group, object, actor: nobody });
  const change: Change = {
    verb: 'create',
    subresource: '',
    outcome: 'proposed',
    complete: true,
    visible: true,
    source: 'manifest',
    fieldManager: '',
  };
  return { change, actor: nobody, workload, object, oldObject: null, missing };
}

function ofRequest(request: AuditedRequest): WorkloadChange | undefined {
  const reference = request.object;
  if (reference === undefined || !verbs.has(request.verb) || !subresources.has(reference.subresource)) {
    return undefined;
  }
  const kind = kindOfResource(reference.resource, reference.group);
  return kind === undefined ? undefined : ofWrite({ request, reference, kind });
}

interface Write {
  readonly request: AuditedRequest;
  readonly reference: ObjectReference;
  readonly kind: WorkloadKind;
}

function ofWrite({ request, reference, kind }: Write): WorkloadChange {
  const actor = readActor(request);
  const body = bodyOfChange(request, kind);
  const { workload, missing } = readWorkload({
    kind,
    group: reference.group,
    object: body?.object ?? nothing,
    appended: body?.appended,
    actor,
    reference,
  });
  return {
    change: changeOf(request, { complete: body?.complete ?? false, visible: body !== undefined }),
    actor,
    workload,
    object: body?.object ?? null,
    oldObject: null,
    missing: [...(body?.missing ?? ['requestObject', 'responseObject']), ...missing],
  };
}

const nothing: JsonObject = {};

function changeOf(request: AuditedRequest, seen: Pick<Change, 'complete' | 'visible'>): Change {
  return {
    verb: request.verb,
    subresource: request.object?.subresource ?? '',
    outcome: request.outcome,
    ...seen,
    source: 'audit',
    fieldManager: request.fieldManager,
  };
}
