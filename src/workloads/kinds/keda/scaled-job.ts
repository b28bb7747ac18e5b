import { customKind, jobs } from '../workload-kind.ts';
import { cronTriggers, keda, kedaAccounts, kedaGroups } from './keda.ts';

/** Makes Jobs as its triggers say: a queue, a metric, a time. */
export const scaledJob = customKind({
  kind: 'ScaledJob',
  resource: 'scaledjobs',
  groups: kedaGroups,
  project: keda,
  template: ['spec', 'jobTargetRef', 'template'],
  jobSpec: ['spec', 'jobTargetRef'],
  times: cronTriggers,
  dialect: 'robfig-fields',
  sometimesScheduled: true,
  finite: true,
  makes: [jobs(...kedaAccounts)],
});
