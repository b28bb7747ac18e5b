import { customKind, path } from '../workload-kind.ts';
import { argoGroups, argoWorkflows, workflowReferences, workflowSpec, workflows } from './argo.ts';

/** `schedule` at first, `schedules` since version 3.6. */
export const cronWorkflow = customKind({
  kind: 'CronWorkflow',
  resource: 'cronworkflows',
  groups: argoGroups,
  project: argoWorkflows,
  places: workflowSpec('spec.workflowSpec'),
  shared: [path('spec.workflowSpec')],
  times: {
    schedules: [path('spec.schedule'), path('spec.schedules.*')],
    timeZone: [path('spec.timezone')],
    suspended: [path('spec.suspend')],
  },
  dialect: 'robfig',
  scheduled: true,
  finite: true,
  makes: [workflows],
  references: workflowReferences('spec.workflowSpec'),
});
