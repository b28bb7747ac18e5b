import { customKind } from '../workload-kind.ts';
import { serving, servingAccounts, servingGroups } from './knative.ts';

export const configuration = customKind({
  kind: 'Configuration',
  resource: 'configurations',
  groups: servingGroups,
  project: serving,
  template: ['spec', 'template'],
  persistent: true,
  makes: [{ kind: 'Revision', group: 'serving.knative.dev', accounts: servingAccounts }],
});
