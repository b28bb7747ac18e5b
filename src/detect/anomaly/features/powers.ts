import type { Container, WorkloadDetail } from '../../../workloads/workload-change.ts';
import type { Observation } from '../observation.ts';
import type { Sight } from './sight.ts';
import { cluster, family, namespace, unlessNew } from './sight.ts';

/** Powers that it did not have before, each by itself. */
export function powers(observation: Observation): readonly Sight[] {
  const { before, after } = observation;
  if (after === undefined) return [];
  const known = new Set(before === undefined ? [] : powersOf(before));
  const places = [family(observation), namespace(observation), cluster(observation)];
  const about = { feature: 'powers', places, novelty: 5, most: 7 } as const;
  const sights = powersOf(after).map(power => ({
    ...about,
    value: power,
    says: power,
    ...unlessNew(!known.has(power)),
  }));
  // What asks for nothing is counted, too: else one that asks would be compared with those alone that did.
  return sights.length > 0
    ? sights
    : [{ ...about, value: 'none', says: 'asks for nothing', silent: 'unchanged' }];
}

export function powersOf(workload: WorkloadDetail): readonly string[] {
  const { hostNetwork, hostPID, hostIPC, volumes, containers } = workload;
  const paths = volumes
    .filter(({ hostPath }) => hostPath !== '')
    .map(({ hostPath }) => `mounts ${shortPath(hostPath)} of the node`);
  return [
    ...(hostNetwork ? ["shares the node's network"] : []),
    ...(hostPID ? ["sees the node's processes"] : []),
    ...(hostIPC ? ["shares the node's memory segments"] : []),
    ...new Set([...paths, ...containers.flatMap(ofContainer)]),
  ];
}

const shortPath = (path: string): string => path.split('/').slice(0, 4).join('/') || '/';

function ofContainer({
  privileged,
  hostProcess,
  capabilitiesAdd,
  runAsRoot,
  procMount,
  role,
}: Container): readonly string[] {
  return [
    ...(privileged || hostProcess ? ['has a privileged container'] : []),
    ...capabilitiesAdd.map(capability => `adds the capability ${capability}`),
    ...(runAsRoot ? ['runs as root in so many words'] : []),
    ...(procMount === 'Unmasked' ? ['sees all of /proc'] : []),
    ...(role === 'ephemeral' ? ['is an ephemeral container'] : []),
  ];
}
