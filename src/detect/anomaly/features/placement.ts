import type { WorkloadDetail } from '../../../workloads/workload-change.ts';
import type { Observation } from '../observation.ts';
import type { Sight } from './sight.ts';
import { cluster, family, namespace, unlessNew } from './sight.ts';

/** Where it runs, how many at once, and what is left of it: only what was not so before. */
export function placement(observation: Observation): readonly Sight[] {
  const { before, after } = observation;
  if (after === undefined) return [];
  const known = new Set(before === undefined ? [] : traitsOf(before));
  const places = [family(observation), namespace(observation), cluster(observation)];
  const about = { feature: 'placement', places, novelty: 3, most: 5 } as const;
  const sights = traitsOf(after).map(trait => ({
    ...about,
    value: trait,
    says: exactly(trait, after),
    ...unlessNew(!known.has(trait)),
  }));
  // What asks for nothing is counted, too: else one that asks would be compared with those alone that did.
  return sights.length > 0
    ? sights
    : [{ ...about, value: 'none', says: 'asks for nothing', silent: 'unchanged' }];
}

function traitsOf(workload: WorkloadDetail): readonly string[] {
  const { nodeName, nodeSelector, tolerations, priorityClassName, parallelism, completions, replicas } =
    workload;
  const tolerated = tolerations.filter(({ key }) => !/^node\.kubernetes\.io\//.test(key));
  return [
    ...(nodeName === '' ? [] : ['is bound to one node by name']),
    ...[...nodeSelector].map(([key, value]) => `runs on nodes with ${key}=${value}`),
    ...tolerated.map(({ key }) => (key === '' ? 'tolerates every taint' : `tolerates the taint ${key}`)),
    ...(priorityClassName === '' ? [] : [`has the priority class ${priorityClassName}`]),
    ...(Math.max(parallelism, completions) > 1
      ? [`runs ${scale(Math.max(parallelism, completions))} pods to completion`]
      : []),
    ...(replicas > 4 ? [`runs ${scale(replicas)} replicas`] : []),
    ...tracks(workload).filter(trait => trait !== 'is suspended'),
  ];
}

/** With the number itself, where near ones count as the same. */
const exactly = (trait: string, { parallelism, completions, replicas }: WorkloadDetail): string =>
  trait.replace(/^runs up to \d+ (pods|replicas)/, (_, what: string) =>
    what === 'pods' ? `runs ${Math.max(parallelism, completions)} pods` : `runs ${replicas} replicas`,
  );

/** To the next power of four, so that near numbers are the same. */
const scale = (count: number): string => `up to ${4 ** Math.ceil(Math.log(count) / Math.log(4))}`;

export function tracks({
  successfulJobsHistoryLimit,
  failedJobsHistoryLimit,
  ttlSecondsAfterFinished,
  suspended,
}: WorkloadDetail): readonly string[] {
  return [
    ...(successfulJobsHistoryLimit === 0 ? ['keeps no finished Jobs'] : []),
    ...(failedJobsHistoryLimit === 0 ? ['keeps no failed Jobs'] : []),
    ...(ttlSecondsAfterFinished >= 0 && ttlSecondsAfterFinished < 30
      ? ['is removed within seconds of its end']
      : []),
    ...(suspended ? ['is suspended'] : []),
  ];
}
