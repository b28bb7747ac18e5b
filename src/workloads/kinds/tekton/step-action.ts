import { customKind, place } from '../workload-kind.ts';
import { tekton, tektonGroups } from './tekton.ts';

/** One step, for tasks to name. */
export const stepAction = customKind({
  kind: 'StepAction',
  resource: 'stepactions',
  groups: tektonGroups,
  project: tekton,
  places: [place('container', 'spec')],
  finite: true,
});
