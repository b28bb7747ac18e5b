import type { Observation } from '../observation.ts';
import type { Sight } from './sight.ts';
import { cluster, family, namespace } from './sight.ts';

/** As whom it runs, where that is new. */
export function account(observation: Observation): readonly Sight[] {
  const { before, after } = observation;
  if (after === undefined || (before !== undefined && before.serviceAccount === after.serviceAccount)) return [];
  if (after.containers.length === 0) return [];
  const value = after.serviceAccount || 'default';
  return [
    {
      feature: 'service-account',
      places: [family(observation), namespace(observation)],
      value,
      novelty: 4,
      most: 7,
      says: `runs as service account ${value}`,
    },
    { feature: 'account-user', places: [{ key: `${cluster(observation).key} account ${observation.namespace}/${value}`, words: `as ${value}` }], value: observation.family, novelty: 4, most: 0, says: '', silent: true },
  ];
}
