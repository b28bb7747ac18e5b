import { workflowSpec } from '../argo/argo.ts';
import { customKind, path } from '../workload-kind.ts';

/** A recurring run of Kubeflow Pipelines: an Argo workflow by a schedule with seconds, or every so many seconds. */
export const scheduledWorkflow = customKind({
  kind: 'ScheduledWorkflow',
  resource: 'scheduledworkflows',
  groups: ['kubeflow.org'],
  project: 'Kubeflow Pipelines',
  places: workflowSpec('spec.workflow.spec'),
  shared: [path('spec.workflow.spec'), path('spec')],
  times: {
    schedules: [path('spec.trigger.cronSchedule.cron')],
    every: [path('spec.trigger.periodicSchedule.intervalSecond')],
    timeZone: [],
    suspended: [],
    enabled: path('spec.enabled'),
  },
  dialect: 'robfig-1',
  scheduled: true,
  finite: true,
  makes: [
    { kind: 'Workflow', group: 'argoproj.io', accounts: ['ml-pipeline-scheduledworkflow', 'ml-pipeline'] },
  ],
});
