import { objectAt, stringAt } from '../model/json.ts';
import type { FileActivity, NodeActivity } from '../model/node-activity.ts';
import type { Workload } from '../model/workload.ts';

/** What a sight on a node is about: the pod, if the observer knows it, else the container, else the node. */
export function seenWorkload(activity: NodeActivity): Workload {
  const { cluster, node, pod, container } = activity;
  const place = { cluster, group: '', namespace: pod.namespace };
  if (activity.type === 'file') return ofFile(activity);
  if (pod.name !== '') return { ...place, kind: 'Pod', name: pod.name, uid: pod.uid };
  if (container.id !== '')
    return { ...place, kind: 'Container', name: container.name || container.id, uid: '' };
  return { ...place, kind: 'Node', name: node, uid: '' };
}

/** The pod of a static manifest is named after its node; without the manifest the file is about the node. */
function ofFile({ cluster, node, pod, object }: FileActivity): Workload {
  const metadata = objectAt(object, 'metadata');
  const name = stringAt(metadata, 'name');
  const common = { cluster, group: '', uid: '' };
  if (name !== undefined && stringAt(object, 'kind') === 'Pod')
    return {
      ...common,
      kind: 'Pod',
      namespace: stringAt(metadata, 'namespace') ?? 'default',
      name: node === '' ? name : `${name}-${node}`,
    };
  if (pod.name !== '')
    return { ...common, kind: 'Pod', namespace: pod.namespace, name: pod.name, uid: pod.uid };
  return { ...common, kind: 'Node', namespace: '', name: node };
}
