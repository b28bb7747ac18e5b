import { createBoundedMap } from '../cel/bounded-map.ts';
import type { Observation } from './observation.ts';

/** Which Jobs are called after a CronJob beside them, as runs by hand are. */
export interface Namesakes {
  note(observation: Observation): Observation;
}

export function createNamesakes(limit: number): Namesakes {
  const schedules = createBoundedMap<true>(limit);
  return {
    note(observation) {
      const { kind, step, name } = observation;
      if (kind === 'CronJob' && step !== 'deleted' && name !== '')
        schedules.set(keyOf(observation, name), true);
      if (kind !== 'Job' || step === 'deleted' || asByController.test(name)) return observation;
      const repeats = prefixesOf(name).find(prefix => schedules.get(keyOf(observation, prefix)) === true);
      return repeats === undefined ? observation : { ...observation, repeats };
    },
  };
}

/** The controller's own names end in the minute that was due. */
const asByController = /-\d{8,10}$/;

/** `a-b-c` is called after `a-b`, or `a`. */
function prefixesOf(name: string): readonly string[] {
  const parts = name.split('-').slice(0, mostParts);
  return parts.map((_, index) => parts.slice(0, index + 1).join('-')).toReversed();
}

const mostParts = 16;

const keyOf = ({ cluster, namespace }: Observation, name: string): string =>
  JSON.stringify([cluster, namespace, name]);
