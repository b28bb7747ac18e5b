import type { WorkloadKind } from './workload-kind.ts';

export const replicationController: WorkloadKind = {
  kind: 'ReplicationController',
  resource: 'replicationcontrollers',
  groups: [''],
  template: ['spec', 'template'],
  scheduled: false,
  persistent: true,
  everyNode: false,
  finite: false,
  owners: [],
};
