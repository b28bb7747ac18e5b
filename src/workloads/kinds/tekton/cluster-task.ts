import { customKind, place } from '../workload-kind.ts';
import { tekton, tektonGroups } from './tekton.ts';

/** Of v1beta1, for all namespaces; gone since Tekton Pipelines 1.0. */
export const clusterTask = customKind({
  kind: 'ClusterTask',
  resource: 'clustertasks',
  groups: tektonGroups,
  project: tekton,
  places: [place('tekton-task', 'spec')],
  finite: true,
});
