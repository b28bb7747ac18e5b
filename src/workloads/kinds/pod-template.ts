import type { WorkloadKind } from './workload-kind.ts';

export const podTemplate: WorkloadKind = {
  kind: 'PodTemplate',
  resource: 'podtemplates',
  groups: [''],
  template: ['template'],
  scheduled: false,
  persistent: false,
  everyNode: false,
  finite: false,
  owners: [],
};
