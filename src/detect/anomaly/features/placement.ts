import type { WorkloadDetail } from '../../../workloads/workload-change.ts';
import type { Observation } from '../observation.ts';
import type { Sight } from './sight.ts';
import { cluster, family, namespace } from './sight.ts';

/** Where it runs, how many at once, and what is left of it: only what was not so before. */
export function placement(observation: Observation): readonly Sight[] {
  const { before, after } = observation;
  if (after === undefined) return [];
  const known = new Set(before === undefined ? [] : traitsOf(before));
  const fresh = traitsOf(after).filter(trait => !known.has(trait));
  const places = [family(observation), namespace(observation), cluster(observation)];
  const sights: readonly Sight[] = fresh.map(trait => ({ feature: 'placement', places, value: trait, novelty: 3, most: 5, says: trait }));
  return sights.length > 0 || before !== undefined ? sights : [{ feature: 'placement', places, value: 'none', novelty: 1, most: 0, says: '' }];
}

function traitsOf(workload: WorkloadDetail): readonly string[] {
  const { nodeName, nodeSelector, tolerations, priorityClassName, parallelism, completions, replicas } = workload;
  const tolerated = tolerations.filter(({ key }) => !/^node\.kubernetes\.io\//.test(key));
  return [
    ...(nodeName === '' ? [] : ['is bound to one node by name']),
    ...[...nodeSelector].map(([key, value]) => `runs on nodes with ${key}=${value}`),
    ...tolerated.map(({ key }) => (key === '' ? 'tolerates every taint' : `tolerates the taint ${key}`)),
    ...(priorityClassName === '' ? [] : [`has the priority class ${priorityClassName}`]),
    ...(Math.max(parallelism, completions) > 1 ? [`runs ${scale(Math.max(parallelism, completions))} pods to completion`] : []),
    ...(replicas > 4 ? [`runs ${scale(replicas)} replicas`] : []),
    ...tracks(workload),
  ];
}

/** To the next power of four, so that near numbers are the same. */
const scale = (count: number): string => `up to ${4 ** Math.ceil(Math.log(count) / Math.log(4))}`;

export function tracks({ successfulJobsHistoryLimit, failedJobsHistoryLimit, ttlSecondsAfterFinished, suspended }: WorkloadDetail): readonly string[] {
  return [
    ...(successfulJobsHistoryLimit === 0 ? ['keeps no finished Jobs'] : []),
    ...(failedJobsHistoryLimit === 0 ? ['keeps no failed Jobs'] : []),
    ...(ttlSecondsAfterFinished >= 0 && ttlSecondsAfterFinished < 30 ? ['is removed within seconds of its end'] : []),
    ...(suspended ? ['is suspended'] : []),
  ];
}
