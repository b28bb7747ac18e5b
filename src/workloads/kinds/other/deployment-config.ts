import { customKind } from '../workload-kind.ts';

export const deploymentConfig = customKind({
  kind: 'DeploymentConfig',
  resource: 'deploymentconfigs',
  groups: ['apps.openshift.io'],
  project: 'OpenShift',
  template: ['spec', 'template'],
  persistent: true,
  makes: [{ kind: 'ReplicationController', group: '', accounts: ['deploymentconfig-controller'] }],
});
