/** How far the history of a cluster reaches: surprises count as much as there is to compare with. */
export interface Maturity {
  /** From 0, nothing was seen before, to 1. */
  at(cluster: string, time: number): number;
  /** Bits from which a change is worth a person's time, whatever was seen before; fewer where its body was not logged. */
  floor(cluster: string, time: number, isHidden: boolean): number;
  /** The history of this cluster began then. */
  began(cluster: string, time: number): void;
  /** However short it is, its history is enough by the user's word. */
  trust(cluster: string): void;
  beginnings(): readonly (readonly [cluster: string, time: number])[];
}

const dayLength = 86_400_000;

/** After so long weekly work has not been seen, daily and most of the people have. */
const grownUp = 3 * dayLength;

/** What is new is new to a short history for many reasons, to one of two weeks for few: then less of it is worth a look. */
const floors = { seen: { young: 11, old: 9 }, hidden: { young: 8, old: 6.5 } } as const;
const matures = { from: 7 * dayLength, to: 14 * dayLength } as const;

/** What came before `trustedUntil`, however short, is enough by the user's word. */
export function createMaturity(trustedUntil: number | undefined): Maturity {
  const beginnings = new Map<string, number>();
  const trusted = new Set<string>();
  const age = (cluster: string, time: number): number =>
    Math.max(0, time - (beginnings.get(cluster) ?? time));
  return {
    beginnings: () => [...beginnings],
    trust: cluster => void trusted.add(cluster),
    began: (cluster, time) => {
      beginnings.set(cluster, Math.min(time, beginnings.get(cluster) ?? time));
    },
    at: (cluster, time) => {
      const beginning = beginnings.get(cluster);
      if (beginning === undefined) return 0;
      const isTrusted = trustedUntil !== undefined && beginning < trustedUntil && time >= trustedUntil;
      return isTrusted || trusted.has(cluster) ? 1 : Math.min(1, age(cluster, time) / grownUp);
    },
    floor: (cluster, time, isHidden) => {
      const { young, old } = floors[isHidden ? 'hidden' : 'seen'];
      const { from, to } = matures;
      const share = Math.min(1, Math.max(0, (age(cluster, time) - from) / (to - from)));
      return young - share * (young - old);
    },
  };
}
