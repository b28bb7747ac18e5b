import { customKind, pods } from '../workload-kind.ts';
import { rayCluster as clusterPlaces, kubeRay, rayAccounts, rayGroups } from './ray.ts';

export const rayCluster = customKind({
  kind: 'RayCluster',
  resource: 'rayclusters',
  groups: rayGroups,
  project: kubeRay,
  places: clusterPlaces('spec'),
  persistent: true,
  makes: [pods(...rayAccounts)],
});
