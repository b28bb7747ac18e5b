import { cronJob } from './cron-job.ts';
import { daemonSet } from './daemon-set.ts';
import { deployment } from './deployment.ts';
import { job } from './job.ts';
import { pod } from './pod.ts';
import { podTemplate } from './pod-template.ts';
import { replicaSet } from './replica-set.ts';
import { replicationController } from './replication-controller.ts';
import { statefulSet } from './stateful-set.ts';
import type { WorkloadKind } from './workload-kind.ts';

/** Every kind of core Kubernetes that holds a pod template. */
export const workloadKinds: readonly WorkloadKind[] = [
  pod,
  job,
  cronJob,
  deployment,
  replicaSet,
  replicationController,
  statefulSet,
  daemonSet,
  podTemplate,
];

const byResource = new Map(workloadKinds.map(kind => [kind.resource, kind]));
const byKind = new Map(workloadKinds.map(kind => [kind.kind, kind]));

/** The group must fit: `jobs` of batch.volcano.sh and `pods` of metrics.k8s.io are something else. */
export function kindOfResource(resource: string, group: string): WorkloadKind | undefined {
  const found = byResource.get(resource);
  return found?.groups.includes(group) === true ? found : undefined;
}

export function kindOfObject(kind: string, apiVersion: string): WorkloadKind | undefined {
  const found = byKind.get(kind);
  return found?.groups.includes(groupOf(apiVersion)) === true ? found : undefined;
}

/** `batch` of `batch/v1`; `""` of `v1`. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}
