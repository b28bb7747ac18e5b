import type { ContainerActivity } from '../../model/node-activity.ts';

/** A line of a container runtime's log. */
export interface RuntimeMessage {
  /** RFC 3339. */
  readonly at: string;
  readonly text: string;
  /** The rest of the line: ` id=... name=...`. */
  readonly fields: string;
}

export type ToldContainer = Omit<ContainerActivity, 'cluster' | 'origin' | 'format' | 'node' | 'alert'>;
