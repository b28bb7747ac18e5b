import { customKind, place } from '../workload-kind.ts';
import { tektonTriggers, triggersGroups } from './tekton.ts';

/** Whole objects that an EventListener makes when somebody calls it. */
export const triggerTemplate = customKind({
  kind: 'TriggerTemplate',
  resource: 'triggertemplates',
  groups: triggersGroups,
  project: tektonTriggers,
  places: [place('object', 'spec.resourcetemplates.*')],
  finite: true,
});
