import { customKind, jobs, place } from '../workload-kind.ts';

export const jobSet = customKind({
  kind: 'JobSet',
  resource: 'jobsets',
  groups: ['jobset.x-k8s.io'],
  project: 'JobSet',
  places: [place('template', 'spec.replicatedJobs.*.template.spec.template')],
  jobSpec: ['spec'],
  finite: true,
  makes: [jobs('jobset-controller-manager')],
});
