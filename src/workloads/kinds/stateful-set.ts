import type { WorkloadKind } from './workload-kind.ts';

export const statefulSet: WorkloadKind = {
  kind: 'StatefulSet',
  resource: 'statefulsets',
  groups: ['apps'],
  template: ['spec', 'template'],
  scheduled: false,
  persistent: true,
  everyNode: false,
  finite: false,
  owners: [],
};
