import { customKind, place } from '../workload-kind.ts';

/** What waits in a queue: the templates of the job that it stands for, once more. It makes nothing itself. */
export const kueueWorkload = customKind({
  kind: 'Workload',
  resource: 'workloads',
  groups: ['kueue.x-k8s.io'],
  project: 'Kueue',
  places: [place('template', 'spec.podSets.*.template')],
  finite: true,
});
