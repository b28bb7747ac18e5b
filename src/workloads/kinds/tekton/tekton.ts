import type { PodPlace } from '../workload-kind.ts';
import { path, place, pods } from '../workload-kind.ts';

export const tekton = 'Tekton Pipelines';
export const tektonTriggers = 'Tekton Triggers';
export const tektonGroups = ['tekton.dev'];
export const triggersGroups = ['triggers.tekton.dev'];

export const controllerAccounts = ['tekton-pipelines-controller'];
export const taskPods = pods(...controllerAccounts);

/** Tasks that are written out in a pipeline. */
export function pipelineSpec(at: string): readonly PodPlace[] {
  return [place('tekton-task', `${at}.tasks.*.taskSpec`), place('tekton-task', `${at}.finally.*.taskSpec`)];
}

/** Tasks that are elsewhere. */
export const pipelineReferences = (at: string) => [
  { at: path(`${at}.tasks.*.taskRef`), kind: 'Task' },
  { at: path(`${at}.finally.*.taskRef`), kind: 'Task' },
];
