import { customKind, jobs, path, place } from '../workload-kind.ts';
import { kruise, kruiseAccounts, kruiseGroups } from './kruise.ts';

/** Makes Jobs, or BroadcastJobs, which run on every node. */
export const advancedCronJob = customKind({
  kind: 'AdvancedCronJob',
  resource: 'advancedcronjobs',
  groups: kruiseGroups,
  project: kruise,
  places: [
    place('template', 'spec.template.jobTemplate.spec.template'),
    place('template', 'spec.template.broadcastJobTemplate.spec.template'),
  ],
  jobSpec: ['spec', 'template', 'jobTemplate', 'spec'],
  times: {
    schedules: [path('spec.schedule')],
    timeZone: [path('spec.timeZone')],
    suspended: [path('spec.paused')],
  },
  dialect: 'robfig',
  scheduled: true,
  finite: true,
  makes: [
    jobs(...kruiseAccounts),
    { kind: 'BroadcastJob', group: 'apps.kruise.io', accounts: kruiseAccounts },
  ],
});
