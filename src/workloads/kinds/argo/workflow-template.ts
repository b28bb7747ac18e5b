import { customKind, path } from '../workload-kind.ts';
import { argoGroups, argoWorkflows, workflowReferences, workflowSpec } from './argo.ts';

/** It runs nothing by itself: workflows name it. */
export const workflowTemplate = customKind({
  kind: 'WorkflowTemplate',
  resource: 'workflowtemplates',
  groups: argoGroups,
  project: argoWorkflows,
  places: workflowSpec('spec'),
  shared: [path('spec')],
  finite: true,
  references: workflowReferences('spec'),
});
