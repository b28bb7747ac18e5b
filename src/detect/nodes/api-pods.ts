import type { AuditActivity, AuditedRequest } from '../../model/activity.ts';
import { activityEvidence } from '../../model/activity-evidence.ts';
import type { JsonObject } from '../../model/json.ts';
import { isObject, objectAt, stringAt } from '../../model/json.ts';
import type { Evidence } from '../../model/signal.ts';
import { createBoundedMap } from './bounded-map.ts';
import type { PodContainer } from './pod-containers.ts';
import { mergedContainers, podContainersOf } from './pod-containers.ts';

/** A pod as the API's log told of it. */
export interface ApiPod {
  readonly cluster: string;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The node whose kubelet made it as the mirror of a static pod, or `""`. */
  readonly mirrorOn: string;
  /** undefined: no body was logged. */
  readonly containers: readonly PodContainer[] | undefined;
  /** As it was stored, with what admission changed: not just as it was sent. */
  readonly complete: boolean;
  readonly evidence: Evidence;
}

/** The kubelet was refused to make a mirror pod. */
export interface RefusedMirror {
  readonly node: string;
  readonly code: number;
  readonly message: string;
  readonly evidence: Evidence;
}

export interface ApiPods {
  /** The pod that a request made or changed, if it did. */
  take(activity: AuditActivity): ApiPod | undefined;
  find(
    cluster: string,
    pod: { readonly namespace: string; readonly name: string; readonly uid: string },
  ): ApiPod | undefined;
  /** Of a static manifest whose node is not known: the mirrors that bear its name before a node's. */
  mirrorsOf(cluster: string, namespace: string, name: string): readonly ApiPod[];
  refusedMirror(cluster: string, namespace: string, name: string): RefusedMirror | undefined;
  /** Was a command executed in the pod by the API within this time before or after? Milliseconds. */
  executedIn(pod: ApiPod, at: number, within: number): boolean;
  /** Are such requests logged in this cluster at all? */
  logsExecutions(cluster: string): boolean;
  /** Does the log reach back to this time, and was nothing of then forgotten? */
  covers(cluster: string, at: number): boolean;
}

const limits = { pods: 50_000, refused: 5_000, executions: 5_000 } as const;

export function createApiPods(): ApiPods {
  const pods = createBoundedMap<ApiPod>(limits.pods);
  const names = new Map<string, string>();
  const refused = createBoundedMap<RefusedMirror>(limits.refused);
  const executions = createBoundedMap<readonly number[]>(limits.executions);
  const executing = new Set<string>();
  const beginnings = new Map<string, number>();
  let forgottenUntil = 0;

  const keep = (pod: ApiPod): ApiPod => {
    const key = keyOf(pod.cluster, pod.namespace, pod.name);
    const known = pods.get(key);
    const kept = known !== undefined && sameLife(known, pod) ? joined(known, pod) : pod;
    const forgotten = pods.set(key, kept);
    if (forgotten !== undefined) forgottenUntil = Math.max(forgottenUntil, forgotten.at);
    if (pod.uid !== '') names.set(`${pod.cluster} ${pod.uid}`, key);
    if (names.size > 2 * limits.pods) names.clear();
    return kept;
  };
  const noteRefused = (activity: AuditActivity): undefined => {
    const { request, cluster } = activity;
    const { object, code = 0, message, outcome, verb } = request;
    if (verb !== 'create' || object?.subresource !== '' || (outcome !== 'failed' && outcome !== 'refused'))
      return;
    const name = nameIn(request) || object.name;
    const node = nodeOf(request);
    if (node === '' || name === '') return;
    refused.set(keyOf(cluster, object.namespace, name), {
      node,
      code,
      message,
      evidence: activityEvidence(activity),
    });
  };
  const noteExecution = ({ cluster, request }: AuditActivity, at: number): undefined => {
    executing.add(cluster);
    const key = keyOf(cluster, request.object?.namespace ?? '', request.object?.name ?? '');
    executions.set(key, [...(executions.get(key) ?? []).slice(-31), at]);
  };

  return {
    take(activity) {
      const { cluster, request } = activity;
      const at = Date.parse(request.receivedAt || request.at);
      if (Number.isNaN(at)) return undefined;
      beginnings.set(cluster, Math.min(beginnings.get(cluster) ?? at, at));
      const { object, outcome } = request;
      if (object === undefined || object.group !== '' || object.resource !== 'pods') return undefined;
      if (outcome !== 'allowed') return noteRefused(activity);
      if (isExecution(object.subresource)) return noteExecution(activity, at);
      const pod = isWrite(request.verb, object.subresource) ? podIn(activity, at) : undefined;
      return pod && keep(pod);
    },
    find(cluster, { namespace, name, uid }) {
      const byUid = uid === '' ? undefined : pods.get(names.get(`${cluster} ${uid}`) ?? '');
      return byUid ?? (name === '' ? undefined : pods.get(keyOf(cluster, namespace, name)));
    },
    mirrorsOf(cluster, namespace, name) {
      const found: ApiPod[] = [];
      for (const pod of pods.values())
        if (
          pod.cluster === cluster &&
          pod.namespace === namespace &&
          pod.mirrorOn !== '' &&
          pod.name === `${name}-${pod.mirrorOn}`
        )
          found.push(pod);
      return found;
    },
    refusedMirror: (cluster, namespace, name) => refused.get(keyOf(cluster, namespace, name)),
    executedIn: ({ cluster, namespace, name }, at, within) =>
      (executions.get(keyOf(cluster, namespace, name)) ?? []).some(time => Math.abs(time - at) <= within),
    logsExecutions: cluster => executing.has(cluster),
    covers: (cluster, at) =>
      (beginnings.get(cluster) ?? Number.POSITIVE_INFINITY) < at && forgottenUntil < at,
  };
}

const keyOf = (cluster: string, namespace: string, name: string): string => `${cluster} ${namespace} ${name}`;

const isExecution = (subresource: string): boolean => subresource === 'exec' || subresource === 'attach';

const writes: ReadonlySet<string> = new Set(['create', 'update', 'patch']);
const telling: ReadonlySet<string> = new Set(['', 'binding', 'ephemeralcontainers', 'resize']);

const isWrite = (verb: string, subresource: string): boolean => writes.has(verb) && telling.has(subresource);

const sameLife = (a: ApiPod, b: ApiPod): boolean => a.uid === '' || b.uid === '' || a.uid === b.uid;

/** Whatever it ran at any time of its life was once in its spec. */
function joined(known: ApiPod, told: ApiPod): ApiPod {
  return {
    ...known,
    uid: known.uid || told.uid,
    at: Math.min(known.at, told.at),
    mirrorOn: known.mirrorOn || told.mirrorOn,
    containers: mergedContainers(known.containers, told.containers),
    complete: known.complete || told.complete,
  };
}

function podIn(activity: AuditActivity, at: number): ApiPod | undefined {
  const { cluster, request } = activity;
  const { object } = request;
  const body = bodyOf(request);
  const metadata = objectAt(body, 'metadata');
  const name = stringAt(metadata, 'name') ?? nameIn(request) ?? '';
  const named = name || (object?.name ?? '');
  if (named === '') return undefined;
  const isMade = request.verb === 'create' && object?.subresource === '';
  return {
    cluster,
    namespace: stringAt(metadata, 'namespace') ?? object?.namespace ?? '',
    name: named,
    uid: stringAt(metadata, 'uid') ?? (isMade ? '' : (object?.uid ?? '')),
    at,
    mirrorOn: isMade ? nodeOf(request) : '',
    containers: podContainersOf(body),
    complete: body !== undefined && body === request.responseObject,
    evidence: activityEvidence(activity),
  };
}

/** The pod itself; a patch is none. */
function bodyOf({ verb, object, requestObject, responseObject }: AuditedRequest): JsonObject | undefined {
  if (stringAt(responseObject, 'kind') === 'Pod') return responseObject;
  const isWhole = object?.subresource === '' && verb !== 'patch';
  return isWhole && isObject(requestObject) ? requestObject : undefined;
}

function nameIn({ responseHead, requestObject }: AuditedRequest): string | undefined {
  const sent = isObject(requestObject) ? requestObject : undefined;
  const answered = stringAt(responseHead, 'kind') === 'Status' ? undefined : responseHead;
  return stringAt(objectAt(answered ?? sent, 'metadata'), 'name');
}

const nodePrefix = 'system:node:';

function nodeOf({ user, impersonated }: AuditedRequest): string {
  return impersonated === undefined && user.user.startsWith(nodePrefix)
    ? user.user.slice(nodePrefix.length)
    : '';
}
