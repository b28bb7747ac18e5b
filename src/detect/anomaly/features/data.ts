import type { Container, WorkloadDetail } from '../../../workloads/workload-change.ts';
import { hostsIn } from '../command-words.ts';
import type { Observation } from '../observation.ts';
import { hostSight } from './command.ts';
import type { Sight } from './sight.ts';
import { cluster, family, namespace } from './sight.ts';

/** Secrets and ConfigMaps that it did not read before, and hosts that its environment did not name. */
export function data(observation: Observation): readonly Sight[] {
  const { before, after } = observation;
  if (after === undefined) return [];
  const known = new Set(before === undefined ? [] : objectsOf(before));
  const objects = objectsOf(after).filter(object => !known.has(object));
  return [...objects.flatMap(object => objectSights(observation, object)), ...environment(observation)];
}

function objectSights(observation: Observation, object: string): readonly Sight[] {
  return [
    {
      feature: 'data-object',
      places: [family(observation), namespace(observation)],
      value: object,
      novelty: 3,
      most: 6,
      says: `reads the ${object}`,
    },
    { feature: 'data-user', places: [{ key: `${cluster(observation).key} object ${observation.namespace}/${object}`, words: `of the ${object}` }], value: observation.family, novelty: 4, most: 0, says: '', silent: true },
  ];
}

/** `Secret db-credentials`; what every pod is given is left out. */
export function objectsOf({ volumes, containers }: WorkloadDetail): readonly string[] {
  const mounted = volumes.filter(({ source }) => source !== '' && source !== 'kube-root-ca.crt').map(({ type, source }) => `${typeWords(type)} ${source}`);
  const read = containers.flatMap(({ env, envFrom }) => [...env, ...envFrom]).flatMap(({ secret, configMap }) => [secret === '' ? '' : `Secret ${secret}`, configMap === '' ? '' : `ConfigMap ${configMap}`]);
  return [...new Set([...mounted, ...read].filter(object => object !== ''))];
}

function typeWords(type: string): string {
  if (type === 'secret' || type === 'projected') return 'Secret';
  if (type === 'configMap') return 'ConfigMap';
  return type === 'persistentVolumeClaim' ? 'claim' : type;
}

function environment(observation: Observation): readonly Sight[] {
  const hosts = observation.containers.flatMap(({ before, after }) => {
    const known = new Set(before === undefined ? [] : hostsOf(before));
    return hostsOf(after).filter(host => !known.has(host));
  });
  return [...new Set(hosts)].slice(0, 16).map(host => ({ ...hostSight(observation, host), says: `its environment names the host ${host}` }));
}

export const hostsOf = ({ env }: Container): readonly string[] => env.flatMap(({ value }) => hostsIn(value));
