import type { WorkloadKind } from './workload-kind.ts';

export const deployment: WorkloadKind = {
  kind: 'Deployment',
  resource: 'deployments',
  groups: ['apps', 'extensions'],
  template: ['spec', 'template'],
  scheduled: false,
  persistent: true,
  everyNode: false,
  finite: false,
  owners: [],
};
