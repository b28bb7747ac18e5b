import { customKind, place } from '../workload-kind.ts';
import { tekton, tektonGroups } from './tekton.ts';

/** It runs nothing by itself: TaskRuns and pipelines name it. */
export const task = customKind({
  kind: 'Task',
  resource: 'tasks',
  groups: tektonGroups,
  project: tekton,
  places: [place('tekton-task', 'spec')],
  finite: true,
});
