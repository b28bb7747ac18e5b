import { customKind, path } from '../workload-kind.ts';
import { argoGroups, argoWorkflows, workflowPods, workflowReferences, workflowSpec } from './argo.ts';

export const workflow = customKind({
  kind: 'Workflow',
  resource: 'workflows',
  groups: argoGroups,
  project: argoWorkflows,
  places: workflowSpec('spec'),
  shared: [path('spec')],
  finite: true,
  makes: [workflowPods],
  references: workflowReferences('spec'),
});
