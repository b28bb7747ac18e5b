import type { ContainerActivity, PodReference } from '../../model/node-activity.ts';
import type { ApiPods } from './api-pods.ts';

interface Start {
  readonly at: number;
  readonly pod: PodReference;
}

const most = 512;

/** Pods that started on a node: when many of them are unknown to the API, the node was started again. */
export function createUnknownPods(api: ApiPods) {
  const starts = new Map<string, readonly Start[]>();
  const keyOf = ({ cluster, node }: ContainerActivity): string => `${cluster} ${node}`;
  return {
    note(activity: ContainerActivity, pod: PodReference): void {
      const known = starts.get(keyOf(activity)) ?? [];
      if (known.some(start => start.pod.name === pod.name && start.pod.namespace === pod.namespace)) return;
      starts.set(keyOf(activity), [...known, { at: Date.parse(activity.at), pod }].slice(-most));
    },
    /** Itself not counted. */
    beside(activity: ContainerActivity, within: number): number {
      const at = Date.parse(activity.at);
      const near = (starts.get(keyOf(activity)) ?? []).filter(start => Math.abs(start.at - at) <= within);
      return near.filter(({ pod }) => api.find(activity.cluster, pod) === undefined).length - 1;
    },
  };
}
