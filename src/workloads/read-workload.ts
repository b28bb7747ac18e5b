import type { ObjectReference } from '../model/activity.ts';
import type { JsonObject } from '../model/json.ts';
import { objectAt } from '../model/json.ts';
import { integerAt, mapAt, textAt } from './fields.ts';
import type { Path, WorkloadKind } from './kinds/workload-kind.ts';
import { isDerived, isOperated, readOwner } from './owner.ts';
import type { ReadText } from './pods/find-paths.ts';
import { parametersOf } from './pods/parameters.ts';
import { podViewsOf } from './pods/pod-views.ts';
import { readContainers } from './read-containers.ts';
import { readPodFields } from './read-pod-fields.ts';
import { readReferences } from './read-references.ts';
import { readSchedule } from './read-schedule.ts';
import type { ActorDetail, WorkloadDetail } from './workload-change.ts';

export interface WorkloadSource {
  readonly kind: WorkloadKind;
  readonly group: string;
  readonly object: JsonObject;
  /** List items whose index is not known, from a JSON Patch. */
  readonly appended?: ReadonlySet<unknown> | undefined;
  readonly readText?: ReadText | undefined;
  readonly actor: ActorDetail;
  /** What the request's header says of the object. */
  readonly reference?: ObjectReference | undefined;
}

interface Reading {
  readonly workload: WorkloadDetail;
  readonly missing: readonly string[];
}

const nothing: ReadonlySet<unknown> = new Set();

export function readWorkload(source: WorkloadSource): Reading {
  const { kind, object, actor, appended = nothing } = source;
  const { views, missing } = podViewsOf(kind, object, source);
  const fill = kind.places === undefined ? undefined : parametersOf(object);
  const read = readContainers({ views, appended, fill });
  const identity = readIdentity(source);
  const owner = readOwner(object);
  const workload: WorkloadDetail = {
    ...identity,
    owner,
    derived: isDerived({ kind, actor, owner }),
    operated: isOperated({ kind, actor, owner }),
    mirror: kind.kind === 'Pod' && identity.annotations.has('kubernetes.io/config.mirror'),
    kindKnown: true,
    scheduleDialect: kind.dialect ?? 'kubernetes',
    persistent: kind.persistent,
    everyNode: kind.everyNode,
    finite: kind.finite,
    ...readSchedule(kind, object),
    ...readJob(kind.jobSpec, object, views[0]?.spec ?? {}),
    ...readPodFields(views),
    containers: read.containers,
    volumes: read.volumes,
    references: readReferences(kind, object),
  };
  return { workload, missing: missing.length === 0 ? read.missing : [...read.missing, ...missing] };
}

type Identity = Pick<
  WorkloadDetail,
  'group' | 'kind' | 'namespace' | 'name' | 'generateName' | 'uid' | 'labels' | 'annotations'
>;

/** The body's own metadata knows more than the header: generated names, uids. */
export function readIdentity({ kind, group, object, reference }: IdentitySource): Identity {
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

type IdentitySource = Pick<WorkloadSource, 'group' | 'object' | 'reference'> & {
  readonly kind: Pick<WorkloadKind, 'kind'>;
};

type JobFields = Pick<
  WorkloadDetail,
  'replicas' | 'parallelism' | 'completions' | 'ttlSecondsAfterFinished' | 'activeDeadlineSeconds'
>;

/** A pod's own activeDeadlineSeconds counts where its job sets none. */
export function readJob(jobSpec: Path | undefined, object: JsonObject, podSpec: JsonObject): JobFields {
  let job: JsonObject = jobSpec === undefined ? {} : object;
  for (const key of jobSpec ?? []) job = objectAt(job, key) ?? {};
  const deadline = integerAt(job, 'activeDeadlineSeconds');
  return {
    replicas: integerAt(objectAt(object, 'spec'), 'replicas'),
    parallelism: integerAt(job, 'parallelism'),
    completions: integerAt(job, 'completions'),
    ttlSecondsAfterFinished: integerAt(job, 'ttlSecondsAfterFinished'),
    activeDeadlineSeconds: deadline >= 0 ? deadline : integerAt(podSpec, 'activeDeadlineSeconds'),
  };
}
