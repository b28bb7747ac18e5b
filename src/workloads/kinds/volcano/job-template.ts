import { customKind, place } from '../workload-kind.ts';
import { volcano } from './volcano.ts';

/** It runs nothing by itself: JobFlows name it. */
export const volcanoJobTemplate = customKind({
  kind: 'JobTemplate',
  resource: 'jobtemplates',
  groups: ['flow.volcano.sh'],
  project: volcano,
  places: [place('template', 'spec.tasks.*.template')],
  jobSpec: ['spec'],
  finite: true,
});
