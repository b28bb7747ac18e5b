import type { Json, JsonObject } from '../../model/json.ts';
import { listAt, stringAt } from '../../model/json.ts';
import { joined } from './find-paths.ts';
import type { ContainerList } from './pod-view.ts';

/** The three lists of a pod spec that is at this path. */
export function standardLists(spec: JsonObject, path: string): readonly ContainerList[] {
  return [
    { items: listAt(spec, 'initContainers'), path: joined(path, 'initContainers'), role: 'init' },
    { items: listAt(spec, 'containers'), path: joined(path, 'containers'), role: 'container' },
    {
      items: listAt(spec, 'ephemeralContainers'),
      path: joined(path, 'ephemeralContainers'),
      role: 'ephemeral',
    },
  ];
}

/** An init container that always restarts is a sidecar (KEP-753). */
export function roleIn({ role }: ContainerList, container: Json): ContainerList['role'] {
  return role === 'init' && stringAt(container, 'restartPolicy') === 'Always' ? 'sidecar' : role;
}
