import { customKind, path } from '../workload-kind.ts';
import { argoGroups, argoWorkflows, workflowReferences, workflowSpec } from './argo.ts';

/** It runs nothing by itself: workflows of any namespace name it. */
export const clusterWorkflowTemplate = customKind({
  kind: 'ClusterWorkflowTemplate',
  resource: 'clusterworkflowtemplates',
  groups: argoGroups,
  project: argoWorkflows,
  places: workflowSpec('spec'),
  shared: [path('spec')],
  finite: true,
  references: workflowReferences('spec'),
});
