import type { Observation } from '../observation.ts';
import type { Sight } from './sight.ts';
import { family, namespace, ownUnlessNew } from './sight.ts';

/** As whom it runs, where that is new. */
export function account(observation: Observation): readonly Sight[] {
  const { before, after } = observation;
  if (after === undefined || after.containers.length === 0) return [];
  const value = after.serviceAccount || 'default';
  const sight: Sight = {
    feature: 'service-account',
    places: [family(observation), namespace(observation)],
    value,
    novelty: 5,
    most: 7,
    says: `runs as service account ${value}`,
  };
  return [ownUnlessNew(sight, before === undefined || before.serviceAccount !== after.serviceAccount)];
}
