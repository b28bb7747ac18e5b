import { customKind, place } from '../workload-kind.ts';

/** An operator of the Operator Lifecycle Manager, with the deployments it consists of. */
export const clusterServiceVersion = customKind({
  kind: 'ClusterServiceVersion',
  resource: 'clusterserviceversions',
  groups: ['operators.coreos.com'],
  project: 'Operator Lifecycle Manager',
  places: [place('template', 'spec.install.spec.deployments.*.spec.template')],
  persistent: true,
  makes: [{ kind: 'Deployment', group: 'apps', accounts: ['olm-operator-serviceaccount'] }],
});
