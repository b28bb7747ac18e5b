import { programsIn } from '../command-words.ts';
import type { Observation } from '../observation.ts';
import type { Place, Sight } from './sight.ts';
import { actor, remembered } from './sight.ts';

/**
 * What an identity makes again and again of one kind, a program's Jobs say: as whom they run, from which repository, which programs, and in
 * which namespaces. Only remembered: evidence asks whether one is unlike all the others.
 */
export function seriesSights(observation: Observation): readonly Sight[] {
  const { after, step, namespace, caller } = observation;
  if (after === undefined || step !== 'made' || caller.actor.type !== 'serviceaccount') return [];
  const repositories = after.containers.map(({ registry, repository }) => `${registry}/${repository}`);
  const programs = after.containers.flatMap(({ commandLines }) => commandLines).flatMap(programsIn);
  const series = [seriesIn(observation)];
  return [
    remembered('series-namespace', [madeBy(observation)], namespace),
    remembered('series-account', series, after.serviceAccount || 'default'),
    ...repositories.map(repository => remembered('series-repository', series, repository)),
    ...programs.slice(0, 16).map(program => remembered('series-program', series, program)),
  ];
}

const madeBy = (observation: Observation): Place => {
  const { key, words } = actor(observation);
  return { key: `${key} makes ${observation.kind}`, words };
};

const seriesIn = (observation: Observation): Place => {
  const { key, words } = madeBy(observation);
  return { key: `${key} in ${observation.namespace}`, words };
};
