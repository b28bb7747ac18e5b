import { customKind, path, place } from '../workload-kind.ts';
import { argoEvents, argoGroups, eventDeployments } from './argo.ts';

/** Makes whole objects when an event comes; itself a deployment. */
export const sensor = customKind({
  kind: 'Sensor',
  resource: 'sensors',
  groups: argoGroups,
  project: argoEvents,
  places: [
    place('container', 'spec.template.container'),
    place('object', 'spec.triggers.*.template.k8s.source.resource'),
    place('object', 'spec.triggers.*.template.argoWorkflow.source.resource'),
  ],
  shared: [path('spec.template')],
  persistent: true,
  makes: [eventDeployments],
});
