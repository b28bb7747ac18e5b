import type { Answer } from '../request.ts';
import type { Scene } from './scene.ts';

/** One way to make a workload look as if somebody else, or nobody, had made it. */
export interface Variant {
  readonly id: string;
  readonly title: string;
  /** Folders of rules; one of them must find it. */
  readonly caughtBy: readonly string[];
  /** Where what is found is not in the namespace of the scene. */
  readonly elsewhere?: string;
  /** The server refuses it: what is found is the attempt. */
  readonly refused?: boolean;
  readonly play: (scene: Scene) => Promise<Answer>;
}
