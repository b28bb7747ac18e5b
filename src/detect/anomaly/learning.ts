import { hash } from 'node:crypto';
import type { WorkloadDetail } from '../../workloads/workload-change.ts';
import type { Addition, Counts, Entry } from './counts/counts.ts';
import type { Ledger } from './counts/ledger.ts';
import { halved } from './counts/time.ts';
import { stateOf, templatePlaces } from './features/memory.ts';
import type { Observation } from './observation.ts';
import type { Judged } from './score.ts';
import { rounded } from './score.ts';

export interface Learning {
  /** Counts a change with all that is usual of it; what was there before only if that was learned, too. */
  learn(observation: Observation, judged: readonly Judged[]): void;
  /** Was the object found like this today already, or is it as nobody has learned it? Then its sight confirms nothing. */
  wasConfirmed(observation: Observation): boolean;
}

export function createLearning(counts: Counts, ledger?: Ledger): Learning {
  const entryOf = (observation: Observation, workload: WorkloadDetail): Entry | undefined => {
    const [place] = templatePlaces(observation);
    return counts.context('state', place?.key ?? '')?.values.get(stateOf(workload));
  };
  /** Else it must not be confirmed by somebody who touches another part. */
  const wasTrusted = (observation: Observation): boolean =>
    observation.before !== undefined && entryOf(observation, observation.before) !== undefined;

  return {
    learn(observation, judged) {
      const isTrusted = wasTrusted(observation);
      const kept = judged.filter(({ sight }) => isTrusted || sight.silent !== 'unchanged');
      for (const one of kept) {
        for (const addition of additionsOf(counts, observation, one)) {
          counts.add(addition);
          ledger?.note(addition);
        }
      }
    },
    wasConfirmed(observation) {
      const { after, day } = observation;
      const entry = after && entryOf(observation, after);
      return entry === undefined || entry.last === day;
    },
  };
}

/** Who brought something, as it is kept: enough to tell them apart and to take back what one of them brought. */
export const actorDigest = (name: string): string => hash('sha256', name, 'base64url').slice(0, 8);

/**
 * A wider place counts in how many narrower ones a value was seen, not how often: what is done a thousand times for one workload says no more
 * of the others than what is done once (interpolated Kneser-Ney's counts). What a narrower place has half forgotten is counted again by half.
 */
function additionsOf(
  counts: Counts,
  { day, caller }: Observation,
  { sight, estimate }: Judged,
): readonly Addition[] {
  const { feature, value, places } = sight;
  const actor = actorDigest(caller.name);
  const bits = rounded(estimate.bits);
  let weight = counts.weightOf({ feature, context: places[0]?.key ?? '', value, day });
  return places.map(({ key }) => {
    const addition = { day, feature, context: key, value, bits, actors: [actor], times: 1, weight };
    const entry = counts.context(feature, key)?.values.get(value);
    weight = entry === undefined ? 1 : 1 - halved(day - entry.last);
    return addition;
  });
}
