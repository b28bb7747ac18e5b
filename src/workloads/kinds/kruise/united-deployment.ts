import { customKind, place } from '../workload-kind.ts';
import { kruise, kruiseAccounts, kruiseGroups } from './kruise.ts';

/** One object of one of four kinds for each part of the cluster. */
export const unitedDeployment = customKind({
  kind: 'UnitedDeployment',
  resource: 'uniteddeployments',
  groups: kruiseGroups,
  project: kruise,
  places: [
    place('template', 'spec.template.statefulSetTemplate.spec.template'),
    place('template', 'spec.template.advancedStatefulSetTemplate.spec.template'),
    place('template', 'spec.template.cloneSetTemplate.spec.template'),
    place('template', 'spec.template.deploymentTemplate.spec.template'),
  ],
  persistent: true,
  makes: [
    { kind: 'Deployment', group: 'apps', accounts: kruiseAccounts },
    { kind: 'StatefulSet', group: 'apps', accounts: kruiseAccounts },
    { kind: 'StatefulSet', group: 'apps.kruise.io', accounts: kruiseAccounts },
    { kind: 'CloneSet', group: 'apps.kruise.io', accounts: kruiseAccounts },
  ],
});
