import type { JsonObject } from '../../model/json.ts';
import { listAt, objectAt } from '../../model/json.ts';
import { joined } from './find-paths.ts';
import type { ContainerList, PodView } from './pod-view.ts';

/**
 * A template of Argo Workflows (argo-workflows.readthedocs.io/en/latest/fields/#template): a container, a script or a set of containers,
 * among fields of a pod spec. What it holds as text (`podSpecPatch`, `resource.manifest`) is read elsewhere.
 */
export function argoTemplate(template: JsonObject, path: string): PodView {
  const set = objectAt(template, 'containerSet');
  const lists: ContainerList[] = [
    { items: listAt(template, 'initContainers'), path: joined(path, 'initContainers'), role: 'init' },
    ...alone(template, path, 'container'),
    ...alone(template, path, 'script'),
    { items: listAt(set, 'containers'), path: joined(path, 'containerSet.containers'), role: 'container' },
    { items: listAt(template, 'sidecars'), path: joined(path, 'sidecars'), role: 'sidecar' },
  ];
  return { spec: template, metadata: objectAt(template, 'metadata') ?? {}, lists };
}

/** Argo names it `main` where nobody did. */
function alone(template: JsonObject, path: string, key: 'container' | 'script'): readonly ContainerList[] {
  const container = objectAt(template, key);
  if (container === undefined) return [];
  const items = [{ name: 'main', ...container }];
  const list: ContainerList = { items, path: joined(path, key), alone: true, role: 'container' };
  return [key === 'script' ? { ...list, script: 'source' } : list];
}
