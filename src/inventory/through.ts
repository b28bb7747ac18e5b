import type { ReferenceDetail, WorkloadDetail } from '../workloads/workload-change.ts';
import type { Entries } from './entries.ts';
import type { Entry } from './entry.ts';

/** A workload with what it leaves to others: a timer to its service, a rule to a task definition, a CronWorkflow to a WorkflowTemplate. */
export interface Resolved {
  readonly workload: WorkloadDetail;
  /** `ECSTaskDefinition orders:7`. */
  readonly through: readonly string[];
}

const most = 8;

export function resolved({ workload, name }: Entry, entries: Entries): Resolved {
  const { references, containers } = workload;
  if (containers.some(({ image }) => image !== '') || references.length === 0)
    return { workload, through: [] };
  const found = references
    .slice(0, most)
    .map(reference => entries.named(name.cluster, reference.kind, nameWithoutRevision(reference)))
    .flatMap(all => all.find(each => each.name.namespace === name.namespace) ?? all[0] ?? []);
  const through = references.slice(0, most).map(({ kind, name: to }) => `${kind} ${to}`);
  if (found.length === 0) return { workload, through };
  const others = found.map(each => each.workload);
  return {
    through,
    workload: {
      ...workload,
      containers: others.flatMap(other => other.containers),
      volumes: others.flatMap(other => other.volumes),
      hostNetwork: others.some(other => other.hostNetwork),
      hostPID: others.some(other => other.hostPID),
      hostIPC: others.some(other => other.hostIPC),
      serviceAccount: others.find(other => other.serviceAccount !== '')?.serviceAccount ?? '',
    },
  };
}

/** `orders` of `orders:7`. */
const nameWithoutRevision = ({ name }: ReferenceDetail): string => name.replace(/:\d+$/, '');
