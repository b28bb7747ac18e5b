import { customKind, path, place } from '../workload-kind.ts';
import { tektonTriggers, triggersGroups } from './tekton.ts';

/** It waits for calls, under the account that its triggers make objects as. */
export const eventListener = customKind({
  kind: 'EventListener',
  resource: 'eventlisteners',
  groups: triggersGroups,
  project: tektonTriggers,
  places: [
    place('template', 'spec.resources.kubernetesResource.spec.template'),
    place('object', 'spec.resources.customResource'),
    place('object', 'spec.triggers.*.template.spec.resourcetemplates.*'),
  ],
  shared: [path('spec')],
  persistent: true,
  makes: [{ kind: 'Deployment', group: 'apps', accounts: ['tekton-triggers-controller'] }],
  references: [{ at: path('spec.triggers.*.template.ref'), kind: 'TriggerTemplate' }],
});
