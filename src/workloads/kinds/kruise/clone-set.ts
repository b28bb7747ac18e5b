import { customKind, pods } from '../workload-kind.ts';
import { kruise, kruiseAccounts, kruiseGroups } from './kruise.ts';

export const cloneSet = customKind({
  kind: 'CloneSet',
  resource: 'clonesets',
  groups: kruiseGroups,
  project: kruise,
  template: ['spec', 'template'],
  persistent: true,
  makes: [pods(...kruiseAccounts)],
});
