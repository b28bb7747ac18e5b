import { customKind, path, place } from '../workload-kind.ts';
import { sparkAccounts, sparkGroups, sparkOperator } from './spark.ts';

export const scheduledSparkApplication = customKind({
  kind: 'ScheduledSparkApplication',
  resource: 'scheduledsparkapplications',
  groups: sparkGroups,
  project: sparkOperator,
  places: [place('spark-application', 'spec.template')],
  times: {
    schedules: [path('spec.schedule')],
    timeZone: [path('spec.timeZone')],
    suspended: [path('spec.suspend')],
    successfulHistory: path('spec.successfulRunHistoryLimit'),
    failedHistory: path('spec.failedRunHistoryLimit'),
  },
  dialect: 'robfig',
  scheduled: true,
  finite: true,
  makes: [{ kind: 'SparkApplication', group: 'sparkoperator.k8s.io', accounts: sparkAccounts }],
});
