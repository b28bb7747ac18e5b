import { customKind } from '../workload-kind.ts';
import { kubeRay, rayAccounts, rayGroups, rayJobSpec } from './ray.ts';

/** Since KubeRay 1.6; its job template is a RayJob's spec without one around it. */
export const rayCronJob = customKind({
  kind: 'RayCronJob',
  resource: 'raycronjobs',
  groups: rayGroups,
  project: kubeRay,
  places: rayJobSpec('spec.jobTemplate'),
  jobSpec: ['spec', 'jobTemplate'],
  dialect: 'robfig',
  scheduled: true,
  finite: true,
  makes: [{ kind: 'RayJob', group: 'ray.io', accounts: rayAccounts }],
});
