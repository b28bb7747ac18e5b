import { customKind, place } from '../workload-kind.ts';

/** Whole objects, to be made when somebody asks for them. */
export const openShiftTemplate = customKind({
  kind: 'Template',
  resource: 'templates',
  groups: ['template.openshift.io'],
  project: 'OpenShift',
  template: [],
  places: [place('object', 'objects.*')],
});
