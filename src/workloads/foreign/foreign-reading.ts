import type { JsonObject } from '../../model/json.ts';
import { objectAt } from '../../model/json.ts';
import { bounded, mapAt, textAt } from '../fields.ts';
import type { PodView } from '../pods/pod-view.ts';
import { readContainers } from '../read-containers.ts';
import { readPodFields } from '../read-pod-fields.ts';
import type { Dialect } from '../schedule/schedule.ts';
import type { ReferenceDetail, WorkloadDetail } from '../workload-change.ts';

/** What an object of another orchestrator than Kubernetes says. Absent: not written, or not so. */
export interface ForeignReading {
  readonly views: readonly PodView[];
  readonly schedules?: readonly string[];
  readonly scheduleDialect?: Dialect;
  readonly timeZone?: string;
  readonly suspended?: boolean;
  readonly concurrencyPolicy?: string;
  /** It runs by a schedule, even where the schedule was not seen. */
  readonly scheduled?: boolean;
  readonly persistent?: boolean;
  readonly finite?: boolean;
  readonly everyNode?: boolean;
  readonly replicas?: number;
  readonly nodeName?: string;
  readonly references?: readonly ReferenceDetail[];
  /** What the object leaves to other files, or to variables. */
  readonly missing?: readonly string[];
}

interface Identity {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

const limits = { schedules: 64, references: 64, missing: 32 } as const;
const nothing: ReadonlySet<unknown> = new Set();

export function foreignWorkload(
  reading: ForeignReading,
  identity: Identity,
  object: JsonObject,
): { readonly workload: WorkloadDetail; readonly missing: readonly string[] } {
  const read = readContainers({ views: reading.views, appended: nothing });
  const metadata = objectAt(object, 'metadata') ?? {};
  const workload: WorkloadDetail = {
    ...identity,
    generateName: '',
    labels: mapAt(metadata, 'labels'),
    annotations: mapAt(metadata, 'annotations'),
    ...neverForeign,
    ...scheduleOf(reading),
    persistent: reading.persistent ?? false,
    finite: reading.finite ?? false,
    everyNode: reading.everyNode ?? false,
    replicas: reading.replicas ?? -1,
    ...readPodFields(reading.views),
    nodeName: bounded(reading.nodeName ?? ''),
    containers: read.containers,
    volumes: read.volumes,
    references: (reading.references ?? []).slice(0, limits.references),
  };
  return { workload, missing: [...read.missing, ...(reading.missing ?? []).slice(0, limits.missing)] };
}

/** Names of what a foreign object says, for its identity: the format puts them where Kubernetes has them. */
export function identityOf(object: JsonObject, group: string, kind: string): Identity {
  const metadata = objectAt(object, 'metadata');
  return {
    group,
    kind,
    namespace: textAt(metadata, 'namespace'),
    name: textAt(metadata, 'name'),
    uid: textAt(metadata, 'uid'),
  };
}

const neverForeign = {
  owner: { group: '', kind: '', name: '', uid: '', controller: false },
  derived: false,
  operated: false,
  mirror: false,
  kindKnown: false,
  startingDeadlineSeconds: -1,
  parallelism: -1,
  completions: -1,
  successfulJobsHistoryLimit: -1,
  failedJobsHistoryLimit: -1,
  ttlSecondsAfterFinished: -1,
  activeDeadlineSeconds: -1,
} as const;

type Schedule = Pick<
  WorkloadDetail,
  'scheduled' | 'schedule' | 'schedules' | 'scheduleDialect' | 'timeZone' | 'suspended' | 'concurrencyPolicy'
>;

function scheduleOf(reading: ForeignReading): Schedule {
  const schedules = (reading.schedules ?? []).slice(0, limits.schedules).map(bounded);
  return {
    scheduled: reading.scheduled ?? schedules.length > 0,
    schedule: schedules[0] ?? '',
    schedules,
    scheduleDialect: reading.scheduleDialect ?? 'kubernetes',
    timeZone: bounded(reading.timeZone ?? ''),
    suspended: reading.suspended ?? false,
    concurrencyPolicy: bounded(reading.concurrencyPolicy ?? ''),
  };
}
