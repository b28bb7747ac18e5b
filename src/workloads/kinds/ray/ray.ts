import type { PodPlace } from '../workload-kind.ts';
import { place } from '../workload-kind.ts';

export const kubeRay = 'KubeRay';
export const rayGroups = ['ray.io'];
export const rayAccounts = ['kuberay-operator'];

/** Head and workers of a RayCluster's spec. */
export function rayCluster(at: string): readonly PodPlace[] {
  return [
    place('template', `${at}.headGroupSpec.template`),
    place('template', `${at}.workerGroupSpecs.*.template`),
  ];
}

/** A RayJob's spec: its cluster, the pod that submits the job, and what a shell runs in the cluster. */
export function rayJobSpec(at: string): readonly PodPlace[] {
  return [
    ...rayCluster(`${at}.rayClusterSpec`),
    place('template', `${at}.submitterPodTemplate`),
    place('command-text', `${at}.entrypoint`),
  ];
}
