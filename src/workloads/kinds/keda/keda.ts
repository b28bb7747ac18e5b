import type { Times } from '../workload-kind.ts';
import { path } from '../workload-kind.ts';

export const keda = 'KEDA';
export const kedaGroups = ['keda.sh'];
export const kedaAccounts = ['keda-operator'];

/** A trigger of the type cron opens at `start`; triggers of other types have no such field. */
export const cronTriggers: Times = {
  schedules: [path('spec.triggers.*.metadata.start')],
  timeZone: [path('spec.triggers.*.metadata.timezone')],
  suspended: [['metadata', 'annotations', 'autoscaling.keda.sh/paused']],
};
