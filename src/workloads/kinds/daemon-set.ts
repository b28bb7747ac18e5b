import type { WorkloadKind } from './workload-kind.ts';

export const daemonSet: WorkloadKind = {
  kind: 'DaemonSet',
  resource: 'daemonsets',
  groups: ['apps', 'extensions'],
  template: ['spec', 'template'],
  scheduled: false,
  persistent: true,
  everyNode: true,
  finite: false,
  owners: [],
};
