import type { WorkloadDetail } from '../workload-change.ts';
import type { WorkloadField } from './field-change.ts';
import type { Items } from './in-words.ts';
import {
  each,
  inTurn,
  itemsOf,
  number,
  owner,
  plain,
  reference,
  strings,
  toleration,
  volume,
} from './in-words.ts';

/** What a field says: one text, or items that come and go. */
export type Said = string | Items;

type Reader = (workload: WorkloadDetail) => Said;

/** The compiler asks for a line for every field of a workload that is not left out by name. */
export const workloadFields: { readonly [Field in Exclude<WorkloadField, 'containers'>]: Reader } = {
  labels: workload => strings(workload.labels),
  annotations: workload => strings(workload.annotations),
  owner: workload => owner(workload.owner),
  schedule: workload => inTurn(workload.schedules),
  timeZone: workload => workload.timeZone,
  suspended: workload => plain(workload.suspended),
  startingDeadlineSeconds: workload => number(workload.startingDeadlineSeconds),
  concurrencyPolicy: workload => workload.concurrencyPolicy,
  replicas: workload => number(workload.replicas),
  parallelism: workload => number(workload.parallelism),
  completions: workload => number(workload.completions),
  successfulJobsHistoryLimit: workload => number(workload.successfulJobsHistoryLimit),
  failedJobsHistoryLimit: workload => number(workload.failedJobsHistoryLimit),
  ttlSecondsAfterFinished: workload => number(workload.ttlSecondsAfterFinished),
  activeDeadlineSeconds: workload => number(workload.activeDeadlineSeconds),
  serviceAccount: workload => workload.serviceAccount,
  automountServiceAccountToken: workload => plain(workload.automountServiceAccountToken),
  hostNetwork: workload => plain(workload.hostNetwork),
  hostPID: workload => plain(workload.hostPID),
  hostIPC: workload => plain(workload.hostIPC),
  hostUsers: workload => plain(workload.hostUsers),
  nodeName: workload => workload.nodeName,
  nodeSelector: workload => strings(workload.nodeSelector),
  tolerations: workload => itemsOf(workload.tolerations, toleration),
  priorityClassName: workload => workload.priorityClassName,
  runtimeClassName: workload => workload.runtimeClassName,
  restartPolicy: workload => workload.restartPolicy,
  schedulerName: workload => workload.schedulerName,
  podLabels: workload => strings(workload.podLabels),
  podAnnotations: workload => strings(workload.podAnnotations),
  imagePullSecrets: workload => each(workload.imagePullSecrets),
  shareProcessNamespace: workload => plain(workload.shareProcessNamespace),
  volumes: workload => itemsOf(workload.volumes, volume),
  references: workload => itemsOf(workload.references, reference),
};
