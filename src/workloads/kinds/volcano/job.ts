import { customKind, place, pods } from '../workload-kind.ts';
import { volcano, volcanoAccounts, volcanoGroups } from './volcano.ts';

export const volcanoJob = customKind({
  kind: 'Job',
  resource: 'jobs',
  groups: volcanoGroups,
  project: volcano,
  places: [place('template', 'spec.tasks.*.template')],
  jobSpec: ['spec'],
  finite: true,
  makes: [pods(...volcanoAccounts)],
});
