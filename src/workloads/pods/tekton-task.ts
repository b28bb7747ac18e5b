import type { Json, JsonObject } from '../../model/json.ts';
import { isObject, listAt, objectAt } from '../../model/json.ts';
import { joined } from './find-paths.ts';
import type { PodView } from './pod-view.ts';

/** A task of Tekton (tekton.dev/docs/pipelines/tasks): steps are containers, `stepTemplate` holds what they have in common. */
export function tektonTask(task: JsonObject, path: string): PodView {
  const common = objectAt(task, 'stepTemplate') ?? {};
  return {
    spec: task,
    metadata: objectAt(task, 'metadata') ?? {},
    lists: [
      {
        items: listAt(task, 'steps').map(step => withCommon(step, common)),
        path: joined(path, 'steps'),
        role: 'container',
        script: 'script',
      },
      { items: listAt(task, 'sidecars'), path: joined(path, 'sidecars'), role: 'sidecar', script: 'script' },
    ],
  };
}

function withCommon(step: Json, common: JsonObject): Json {
  if (!isObject(step)) return step;
  return { ...common, ...step, env: [...listAt(common, 'env'), ...listAt(step, 'env')] };
}
