import { customKind, pods } from '../workload-kind.ts';
import { kruise, kruiseAccounts, kruiseGroups } from './kruise.ts';

export const advancedDaemonSet = customKind({
  kind: 'DaemonSet',
  resource: 'daemonsets',
  groups: kruiseGroups,
  project: kruise,
  template: ['spec', 'template'],
  persistent: true,
  everyNode: true,
  makes: [pods(...kruiseAccounts)],
});
