import type { Activity, AuditedRequest, ManifestActivity, ObjectReference } from '../model/activity.ts';
import type { JsonObject } from '../model/json.ts';
import { stringAt } from '../model/json.ts';
import type { FileActivity } from '../model/node-activity.ts';
import { anyKind, bodyOfChange } from './body-of-change.ts';
import { isForeignGroup } from './foreign/foreign-kinds.ts';
import { readForeignObject, readForeignRequest } from './foreign/read-foreign-change.ts';
import { groupOf, kindOfObject, kindOfResource } from './kinds/kinds.ts';
import { mayHoldPods } from './kinds/without-pods.ts';
import type { WorkloadKind } from './kinds/workload-kind.ts';
import type { ReadText } from './pods/find-paths.ts';
import { nobody, readActor } from './read-actor.ts';
import { readUnknown } from './read-unknown.ts';
import { readWorkload } from './read-workload.ts';
import type { Change, WorkloadChange } from './workload-change.ts';

/** Writes; of deletes only the headers say something. */
const verbs = new Set(['create', 'update', 'patch', 'delete', 'deletecollection']);
/** status, scale, binding, eviction, resize and the rest change no template. */
const subresources = new Set(['', 'ephemeralcontainers']);

/**
 * What a write does to an object that makes pods; undefined if the activity is not such a write. Without `readText`, what an object holds
 * as a text (a patch of pods, a manifest) is not read, and named as missing.
 */
export function readWorkloadChange(activity: Activity, readText?: ReadText): WorkloadChange | undefined {
  if (activity.type === 'manifest') return ofManifest(activity, readText);
  if (activity.type === 'file') return ofStaticPod(activity, readText);
  return activity.type === 'audit' ? ofRequest(activity.request, readText) : undefined;
}

function ofManifest(activity: ManifestActivity, readText: ReadText | undefined): WorkloadChange | undefined {
  const { object } = activity;
  const apiVersion = stringAt(object, 'apiVersion') ?? '';
  const group = groupOf(apiVersion);
  if (isForeignGroup(group)) return readForeignObject(activity);
  const name = stringAt(object, 'kind') ?? '';
  const kind = kindOfObject(name, apiVersion);
  if (kind === undefined && !mayHoldPods(group, name)) return undefined;
  const read =
    kind === undefined
      ? readUnknown({ group, object, readText })
      : readWorkload({ kind, group, object, actor: nobody, readText });
  if (read === undefined) return undefined;
  const change: Change = {
    verb: 'create',
    subresource: '',
    outcome: 'proposed',
    complete: true,
    visible: true,
    source: 'manifest',
    fieldManager: '',
  };
  return { change, actor: nobody, workload: read.workload, object, oldObject: null, missing: read.missing };
}

function ofRequest(request: AuditedRequest, readText: ReadText | undefined): WorkloadChange | undefined {
  const reference = request.object;
  if (reference === undefined || !verbs.has(request.verb) || !subresources.has(reference.subresource)) {
    return undefined;
  }
  if (isForeignGroup(reference.group)) return readForeignRequest(request, reference);
  const kind = kindOfResource(reference.resource, reference.group);
  if (kind !== undefined) return ofWrite({ request, reference, kind, readText });
  return mayHoldPods(reference.group, reference.resource)
    ? ofUnknownWrite({ request, reference, readText })
    : undefined;
}

/** The kubelet of the node runs what lies in its folder, and asks nobody. */
function ofStaticPod(activity: FileActivity, readText: ReadText | undefined): WorkloadChange | undefined {
  const { object, act, cluster, origin, format } = activity;
  if (object === undefined || act === 'removed') return undefined;
  const change = ofManifest({ type: 'manifest', cluster, origin, format, object }, readText);
  return change && { ...change, change: { ...change.change, outcome: 'allowed', source: 'node' } };
}

interface Write {
  readonly request: AuditedRequest;
  readonly reference: ObjectReference;
  readonly kind: WorkloadKind;
  readonly readText: ReadText | undefined;
}

function ofWrite({ request, reference, kind, readText }: Write): WorkloadChange {
  const actor = readActor(request);
  const body = bodyOfChange(request, kind);
  const { workload, missing } = readWorkload({
    kind,
    group: reference.group,
    object: body?.object ?? nothing,
    appended: body?.appended,
    actor,
    reference,
    readText,
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

/** Only what is seen in the body makes it a workload. */
function ofUnknownWrite({ request, reference, readText }: Omit<Write, 'kind'>): WorkloadChange | undefined {
  const body = bodyOfChange(request, anyKind);
  if (body === undefined) return undefined;
  const { object, complete, appended } = body;
  const read = readUnknown({ object, group: reference.group, appended, reference, readText });
  if (read === undefined) return undefined;
  return {
    change: changeOf(request, { complete, visible: true }),
    actor: readActor(request),
    workload: read.workload,
    object,
    oldObject: null,
    missing: [...body.missing, ...read.missing],
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
