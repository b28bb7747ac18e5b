import type { WorkloadKind } from './workload-kind.ts';
import { owners } from './workload-kind.ts';

export const pod: WorkloadKind = {
  kind: 'Pod',
  resource: 'pods',
  groups: [''],
  template: [],
  scheduled: false,
  persistent: false,
  everyNode: false,
  finite: false,
  owners: [owners.job, owners.replicaSet, owners.daemonSet, owners.statefulSet, owners.replicationController],
};
