import { customKind, path } from '../workload-kind.ts';
import { argoGroups } from './argo.ts';

export const rollout = customKind({
  kind: 'Rollout',
  resource: 'rollouts',
  groups: argoGroups,
  project: 'Argo Rollouts',
  template: ['spec', 'template'],
  persistent: true,
  makes: [{ kind: 'ReplicaSet', group: 'apps', accounts: ['argo-rollouts'] }],
  references: [{ at: path('spec.workloadRef'), kind: 'Deployment' }],
});
