import { customKind, pods } from '../workload-kind.ts';
import { kruise, kruiseAccounts, kruiseGroups } from './kruise.ts';

export const advancedStatefulSet = customKind({
  kind: 'StatefulSet',
  resource: 'statefulsets',
  groups: kruiseGroups,
  project: kruise,
  template: ['spec', 'template'],
  persistent: true,
  makes: [pods(...kruiseAccounts)],
});
