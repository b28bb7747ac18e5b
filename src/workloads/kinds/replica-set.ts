import type { WorkloadKind } from './workload-kind.ts';
import { owners } from './workload-kind.ts';

export const replicaSet: WorkloadKind = {
  kind: 'ReplicaSet',
  resource: 'replicasets',
  groups: ['apps', 'extensions'],
  template: ['spec', 'template'],
  scheduled: false,
  persistent: true,
  everyNode: false,
  finite: false,
  owners: [owners.deployment],
};
