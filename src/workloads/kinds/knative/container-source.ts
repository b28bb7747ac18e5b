import { customKind } from '../workload-kind.ts';
import { eventing, eventingAccounts } from './knative.ts';

export const containerSource = customKind({
  kind: 'ContainerSource',
  resource: 'containersources',
  groups: ['sources.knative.dev'],
  project: eventing,
  template: ['spec', 'template'],
  persistent: true,
  makes: [{ kind: 'Deployment', group: 'apps', accounts: eventingAccounts }],
});
