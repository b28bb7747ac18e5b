import type { Container, WorkloadDetail } from '../workload-change.ts';

/** They say which object it is, or follow from its kind, from its writer or from another field. */
type LeftOutOfWorkload =
  | 'group'
  | 'kind'
  | 'namespace'
  | 'name'
  | 'generateName'
  | 'uid'
  | 'derived'
  | 'operated'
  | 'mirror'
  | 'kindKnown'
  | 'scheduled'
  | 'schedules'
  | 'scheduleDialect'
  | 'persistent'
  | 'finite'
  | 'everyNode';

/** Where it is, what pairs it with the one before, and what is read from its image, user or commands. */
type LeftOutOfContainer =
  | 'name'
  | 'path'
  | 'registry'
  | 'tag'
  | 'digest'
  | 'runAsRoot'
  | 'decoded'
  | 'commandLines';

/** `schedule` is each of `schedules`. */
export type WorkloadField = Exclude<keyof WorkloadDetail, LeftOutOfWorkload>;
/** `hooksAndProbes` is what lifecycle hooks and probes run, `repository` the image without its tag and digest. */
export type ContainerField = Exclude<keyof Container, LeftOutOfContainer> | 'hooksAndProbes';

/** `containers` is one that was added or removed. */
export type ChangedField = WorkloadField | ContainerField;

/** One thing that is not as it was. */
export interface FieldChange {
  readonly field: ChangedField;
  /** The container's name; `""` where it is not about one. */
  readonly container: string;
  /** In words, `""` where there was nothing. Values of environment variables are never in it. */
  readonly from: string;
  readonly to: string;
}

/** Labels, numbers of pods, times and clean-up change when and how often it runs, not what. */
const outside: ReadonlySet<ChangedField> = new Set<ChangedField>([
  'labels',
  'annotations',
  'podLabels',
  'podAnnotations',
  'owner',
  'schedule',
  'timeZone',
  'suspended',
  'startingDeadlineSeconds',
  'concurrencyPolicy',
  'replicas',
  'parallelism',
  'completions',
  'successfulJobsHistoryLimit',
  'failedJobsHistoryLimit',
  'ttlSecondsAfterFinished',
  'activeDeadlineSeconds',
  'nodeName',
  'nodeSelector',
  'tolerations',
  'priorityClassName',
  'restartPolicy',
  'schedulerName',
  'ports',
]);

/** Does it change what the containers run, or with what powers? */
export const changesWhatRuns = ({ field }: FieldChange): boolean => !outside.has(field);
