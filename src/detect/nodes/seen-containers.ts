import type { ContainerActivity, PodReference } from '../../model/node-activity.ts';
import { noPod } from '../../model/node-activity.ts';
import { createBoundedMap } from './bounded-map.ts';

/** A container as the activities about it told together. */
export interface SeenContainer {
  readonly id: string;
  readonly role: ContainerActivity['role'];
  readonly sandboxId: string;
  readonly pod: PodReference;
  readonly name: string;
  readonly image: string;
  readonly imageDigest: string;
  readonly commandLine: string;
  readonly node: string;
  readonly runtime: string;
  readonly runtimeNamespace: string;
  /** Its start was seen, not just that it is there. */
  readonly started: boolean;
  /** The kubelet took its pod from a file on the node. */
  readonly fromFile: boolean;
}

export interface SeenContainers {
  take(activity: ContainerActivity): SeenContainer;
  /** Agents cut ids to their first twelve characters. */
  find(cluster: string, id: string): SeenContainer | undefined;
  /** Was anything seen that the kubelet asked for? */
  hasPods(cluster: string): boolean;
}

const limit = 50_000;

export function createSeenContainers(): SeenContainers {
  const known = createBoundedMap<SeenContainer>(limit);
  const clusters = new Set<string>();
  const keyOf = (cluster: string, id: string): string => `${cluster} ${id.slice(0, 12)}`;
  const withSandbox = (cluster: string, container: SeenContainer): SeenContainer => {
    if (container.pod.name !== '' || container.sandboxId === '') return container;
    const sandbox = known.get(keyOf(cluster, container.sandboxId));
    return sandbox === undefined ? container : { ...container, pod: sandbox.pod };
  };
  return {
    take(activity) {
      const { cluster } = activity;
      const key = keyOf(cluster, activity.container.id);
      const container = withSandbox(cluster, joined(activity, known.get(key)));
      known.set(key, container);
      if (container.pod.name !== '') clusters.add(cluster);
      return container;
    },
    find: (cluster, id) => (id === '' ? undefined : known.get(keyOf(cluster, id))),
    hasPods: cluster => clusters.has(cluster),
  };
}

const unseen: SeenContainer = {
  id: '',
  role: 'unknown',
  sandboxId: '',
  pod: noPod,
  name: '',
  image: '',
  imageDigest: '',
  commandLine: '',
  node: '',
  runtime: '',
  runtimeNamespace: '',
  started: false,
  fromFile: false,
};

function joined(activity: ContainerActivity, before: SeenContainer = unseen): SeenContainer {
  const { container, pod, role, act } = activity;
  const texts = {
    sandboxId: activity.sandboxId || before.sandboxId,
    name: container.name || before.name,
    image: container.image || before.image,
    imageDigest: container.imageDigest || before.imageDigest,
    commandLine: activity.commandLine || before.commandLine,
    node: activity.node || before.node,
    runtime: container.runtime || before.runtime,
    runtimeNamespace: activity.runtimeNamespace || before.runtimeNamespace,
  };
  return {
    ...texts,
    id: container.id,
    role: role === 'unknown' ? before.role : role,
    pod: pod.name === '' ? before.pod : pod,
    started: before.started || act === 'started' || act === 'created',
    fromFile: before.fromFile || activity.annotations['kubernetes.io/config.source'] === 'file',
  };
}
