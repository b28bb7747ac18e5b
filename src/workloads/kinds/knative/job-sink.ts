import { customKind, jobs } from '../workload-kind.ts';
import { eventing } from './knative.ts';

/** Makes a Job of every event that it gets. */
export const jobSink = customKind({
  kind: 'JobSink',
  resource: 'jobsinks',
  groups: ['sinks.knative.dev'],
  project: eventing,
  template: ['spec', 'job', 'spec', 'template'],
  jobSpec: ['spec', 'job', 'spec'],
  finite: true,
  makes: [jobs('job-sink')],
});
