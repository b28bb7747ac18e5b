import { isController, isNode, readAuthor } from '../lineage/author.ts';
import { microseconds } from '../lineage/microseconds.ts';
import { qualifiedResource, resourceOf } from '../lineage/resource.ts';
import type { ObjectName } from '../lineage/sighting.ts';
import type { AuditActivity, AuditedRequest, ManifestActivity } from '../model/activity.ts';
import type { JsonObject } from '../model/json.ts';
import { listAt, objectAt, stringAt } from '../model/json.ts';
import { diffWorkloads } from '../workloads/diff/diff-workloads.ts';
import type { FieldChange } from '../workloads/diff/field-change.ts';
import type { EffectiveChange } from '../workloads/effective/effective-objects.ts';
import { textAt } from '../workloads/fields.ts';
import { groupOf, kindOfResource } from '../workloads/kinds/kinds.ts';
import type { Provenance } from '../workloads/provenance/provenance.ts';
import { readProvenance } from '../workloads/provenance/read-provenance.ts';
import { readActor } from '../workloads/read-actor.ts';
import { readWorkload } from '../workloads/read-workload.ts';
import { readWorkloadChange } from '../workloads/read-workload-change.ts';
import type { WorkloadDetail } from '../workloads/workload-change.ts';
import type { ChangeNote, Entry, Managed } from './entry.ts';
import { timerNotes } from './timer-notes.ts';

/** What a request or a file shows of an object that makes pods; undefined if nothing. */
export type Shown = Omit<Entry, 'notes'> & { readonly note?: ChangeNote | undefined };

export function nameOf(activity: AuditActivity, named = ''): ObjectName {
  const reference = activity.request.object;
  return {
    cluster: activity.cluster,
    resource: qualifiedResource(reference?.resource ?? '', reference?.group ?? ''),
    namespace: reference?.namespace ?? '',
    name: named || (reference?.name ?? ''),
  };
}

/** A write to an object of a known kind, as the effective objects tell. */
export function shownByWrite(activity: AuditActivity, { before, after }: EffectiveChange): Shown | undefined {
  const { request } = activity;
  const read = after && workloadIn(request, after.object);
  if (after === undefined || read === undefined) return undefined;
  const old = before && !before.unknown.includes('*') ? workloadIn(request, before.object) : undefined;
  const isHidden = after.unknown.includes('*');
  return {
    ...shownBy(activity, read, after.object),
    unknown: after.unknown,
    note: noteOf(activity, isHidden ? undefined : old && diffWorkloads(old, read)),
  };
}

/** A write to a custom resource in which pods or a schedule were found, or a call to another orchestrator. */
export function shownByOtherWrite(activity: AuditActivity, last: Entry | undefined): Shown | undefined {
  const read = readWorkloadChange(activity);
  if (read === undefined || read.change.verb.startsWith('delete')) return undefined;
  const { change, workload, object } = read;
  if (!change.complete && last !== undefined)
    return { ...last, workload: completed(last.workload, workload), note: noteOf(activity, undefined) };
  const known = change.complete && last !== undefined && !last.unknown.includes('*');
  return {
    ...shownBy(activity, workload, object ?? {}),
    unknown: change.complete ? [] : ['*'],
    note: noteOf(activity, known ? diffWorkloads(last.workload, workload) : undefined),
  };
}

/** What only a part of it says, as the targets of a rule do: what the part says counts, the rest is as it was. */
function completed(before: WorkloadDetail, part: WorkloadDetail): WorkloadDetail {
  return {
    ...before,
    ...(part.containers.length === 0 ? {} : { containers: part.containers, volumes: part.volumes }),
    ...(part.references.length === 0 ? {} : { references: part.references }),
    ...(part.schedules.length === 0
      ? {}
      : {
          schedules: part.schedules,
          schedule: part.schedule,
          timeZone: part.timeZone,
          suspended: part.suspended,
        }),
  };
}

/** The status that a controller writes is answered with the whole object: it tells what the log has no request about. */
export function shownByStatus(activity: AuditActivity): Shown | undefined {
  const { request } = activity;
  const { responseObject } = request;
  const kind = kindOfResource(request.object?.resource ?? '', request.object?.group ?? '');
  if (kind === undefined || stringAt(responseObject, 'kind') !== kind.kind) return undefined;
  if (objectAt(responseObject, 'spec') === undefined || responseObject === undefined) return undefined;
  const read = workloadIn(request, responseObject);
  return read && { ...shownBy(activity, read, responseObject), unknown: [], seenIn: 'stored' };
}

/** An object in a file: stored somewhere, if the server's marks are on it; else only proposed. */
export function shownByFile(activity: ManifestActivity): Shown | undefined {
  const read = readWorkloadChange(activity);
  if (read === undefined) return undefined;
  const { workload } = read;
  const { object, cluster, origin } = activity;
  const metadata = objectAt(object, 'metadata');
  const isStored = stringAt(metadata, 'resourceVersion') !== undefined && workload.uid !== '';
  const { kind, namespace, name } = workload;
  return {
    name: {
      cluster,
      resource: resourceOf(kind, groupOf(stringAt(object, 'apiVersion') ?? '')),
      namespace,
      name,
    },
    uid: workload.uid,
    since: 0,
    workload,
    unknown: [],
    ...recordOf(object),
    provenance: readProvenance({ object }),
    scheduleNotes: timerNotes(object),
    file: `${origin.file}:${origin.line}`,
    seenIn: isStored ? 'stored' : 'file',
  };
}

/** What the server itself noted. */
function recordOf(object: JsonObject): Pick<Shown, 'creationTimestamp' | 'version' | 'managed'> {
  const metadata = objectAt(object, 'metadata');
  return {
    creationTimestamp: stringAt(metadata, 'creationTimestamp') ?? '',
    version: Number(stringAt(metadata, 'resourceVersion') ?? 0) || 0,
    managed: lastManaged(object),
  };
}

/** The controllers' own writing apart: revisions and status. */
function lastManaged(object: JsonObject): Managed | undefined {
  const entries = listAt(objectAt(object, 'metadata'), 'managedFields')
    .slice(0, 64)
    .filter(entry => (stringAt(entry, 'subresource') ?? '') === '')
    .map(entry => ({ manager: textAt(entry, 'manager'), time: textAt(entry, 'time') }))
    .filter(
      ({ manager, time }) => time !== '' && manager !== 'kube-controller-manager' && manager !== 'kubelet',
    );
  return entries.toSorted((a, b) => (a.time < b.time ? -1 : 1)).at(-1);
}

function workloadIn(request: AuditedRequest, object: JsonObject): WorkloadDetail | undefined {
  const reference = request.object;
  const kind = reference && kindOfResource(reference.resource, reference.group);
  if (reference === undefined || kind === undefined) return undefined;
  const group = reference.group;
  return readWorkload({ kind, group, object, actor: readActor(request), reference }).workload;
}

function shownBy(
  activity: AuditActivity,
  workload: WorkloadDetail,
  object: JsonObject,
): Omit<Shown, 'unknown'> {
  const { request } = activity;
  return {
    name: nameOf(activity, workload.name),
    uid: workload.uid,
    since: microseconds(request.at),
    workload,
    ...recordOf(object),
    provenance: provenanceOf(request, object),
    scheduleNotes: [],
    file: '',
    seenIn: 'request',
  };
}

/** A controller's or a kubelet's request says nothing of the system that is behind the object. */
function provenanceOf(request: AuditedRequest, object: JsonObject): Provenance | undefined {
  const author = readAuthor(request);
  const isOthers = isController(author) || isNode(author);
  return readProvenance({ object, request: isOthers ? undefined : request });
}

function noteOf(
  activity: AuditActivity,
  changes: readonly FieldChange[] | undefined,
): ChangeNote | undefined {
  const { request, origin } = activity;
  const author = readAuthor(request);
  if (isController(author)) return undefined;
  const isNew = request.verb === 'create' || request.code === 201;
  return {
    at: microseconds(request.at),
    verb: isNew && request.object?.subresource === '' ? 'create' : 'change',
    author,
    fieldManager: request.fieldManager,
    subresource: request.object?.subresource ?? '',
    changes: isNew ? [] : changes,
    evidence: {
      source: origin.source,
      file: origin.file,
      line: origin.line,
      auditID: request.auditId,
      time: request.at || null,
    },
  };
}
