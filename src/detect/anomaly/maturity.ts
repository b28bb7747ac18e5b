/** How far the history of a cluster reaches: surprises count as much as there is to compare with. */
export interface Maturity {
  /** From 0, nothing was seen before, to 1. */
  at(cluster: string, time: number): number;
  /** The history of this cluster began then. */
  began(cluster: string, time: number): void;
  beginnings(): readonly (readonly [cluster: string, time: number])[];
}

/** After so long weekly work has not been seen, daily and most of the people have. */
const grownUp = 3 * 86_400_000;

/** What came before `trustedUntil`, however short, is enough by the user's word. */
export function createMaturity(trustedUntil: number | undefined): Maturity {
  const beginnings = new Map<string, number>();
  return {
    beginnings: () => [...beginnings],
    began: (cluster, time) => {
      beginnings.set(cluster, Math.min(time, beginnings.get(cluster) ?? time));
    },
    at: (cluster, time) => {
      const beginning = beginnings.get(cluster);
      if (beginning === undefined) return 0;
      if (trustedUntil !== undefined && beginning < trustedUntil && time >= trustedUntil) return 1;
      return Math.min(1, Math.max(0, (time - beginning) / grownUp));
    },
  };
}
