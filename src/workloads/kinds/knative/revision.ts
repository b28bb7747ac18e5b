import { customKind } from '../workload-kind.ts';
import { serving, servingAccounts, servingGroups } from './knative.ts';

/** Its spec is a pod spec. */
export const revision = customKind({
  kind: 'Revision',
  resource: 'revisions',
  groups: servingGroups,
  project: serving,
  template: [],
  persistent: true,
  makes: [{ kind: 'Deployment', group: 'apps', accounts: servingAccounts }],
});
