import type { WorkloadKind } from './workload-kind.ts';
import { owners } from './workload-kind.ts';

export const job: WorkloadKind = {
  kind: 'Job',
  resource: 'jobs',
  groups: ['batch', 'extensions'],
  template: ['spec', 'template'],
  jobSpec: ['spec'],
  scheduled: false,
  persistent: false,
  everyNode: false,
  finite: true,
  owners: [owners.cronJob],
};
