import { customKind, place } from '../workload-kind.ts';

/** Whole objects for another cluster. */
export const karmadaWork = customKind({
  kind: 'Work',
  resource: 'works',
  groups: ['work.karmada.io'],
  project: 'Karmada',
  places: [place('object', 'spec.workload.manifests.*')],
});
