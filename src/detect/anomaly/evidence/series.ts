import { shownName } from '../caller.ts';
import type { Observation } from '../observation.ts';
import type { Judged } from '../score.ts';
import type { Judgement } from './judgement.ts';
import { nearest } from './judgement.ts';
import type { Fact, FactName } from './weights.ts';

/** What one of a series may differ in, and how a sentence says so. */
const aspects: readonly (readonly [feature: string, fact: FactName, says: (value: string) => string])[] = [
  ['series-account', 'unlike-its-series', account => `runs as service account ${account}`],
  ['series-repository', 'unlike-its-series', repository => `has an image of ${repository}`],
  ['series-program', 'unlike-its-series', program => `runs ${program}`],
  ['series-namespace', 'outside-its-namespaces', namespace => `is in ${namespace}`],
];

/** One of many that a program makes by its own template is unlike all the others. */
export function seriesFacts(observation: Observation, judgement: Judgement): readonly Fact[] {
  return aspects.flatMap(([feature, name, says]) => {
    const odd = judgement.of(feature).find(isOdd);
    if (odd === undefined) return [];
    const { total } = nearest(odd);
    const maker = shownName(observation.caller.name);
    return [{ name, says: `it ${says(odd.sight.value)}, unlike the ${total} times before by ${maker}` }];
  });
}

/** Made so often, with so few values, that another one is no variation. */
const least = 12;

function isOdd(judged: Judged): boolean {
  const { seen, total, kinds } = nearest(judged);
  return seen === 0 && total >= least && kinds * least <= total;
}
