import { customKind } from '../workload-kind.ts';
import { serving, servingAccounts, servingGroups } from './knative.ts';

/** Scales between zero and many, so that it runs whenever somebody calls it. */
export const knativeService = customKind({
  kind: 'Service',
  resource: 'services',
  groups: servingGroups,
  project: serving,
  template: ['spec', 'template'],
  persistent: true,
  makes: [{ kind: 'Configuration', group: 'serving.knative.dev', accounts: servingAccounts }],
});
