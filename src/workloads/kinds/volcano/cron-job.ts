import { customKind, place } from '../workload-kind.ts';
import { volcano, volcanoAccounts, volcanoGroups } from './volcano.ts';

/** Since Volcano 1.13. */
export const volcanoCronJob = customKind({
  kind: 'CronJob',
  resource: 'cronjobs',
  groups: volcanoGroups,
  project: volcano,
  places: [place('template', 'spec.jobTemplate.spec.tasks.*.template')],
  jobSpec: ['spec', 'jobTemplate', 'spec'],
  dialect: 'robfig',
  scheduled: true,
  finite: true,
  makes: [{ kind: 'Job', group: 'batch.volcano.sh', accounts: volcanoAccounts }],
});
