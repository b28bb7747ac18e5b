import type { Activity, AuditActivity, AuditedRequest, ObjectReference } from '../model/activity.ts';
import type { JsonObject } from '../model/json.ts';
import { fieldOf, isObject, listAt, numberAt, objectAt, stringAt } from '../model/json.ts';
import { observationOf } from '../model/observation.ts';
import type { Evidence } from '../model/signal.ts';
import { bodyOfChange } from '../workloads/body-of-change.ts';
import { groupOf, kindOfResource } from '../workloads/kinds/kinds.ts';
import type { WorkloadKind } from '../workloads/kinds/workload-kind.ts';
import { workloadOf } from '../workloads/workload-reference.ts';
import type { Author } from './author.ts';
import { isController, isNode, readAuthor } from './author.ts';
import { microseconds } from './microseconds.ts';
import { ownerReferenceOf } from './owner-reference.ts';
import { isBuiltInGroup, qualifiedResource } from './resource.ts';
import type { Shape } from './shape.ts';
import { shapeOf } from './shape.ts';
import type { ObjectName, Sighting } from './sighting.ts';
import { touchOf } from './touch.ts';

const verbs: ReadonlySet<string> = new Set(['create', 'update', 'patch', 'delete', 'deletecollection']);
/** With these, `create` makes no object and `update` changes no more than a part. */
const subresources: ReadonlySet<string> = new Set([
  '',
  'status',
  'scale',
  'ephemeralcontainers',
  'resize',
  'binding',
]);

/** Is the request's header one of which `readSightings` may make something? */
export function concernsLineage(verb: string, resource: string, group: string): boolean {
  return verbs.has(verb) && (kindOfResource(resource, group) !== undefined || !isBuiltInGroup(group));
}

export interface ReadOptions {
  /** Are kind, uid and owner of this object known, so that a mere sighting adds nothing? */
  readonly knows: (name: ObjectName) => boolean;
  /** Leave out what only writes a status: much is read for little. */
  readonly withoutStatus?: boolean | undefined;
}

/** What an audit event says about objects that make pods, their owners included; nothing unless it was done. */
export function readSightings(
  activity: Activity,
  { knows, withoutStatus }: ReadOptions,
): readonly Sighting[] {
  if (activity.type !== 'audit') return [];
  const { request } = activity;
  const reference = request.object;
  if (reference === undefined || !subresources.has(reference.subresource)) return [];
  if (withoutStatus === true && reference.subresource === 'status') return [];
  if (!concernsLineage(request.verb, reference.resource, reference.group)) return [];
  // What has no time of its own stands in no order with the rest.
  if (request.outcome !== 'allowed' || Number.isNaN(Date.parse(request.at))) return [];
  if (request.verb === 'deletecollection') return deletedTogether(activity, reference);
  const author = readAuthor(request);
  // What was there when the watch began was written before, nobody knows by whom.
  const verb = observationOf(activity) === 'known' ? 'seen' : verbOf(request, reference, author);
  if (verb === 'seen' && !isAboutOwners(request) && knows(nameIn(activity.cluster, reference))) return [];
  return [sightingOf({ activity, reference, author, verb })];
}

function verbOf(request: AuditedRequest, { subresource }: ObjectReference, author: Author): Sighting['verb'] {
  if (subresource === 'status' || subresource === 'binding') return 'seen';
  if (request.verb === 'delete') return 'delete';
  if (request.verb === 'create' && subresource === '') return 'create';
  // A patch or an update may create: server-side apply, and PUT of what was not there, are answered with 201.
  if (request.code === 201 && subresource === '') return 'create';
  return isController(author) || isNode(author) ? 'seen' : 'change';
}

/** Controllers adopt and release what their selectors match, and the garbage collector orphans. */
function isAboutOwners(request: AuditedRequest): boolean {
  if (request.verb !== 'patch' || request.object?.subresource !== '') return false;
  const { requestObject } = request;
  return (
    isObject(requestObject) && fieldOf(objectAt(requestObject, 'metadata'), 'ownerReferences') !== undefined
  );
}

interface Reading {
  readonly activity: AuditActivity;
  readonly reference: ObjectReference;
  readonly author: Author;
  readonly verb: Sighting['verb'];
}

function sightingOf(reading: Reading): Sighting {
  const { activity, reference, author, verb } = reading;
  const { request } = activity;
  const kind = kindOfResource(reference.resource, reference.group);
  const { from, at } = timesOf(request);
  const body = objectOf(request, kind);
  const metadata = objectAt(body, 'metadata');
  const generateName = verb === 'create' ? (stringAt(metadata, 'generateName') ?? '') : '';
  const named = stringAt(metadata, 'name') ?? reference.name;
  return {
    verb,
    object: { ...nameIn(activity.cluster, reference), name: named },
    kind: kind?.kind ?? workloadOf(activity).kind,
    uid: uidOf(request, reference, metadata),
    generateName,
    from,
    at,
    author,
    fieldManager: request.fieldManager,
    owner: body && ownerReferenceOf(body),
    shape: shapeIn(reading, kind),
    touches: verb === 'change' ? touchOf(request, kind) : 'runs',
    subresource: reference.subresource,
    version: Number(stringAt(metadata, 'resourceVersion') ?? 0) || 0,
    generation: numberAt(metadata, 'generation') ?? 0,
    dialect: dialectOf(request),
    evidence: evidenceOf(activity),
  };
}

function nameIn(cluster: string, { resource, group, namespace, name }: ObjectReference): ObjectName {
  return { cluster, resource: qualifiedResource(resource, group), namespace, name };
}

/** The whole object where a body is one; of subresources the answer is, but for `scale` and `binding`. */
function objectOf(request: AuditedRequest, kind: WorkloadKind | undefined): JsonObject | undefined {
  if (request.verb === 'delete') return undefined;
  if (kind !== undefined) {
    const body = bodyOfChange(request, kind);
    return body?.complete === true || request.verb === 'create' ? body?.object : undefined;
  }
  const { responseObject, requestObject } = request;
  const whole =
    responseObject ?? (isObject(requestObject) && request.verb !== 'patch' ? requestObject : undefined);
  return groupOf(stringAt(whole, 'apiVersion') ?? '') === request.object?.group ? whole : undefined;
}

/** The shape is needed of what people write, and of what controllers make with a template of its own or straight from an owner's. */
function shapeIn(
  { activity, reference, author, verb }: Reading,
  kind: WorkloadKind | undefined,
): Shape | undefined {
  // Of kinds with pods in many places there is no one template to compare.
  if (
    kind === undefined ||
    kind.places !== undefined ||
    verb === 'delete' ||
    verb === 'seen' ||
    reference.subresource === 'scale'
  )
    return undefined;
  const body = bodyOfChange(activity.request, kind);
  if (body?.complete !== true) return undefined;
  if (kind.kind === 'Pod' && isController(author) && !isMadeFromTemplate(body.object)) return undefined;
  return shapeOf(body.object, kind);
}

/** Pods of these have no object with a template of its own between them and what a person wrote. */
const direct: ReadonlySet<string> = new Set(['DaemonSet', 'StatefulSet', 'ReplicationController']);

const isMadeFromTemplate = (pod: JsonObject): boolean => direct.has(ownerReferenceOf(pod)?.kind ?? '');

function uidOf(
  { verb, requestObject, responseHead }: AuditedRequest,
  reference: ObjectReference,
  metadata: JsonObject | undefined,
): string {
  // A client may write a uid into what it creates (the kubelet does, into mirror pods): the server gives another.
  const given = verb === 'create' && reference.subresource === '' ? '' : reference.uid;
  if (verb !== 'delete') return stringAt(metadata, 'uid') ?? given;
  const preconditions = isObject(requestObject) ? objectAt(requestObject, 'preconditions') : undefined;
  return (
    stringAt(preconditions, 'uid') ??
    stringAt(objectAt(responseHead, 'metadata'), 'uid') ??
    stringAt(objectAt(responseHead, 'details'), 'uid') ??
    given
  );
}

function timesOf({ receivedAt, at }: AuditedRequest): Pick<Sighting, 'from' | 'at'> {
  const answered = microseconds(at);
  const received = microseconds(receivedAt);
  return { from: Number.isNaN(received) ? answered : received, at: answered };
}

function dialectOf(request: AuditedRequest): Sighting['dialect'] {
  if (request.verb === 'create') return 'create';
  if (request.verb === 'update') return 'update';
  if (request.verb !== 'patch') return 'other';
  const { requestObject } = request;
  return isObject(requestObject) &&
    stringAt(requestObject, 'kind') !== undefined &&
    request.fieldManager !== ''
    ? 'apply'
    : 'patch';
}

function evidenceOf({ origin, request }: AuditActivity): Evidence {
  const { source, file, line } = origin;
  return { source, file, line, auditID: request.auditId, time: request.at || null };
}

/** The answer lists what was deleted; without it, nothing can be said of any one object. */
function deletedTogether(activity: AuditActivity, reference: ObjectReference): readonly Sighting[] {
  const { request, cluster } = activity;
  const author = readAuthor(request);
  return listAt(request.responseObject, 'items').flatMap(item => {
    const metadata = objectAt(item, 'metadata');
    const name = stringAt(metadata, 'name');
    if (name === undefined) return [];
    const namespace = stringAt(metadata, 'namespace') ?? reference.namespace;
    return [
      {
        verb: 'delete' as const,
        object: { ...nameIn(cluster, reference), namespace, name },
        kind: kindOfResource(reference.resource, reference.group)?.kind ?? reference.resource,
        uid: stringAt(metadata, 'uid') ?? '',
        generateName: '',
        ...timesOf(request),
        author,
        fieldManager: '',
        touches: 'other' as const,
        subresource: '',
        version: 0,
        generation: 0,
        dialect: 'other' as const,
        evidence: evidenceOf(activity),
      },
    ];
  });
}
