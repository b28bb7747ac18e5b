import type { Container } from '../../../workloads/workload-change.ts';
import { hostsIn, programsIn, wordsOf } from '../command-words.ts';
import type { Observation } from '../observation.ts';
import { isNewIn } from '../observation.ts';
import type { Place, Sight } from './sight.ts';
import { cluster, family, namespace } from './sight.ts';

/** What runs: the programs of the command line, its words one by one, the hosts that it names. Only what was not there before. */
export function command(observation: Observation): readonly Sight[] {
  const changed = observation.containers.filter(step => isNewIn(step, ({ commandLines }) => commandLines.join('\n')));
  return changed.flatMap(({ after, before }) => [
    ...fresh(after, before, linesOf, programsIn).map(program => programSight(observation, after, program)),
    ...fresh(after, before, linesOf, wordsOf).map(word => wordSight(observation, after, word)),
    ...fresh(after, before, linesOf, hostsIn).map(host => hostSight(observation, host)),
  ]);
}

const linesOf = ({ commandLines, decoded }: Container): readonly string[] => [...commandLines, ...decoded];

function fresh(
  after: Container,
  before: Container | undefined,
  lines: (container: Container) => readonly string[],
  read: (line: string) => readonly string[],
): readonly string[] {
  const known = new Set(before === undefined ? [] : lines(before).flatMap(read));
  return [...new Set(lines(after).flatMap(read))].filter(found => !known.has(found)).slice(0, most);
}

const most = 24;

const repository = ({ cluster: name }: Observation, container: Container): Place => ({
  key: `${name}|repository ${container.registry}/${container.repository}`,
  words: `of ${container.repository}`,
});

function programSight(observation: Observation, container: Container, program: string): Sight {
  return {
    feature: 'command-program',
    places: [family(observation), repository(observation, container), namespace(observation), cluster(observation)],
    value: program,
    novelty: 4,
    most: 7,
    says: `runs ${program}`,
    tunable: 'ExecutionCommand',
  };
}

function wordSight(observation: Observation, container: Container, word: string): Sight {
  return {
    feature: 'command-words',
    places: [family(observation), repository(observation, container), namespace(observation), cluster(observation)],
    value: word,
    novelty: 2,
    most: 4,
    says: `command with ${word}`,
    tunable: 'ExecutionCommand',
  };
}

export function hostSight(observation: Observation, host: string): Sight {
  return {
    feature: 'host-named',
    places: [namespace(observation), cluster(observation)],
    value: host,
    novelty: 4,
    most: 8,
    says: `names the host ${host}`,
    tunable: 'ExecutionCommand',
  };
}
