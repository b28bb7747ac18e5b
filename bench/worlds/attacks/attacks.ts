import type { Cluster } from '../cluster.ts';
import type { WorldSet } from '../clusters.ts';

export interface AttackWindow {
  readonly after: number;
  readonly until: number;
}

export function attacksFor(_: WorldSet, __: AttackWindow): (cluster: Cluster) => void {
  return () => undefined;
}
