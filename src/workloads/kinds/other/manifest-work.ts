import { customKind, place } from '../workload-kind.ts';

/** Whole objects for another cluster. */
export const manifestWork = customKind({
  kind: 'ManifestWork',
  resource: 'manifestworks',
  groups: ['work.open-cluster-management.io'],
  project: 'Open Cluster Management',
  places: [place('object', 'spec.workload.manifests.*')],
});
