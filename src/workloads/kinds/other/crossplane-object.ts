import { customKind, place } from '../workload-kind.ts';

/** A whole object that Crossplane's Kubernetes provider makes, here or in another cluster. */
export const crossplaneObject = customKind({
  kind: 'Object',
  resource: 'objects',
  groups: ['kubernetes.crossplane.io', 'kubernetes.m.crossplane.io'],
  project: 'Crossplane',
  places: [place('object', 'spec.forProvider.manifest')],
});
