import { createBoundedMap } from '../cel/bounded-map.ts';
import type { Observation } from './observation.ts';

/** Who made what, and when: a deletion by the same identity soon after is told, and that it is made anew soon after a deletion. */
export interface Makers {
  note(observation: Observation): Observation;
  /** It was made as things are made here: to remove it again hides nothing. */
  forget(observation: Observation): void;
}

interface Making {
  readonly caller: string;
  readonly at: number;
}

const soon = 3_600_000;

export function createMakers(limit: number): Makers {
  const makings = createBoundedMap<Making>(limit);
  const deletions = createBoundedMap<Making>(limit);
  return {
    forget: observation => makings.delete(keyOf(observation)),
    note(observation) {
      const { step, caller, at } = observation;
      const key = keyOf(observation);
      if (step === 'made' || step === 'remade' || step === 'hidden')
        makings.set(key, { caller: caller.name, at });
      if (step === 'deleted') deletions.set(key, { caller: caller.name, at });
      const gone = observation.verb === 'create' ? deletions.get(key) : undefined;
      if (gone !== undefined && at - gone.at <= soon) return { ...observation, deletedBy: gone.caller };
      const making = step === 'deleted' ? makings.get(key) : undefined;
      if (making === undefined || making.caller !== caller.name || at - making.at > soon) return observation;
      return { ...observation, madeAgo: Math.max(0, at - making.at) };
    },
  };
}

const keyOf = ({ cluster, namespace, group, kind, name }: Observation): string =>
  JSON.stringify([cluster, namespace, group, kind, name]);
