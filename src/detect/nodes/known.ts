import type { ContainerActivity } from '../../model/node-activity.ts';
import type { Evidence } from '../../model/signal.ts';
import type { ApiPods } from './api-pods.ts';
import type { SeenContainers } from './seen-containers.ts';
import type { StaticFiles } from './static-files.ts';

/** What both sides have told so far. */
export interface Known {
  readonly api: ApiPods;
  readonly containers: SeenContainers;
  readonly files: StaticFiles;
  /** Other pods that started on the same node within this time before or after, and that the API does not know. */
  unknownBeside(activity: ContainerActivity, within: number): number;
  /** The manifest of a static pod, and who wrote it, in words. */
  fileOf(cluster: string, namespace: string, name: string, node: string): FileWords | undefined;
  readonly counts: Counts;
}

export interface FileWords {
  readonly reasons: readonly string[];
  readonly evidence: readonly Evidence[];
}

/** What could not be judged, by why. */
export interface Counts {
  /** Before the log begins, or after something of then was forgotten. */
  beyond: number;
  /** The pod's body, or what admission made of it, was not logged. */
  bodiless: number;
  restarted: number;
  /** No request of the cluster was seen at all. */
  alone: number;
  /** Requests to exec are not logged. */
  executions: number;
}
