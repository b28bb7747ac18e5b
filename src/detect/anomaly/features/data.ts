import type { Container, WorkloadDetail } from '../../../workloads/workload-change.ts';
import { hostsIn } from '../command-words.ts';
import type { Observation } from '../observation.ts';
import { hostSights, hostWords } from './command.ts';
import type { Sight } from './sight.ts';
import { family, namespace, ownUnlessNew } from './sight.ts';

/** Secrets and ConfigMaps that it did not read before, and hosts that its environment did not name. */
export function data(observation: Observation): readonly Sight[] {
  const { before, after } = observation;
  if (after === undefined) return [];
  const known = new Set(before === undefined ? [] : objectsOf(before));
  const objects = objectsOf(after).map(object => objectSight(observation, object, !known.has(object)));
  return [...objects, ...environment(observation)];
}

function objectSight(observation: Observation, object: string, isNew: boolean): Sight {
  const sight: Sight = {
    feature: 'data-object',
    places: [family(observation), namespace(observation)],
    value: object,
    novelty: 3,
    most: 6,
    says: `reads the ${object}`,
  };
  return ownUnlessNew(sight, isNew);
}

/** `Secret db-credentials`; what every pod is given is left out. */
export function objectsOf({ volumes, containers }: WorkloadDetail): readonly string[] {
  const mounted = volumes
    .filter(({ source }) => source !== '' && source !== 'kube-root-ca.crt')
    .map(({ type, source }) => `${typeWords(type)} ${source}`);
  const read = containers
    .flatMap(({ env, envFrom }) => [...env, ...envFrom])
    .flatMap(({ secret, configMap }) => [
      secret === '' ? '' : `Secret ${secret}`,
      configMap === '' ? '' : `ConfigMap ${configMap}`,
    ]);
  return [...new Set([...mounted, ...read].filter(object => object !== ''))];
}

function typeWords(type: string): string {
  if (type === 'secret' || type === 'projected') return 'Secret';
  if (type === 'configMap') return 'ConfigMap';
  return type === 'persistentVolumeClaim' ? 'claim' : type;
}

function environment(observation: Observation): readonly Sight[] {
  const known = new Set(
    observation.containers.flatMap(({ before }) => (before === undefined ? [] : hostsOf(before))),
  );
  const hosts = [...new Set(observation.containers.flatMap(({ after }) => hostsOf(after)))].slice(0, 16);
  return hosts.flatMap(host => {
    const sights = hostSights(observation, host, `its environment names ${hostWords(host)}`);
    return sights.map(sight => ownUnlessNew(sight, !known.has(host)));
  });
}

export const hostsOf = ({ env }: Container): readonly string[] => env.flatMap(({ value }) => hostsIn(value));
