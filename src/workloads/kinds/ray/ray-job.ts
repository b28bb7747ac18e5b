import { customKind, jobs } from '../workload-kind.ts';
import { kubeRay, rayAccounts, rayGroups, rayJobSpec } from './ray.ts';

export const rayJob = customKind({
  kind: 'RayJob',
  resource: 'rayjobs',
  groups: rayGroups,
  project: kubeRay,
  places: rayJobSpec('spec'),
  jobSpec: ['spec'],
  finite: true,
  makes: [{ kind: 'RayCluster', group: 'ray.io', accounts: rayAccounts }, jobs(...rayAccounts)],
});
