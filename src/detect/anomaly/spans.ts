import type { Baseline, LearnedCluster } from './baseline/baseline.ts';
import type { Observation } from './observation.ts';

/** From when until when each cluster was seen, so that the same log is not learned twice. */
export interface Spans {
  /** Is it later than what the baseline was learned from? */
  isNew(observation: Observation): boolean;
  note(observation: Observation): void;
  learned(): readonly LearnedCluster[];
}

export function createSpans(baseline: Baseline | undefined, trustedUntil: number): Spans {
  const before = new Map((baseline?.clusters ?? []).map(({ cluster, until }) => [cluster, until]));
  const seen = new Map<string, LearnedCluster>();
  return {
    isNew: ({ cluster, at }) => at > (before.get(cluster) ?? Number.NEGATIVE_INFINITY),
    note({ cluster, at }) {
      const { from, until } = seen.get(cluster) ?? { from: at, until: at };
      const first = Math.min(from, at);
      seen.set(cluster, { cluster, from: first, until: Math.max(until, at), trusted: first < trustedUntil });
    },
    learned: () => [...seen.values()],
  };
}
