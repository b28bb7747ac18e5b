import { customKind, path, place } from '../workload-kind.ts';
import { taskPods, tekton, tektonGroups } from './tekton.ts';

export const taskRun = customKind({
  kind: 'TaskRun',
  resource: 'taskruns',
  groups: tektonGroups,
  project: tekton,
  places: [place('tekton-task', 'spec.taskSpec')],
  shared: [path('spec'), path('spec.podTemplate')],
  finite: true,
  makes: [taskPods],
  references: [{ at: path('spec.taskRef'), kind: 'Task' }],
});
