import { customKind } from '../workload-kind.ts';
import { kubeRay, rayAccounts, rayCluster, rayGroups } from './ray.ts';

export const rayService = customKind({
  kind: 'RayService',
  resource: 'rayservices',
  groups: rayGroups,
  project: kubeRay,
  places: rayCluster('spec.rayClusterConfig'),
  persistent: true,
  makes: [{ kind: 'RayCluster', group: 'ray.io', accounts: rayAccounts }],
});
