import type { JsonObject } from '../../src/model/json.ts';
import type { Cluster, ClusterPlan } from './cluster.ts';
import { openCluster } from './cluster.ts';
import { habits } from './clusters.ts';
import { day } from './rhythm.ts';
import type { TruthRecord } from './truth-record.ts';

export interface PlayOptions {
  readonly plan: ClusterPlan;
  readonly weeks: number;
  /** The first moment, in milliseconds; a Monday at midnight UTC. */
  readonly start: number;
  /** Things besides the cluster's own habits. */
  readonly prepare?: (cluster: Cluster) => void;
  /** Where the truth goes. */
  readonly record: (line: TruthRecord) => void;
}

/** The audit events of a cluster's history, in the order in which they were received. */
export function* play({ plan, weeks, start, prepare, record }: PlayOptions): Generator<JsonObject> {
  let pending: JsonObject[] = [];
  const days = weeks * 7;
  const cluster = openCluster({ plan, start, days, emit: event => pending.push(event), record });
  for (const name of plan.habits) {
    const habit = habits[name];
    if (habit === undefined) throw new Error(`no habit is called ${name}`);
    habit(cluster);
  }
  prepare?.(cluster);
  while (cluster.timeline.step(start + days * day)) {
    yield* pending;
    pending = [];
  }
}
