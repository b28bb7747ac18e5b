import type { ObjectReference } from '../model/activity.ts';
import type { JsonObject } from '../model/json.ts';
import { booleanAt, listAt, objectAt, stringAt } from '../model/json.ts';
import { integerAt, mapAt, namesAt, textAt } from './fields.ts';
import type { WorkloadKind } from './kinds/workload-kind.ts';
import { isDerived, readOwner } from './owner.ts';
import { readContainers } from './read-containers.ts';
import { readVolumes } from './read-volumes.ts';
import type { ActorDetail, Toleration, WorkloadDetail } from './workload-change.ts';

export interface WorkloadSource {
  readonly kind: WorkloadKind;
  readonly group: string;
  readonly object: JsonObject;
  /** List items whose index is not known, from a JSON Patch. */
  readonly appended?: ReadonlySet<unknown> | undefined;
  readonly actor: ActorDetail;
  /** What the request's header says of the object. */
  readonly reference?: ObjectReference;
}

interface Reading {
  readonly workload: WorkloadDetail;
  readonly missing: readonly string[];
}

const limits = { tolerations: 64, pullSecrets: 64 } as const;

export function readWorkload(source: WorkloadSource): Reading {
  const { kind, object, actor } = source;
  const template = descend(object, kind.template);
  const spec = objectAt(template, 'spec') ?? {};
  const metadata = objectAt(template, 'metadata') ?? {};
  const path = [...kind.template, 'spec'].join('.');
  const volumes = readVolumes(spec);
  const { containers, missing } = readContainers({
    spec,
    metadata,
    path,
    volumes,
    appended: source.appended ?? new Set(),
  });
  const identity = readIdentity(source);
  const owner = readOwner(object);
  const workload: WorkloadDetail = {
    ...identity,
    owner,
    derived: isDerived({ kind, actor, owner }),
    mirror: kind.kind === 'Pod' && identity.annotations.has('kubernetes.io/config.mirror'),
    persistent: kind.persistent,
    everyNode: kind.everyNode,
    ...readSchedule(kind, objectAt(object, 'spec') ?? {}),
    ...readJob(kind, object, spec),
    ...readPod(spec),
    podLabels: mapAt(metadata, 'labels'),
    podAnnotations: mapAt(metadata, 'annotations'),
    containers,
    volumes,
  };
  return { workload, missing };
}

function descend(object: JsonObject, path: readonly string[]): JsonObject {
  let current = object;
  for (const key of path) current = objectAt(current, key) ?? {};
  return current;
}

type Identity = Pick<
  WorkloadDetail,
  'group' | 'kind' | 'namespace' | 'name' | 'generateName' | 'uid' | 'labels' | 'annotations'
>;

/** The body's own metadata knows more than the header: generated names, uids. */
function readIdentity({ kind, group, object, reference }: WorkloadSource): Identity {
  const metadata = objectAt(object, 'metadata') ?? {};
  return {
    group,
    kind: kind.kind,
    namespace: textAt(metadata, 'namespace') || (reference?.namespace ?? ''),
    name: textAt(metadata, 'name') || (reference?.name ?? ''),
    generateName: textAt(metadata, 'generateName'),
    uid: textAt(metadata, 'uid') || (reference?.uid ?? ''),
    labels: mapAt(metadata, 'labels'),
    annotations: mapAt(metadata, 'annotations'),
  };
}

type Schedule = Pick<
  WorkloadDetail,
  | 'scheduled'
  | 'schedule'
  | 'timeZone'
  | 'suspended'
  | 'startingDeadlineSeconds'
  | 'concurrencyPolicy'
  | 'successfulJobsHistoryLimit'
  | 'failedJobsHistoryLimit'
>;

function readSchedule({ scheduled }: WorkloadKind, spec: JsonObject): Schedule {
  const from = scheduled ? spec : {};
  return {
    scheduled,
    schedule: textAt(from, 'schedule'),
    timeZone: textAt(from, 'timeZone'),
    suspended: booleanAt(spec, 'suspend') ?? false,
    startingDeadlineSeconds: integerAt(from, 'startingDeadlineSeconds'),
    concurrencyPolicy: textAt(from, 'concurrencyPolicy'),
    successfulJobsHistoryLimit: integerAt(from, 'successfulJobsHistoryLimit'),
    failedJobsHistoryLimit: integerAt(from, 'failedJobsHistoryLimit'),
  };
}

type JobFields = Pick<
  WorkloadDetail,
  'replicas' | 'parallelism' | 'completions' | 'ttlSecondsAfterFinished' | 'activeDeadlineSeconds'
>;

/** A pod's own activeDeadlineSeconds counts where its job sets none. */
function readJob({ jobSpec }: WorkloadKind, object: JsonObject, podSpec: JsonObject): JobFields {
  const job = jobSpec === undefined ? {} : descend(object, jobSpec);
  const deadline = integerAt(job, 'activeDeadlineSeconds');
  return {
    replicas: integerAt(objectAt(object, 'spec'), 'replicas'),
    parallelism: integerAt(job, 'parallelism'),
    completions: integerAt(job, 'completions'),
    ttlSecondsAfterFinished: integerAt(job, 'ttlSecondsAfterFinished'),
    activeDeadlineSeconds: deadline >= 0 ? deadline : integerAt(podSpec, 'activeDeadlineSeconds'),
  };
}

type PodFields = Omit<
  WorkloadDetail,
  | keyof Identity
  | keyof Schedule
  | keyof JobFields
  | 'owner'
  | 'derived'
  | 'mirror'
  | 'persistent'
  | 'everyNode'
  | 'podLabels'
  | 'podAnnotations'
  | 'containers'
  | 'volumes'
>;

function readPod(spec: JsonObject): PodFields {
  return {
    // `serviceAccount` is the field's deprecated name; the API server keeps both equal.
    serviceAccount: textAt(spec, 'serviceAccountName') || textAt(spec, 'serviceAccount'),
    automountServiceAccountToken: booleanAt(spec, 'automountServiceAccountToken') ?? false,
    hostNetwork: booleanAt(spec, 'hostNetwork') ?? false,
    hostPID: booleanAt(spec, 'hostPID') ?? false,
    hostIPC: booleanAt(spec, 'hostIPC') ?? false,
    hostUsers: booleanAt(spec, 'hostUsers') ?? false,
    nodeName: textAt(spec, 'nodeName'),
    nodeSelector: mapAt(spec, 'nodeSelector'),
    tolerations: listAt(spec, 'tolerations').slice(0, limits.tolerations).map(readToleration),
    priorityClassName: textAt(spec, 'priorityClassName'),
    runtimeClassName: textAt(spec, 'runtimeClassName'),
    restartPolicy: textAt(spec, 'restartPolicy'),
    schedulerName: textAt(spec, 'schedulerName'),
    imagePullSecrets: namesAt(spec, 'imagePullSecrets', limits.pullSecrets),
    shareProcessNamespace: booleanAt(spec, 'shareProcessNamespace') ?? false,
  };
}

function readToleration(from: unknown): Toleration {
  return {
    key: stringAt(from, 'key') ?? '',
    // An absent operator means Equal.
    operator: stringAt(from, 'operator') ?? 'Equal',
    value: stringAt(from, 'value') ?? '',
    effect: stringAt(from, 'effect') ?? '',
  };
}
