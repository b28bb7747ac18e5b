/** In all versions that have been: batch/v2alpha1, batch/v1beta1, batch/v1. */
import type { WorkloadKind } from './workload-kind.ts';

export const cronJob: WorkloadKind = {
  kind: 'CronJob',
  resource: 'cronjobs',
  groups: ['batch'],
  template: ['spec', 'jobTemplate', 'spec', 'template'],
  jobSpec: ['spec', 'jobTemplate', 'spec'],
  scheduled: true,
  persistent: false,
  everyNode: false,
  finite: true,
  owners: [],
};
