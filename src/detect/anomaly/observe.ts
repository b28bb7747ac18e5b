import type { Activity, AuditActivity, AuditedRequest, ManifestActivity } from '../../model/activity.ts';
import type { JsonObject } from '../../model/json.ts';
import { diffWorkloads } from '../../workloads/diff/diff-workloads.ts';
import type { Effective } from '../../workloads/effective/effective.ts';
import { everything } from '../../workloads/effective/effective.ts';
import type { EffectiveChange, EffectiveObjects } from '../../workloads/effective/effective-objects.ts';
import { createEffectiveObjects } from '../../workloads/effective/effective-objects.ts';
import { kindOfResource, workloadKinds } from '../../workloads/kinds/kinds.ts';
import { mayHoldPods, resourceMayHoldPods } from '../../workloads/kinds/without-pods.ts';
import { parseText } from '../../workloads/pods/parse-text.ts';
import { nobody } from '../../workloads/read-actor.ts';
import { readWorkload } from '../../workloads/read-workload.ts';
import { readWorkloadChange } from '../../workloads/read-workload-change.ts';
import type { WorkloadDetail } from '../../workloads/workload-change.ts';
import { workloadOf } from '../../workloads/workload-reference.ts';
import { createBoundedMap } from '../cel/bounded-map.ts';
import { callerOf, noCaller } from './caller.ts';
import { dayOf } from './counts/time.ts';
import { familyOf } from './names.ts';
import type { Caller, ContainerStep, Observation } from './observation.ts';

export interface Observer {
  /** The change that a request made to what will run; undefined if it made none, or a controller did it for a template. */
  take(activity: Activity): Observation | undefined;
  /** Is it needed to know the objects? */
  concerns(activity: Activity): boolean;
  blind(): readonly string[];
}

export interface ObserverLimits {
  readonly objects: number;
  /** Those that others follow as well, and tell what had to be forgotten; else it follows so many itself. */
  readonly shared?: EffectiveObjects | undefined;
  /** Objects that were deleted, so that one of the same name is compared with it. */
  readonly deleted: number;
  /** Milliseconds since 1970: the time of manifests, which have none. Absent: they are not looked at. */
  readonly manifestsAt?: number | undefined;
}

const verbs: ReadonlySet<string> = new Set(['create', 'update', 'patch', 'delete']);
const subresources: ReadonlySet<string> = new Set(['', 'scale', 'ephemeralcontainers']);

/** A look at the header. */
const mayChange = (verb: string, resource: string): boolean =>
  verbs.has(verb) || (verb === 'deletecollection' && resource !== '');

const kindResources: ReadonlySet<string> = new Set(workloadKinds.map(({ resource }) => resource));

/** The same without the group: leases, events and the like, which are written all the time, need not be parsed for it. */
export const mayConcern = (verb: string, resource: string): boolean =>
  mayChange(verb, resource) && (kindResources.has(resource) || resourceMayHoldPods(resource));

export function createObserver(limits: ObserverLimits): Observer {
  const objects = limits.shared ?? createEffectiveObjects({ limit: limits.objects });
  const deleted = createBoundedMap<WorkloadDetail>(limits.deleted);

  const withDeleted = (key: string, seen: Seen): Seen => {
    if (seen.step === 'deleted' && seen.before !== undefined) deleted.set(key, seen.before);
    const gone = seen.step === 'made' ? deleted.get(key) : undefined;
    if (gone === undefined || seen.after === undefined) return seen;
    deleted.delete(key);
    return { step: 'remade', before: gone, after: seen.after };
  };

  return {
    take(activity) {
      if (activity.type === 'manifest') return inManifest(activity, limits.manifestsAt);
      if (activity.type !== 'audit' || !isWorkload(activity.request)) return undefined;
      const taken = objects.take(activity);
      const caller = callerOf(activity.request);
      if (!isChange(activity.request, caller)) return undefined;
      return observationOf(activity, caller, withDeleted(keyOf(activity), seenIn(activity, taken)));
    },
    concerns: activity => activity.type === 'audit' && isWorkload(activity.request),
    blind: () => (limits.shared === undefined ? objects.blind() : []),
  };
}

function isWorkload({ object, verb }: AuditedRequest): boolean {
  if (object === undefined || !mayChange(verb, object.resource)) return false;
  return (
    kindOfResource(object.resource, object.group) !== undefined || mayHoldPods(object.group, object.resource)
  );
}

/** Done and durable, by somebody: a controller acts for whoever wrote the template, and a node only reports, but for its static pods. */
function isChange({ outcome, verb, object, user }: AuditedRequest, { actor }: Caller): boolean {
  if (outcome !== 'allowed' || !verbs.has(verb) || !subresources.has(object?.subresource ?? '')) return false;
  if (actor.type === 'node' && !actor.impersonated) return verb === 'create' && object?.resource === 'pods';
  if (isSystem(user.user) && !actor.impersonated) return false;
  return actor.type !== 'controller' || actor.impersonated || actor.pod !== '';
}

const isSystem = (user: string): boolean => user === 'system:apiserver';

const keyOf = ({ cluster, request: { object } }: AuditActivity): string =>
  JSON.stringify([cluster, object?.group, object?.resource, object?.namespace, object?.name]);

interface Seen extends Pick<Observation, 'step' | 'before' | 'after'> {}

function seenIn(activity: AuditActivity, taken: EffectiveChange | undefined): Seen {
  const { verb, code } = activity.request;
  const before = detailOf(activity, taken?.before);
  if (verb === 'delete') return { step: 'deleted', before };
  const after = detailOf(activity, taken?.after);
  if (after === undefined) return seenInBody(activity);
  if (verb === 'create' || code === 201) return { step: 'made', after };
  return { step: before === undefined ? 'met' : 'changed', before, after };
}

/** Where the objects do not tell, the body alone does: of kinds that are not known, and of requests that came too late. */
function seenInBody(activity: AuditActivity): Seen {
  const change = readWorkloadChange(activity, parseText);
  if (change === undefined) return { step: isHiddenSchedule(activity) ? 'hidden' : 'met' };
  if (!change.change.visible) return { step: 'hidden' };
  const made = activity.request.verb === 'create' || activity.request.code === 201;
  return { step: made ? 'made' : 'met', after: change.workload };
}

/** Of a kind that is not known the name tells, where nothing else was logged. */
function isHiddenSchedule({ request: { level, object } }: AuditActivity): boolean {
  return level === 'Metadata' && /cron|schedul/i.test(object?.resource ?? '');
}

function detailOf(activity: AuditActivity, state: Effective | undefined): WorkloadDetail | undefined {
  return state === undefined || state.unknown.includes(everything) ? undefined : read(activity, state.object);
}

function read(
  { request: { object: reference } }: AuditActivity,
  object: JsonObject,
): WorkloadDetail | undefined {
  const kind = reference && kindOfResource(reference.resource, reference.group);
  if (reference === undefined || kind === undefined) return undefined;
  const { group } = reference;
  return readWorkload({ kind, group, object, actor: nobody, reference, readText: parseText }).workload;
}

/** Nobody has done it yet: all that can be told is what it would run. */
function inManifest(activity: ManifestActivity, at: number | undefined): Observation | undefined {
  if (at === undefined) return undefined;
  const after = readWorkloadChange(activity, parseText)?.workload;
  if (after === undefined) return undefined;
  const { namespace, group, kind, name, generateName } = after;
  return {
    cluster: activity.cluster,
    at,
    day: dayOf(at),
    caller: noCaller,
    verb: 'create',
    subresource: '',
    namespace,
    group,
    kind,
    name,
    family: familyOf(name, generateName),
    step: 'made',
    after,
    changes: [],
    containers: containerSteps(undefined, after),
  };
}

function observationOf(activity: AuditActivity, caller: Caller, seen: Seen): Observation | undefined {
  const { cluster, request } = activity;
  const { kind, group, namespace, name } = workloadOf(activity);
  const { before, after } = seen;
  if (seen.step === 'met' && after === undefined && request.object?.subresource !== 'scale') return undefined;
  const at = Date.parse(request.receivedAt || request.at) || 0;
  return {
    cluster,
    at,
    day: dayOf(at),
    caller,
    verb: request.verb,
    subresource: request.object?.subresource ?? '',
    namespace,
    group,
    kind,
    name: after?.name || name,
    family: familyOf(after?.name || name, after?.generateName),
    ...seen,
    changes: before === undefined || after === undefined ? [] : diffWorkloads(before, after),
    containers: after === undefined ? [] : containerSteps(before, after),
  };
}

function containerSteps(before: WorkloadDetail | undefined, after: WorkloadDetail): readonly ContainerStep[] {
  const olds = new Map((before?.containers ?? []).map(container => [container.name, container]));
  // Of a patch alone, a container may be no more than its name and what is new of it.
  const seen = after.containers.filter(({ image }) => image !== '');
  return seen.map(container => ({ after: container, before: olds.get(container.name) }));
}
