import { hash } from 'node:crypto';
import type { WorkloadDetail } from '../../workloads/workload-change.ts';
import type { Addition, Counts, Entry } from './counts/counts.ts';
import { templateOf, templatePlaces } from './features/memory.ts';
import type { Observation } from './observation.ts';
import type { Judged } from './score.ts';
import { rounded } from './score.ts';

export interface Learning {
  /** Counts a change with all that is usual of it; what was there before only if that was learned, too. */
  learn(observation: Observation, judged: readonly Judged[]): void;
  /** Was the object found like this today already, or is it as nobody has learned it? Then its sight confirms nothing. */
  wasConfirmed(observation: Observation): boolean;
  /** What was learned since this was last asked. */
  takeChanges(): readonly Addition[];
}

export function createLearning(counts: Counts): Learning {
  let changes: Addition[] = [];
  const entryOf = (observation: Observation, workload: WorkloadDetail): Entry | undefined => {
    const [place] = templatePlaces(observation);
    return counts.context('template', place?.key ?? '')?.values.get(templateOf(workload));
  };
  /** Else it must not be confirmed by somebody who touches another part. */
  const wasTrusted = (observation: Observation): boolean =>
    observation.before !== undefined && entryOf(observation, observation.before) !== undefined;

  return {
    learn(observation, judged) {
      const isTrusted = wasTrusted(observation);
      const kept = judged.filter(({ sight }) => isTrusted || sight.silent !== 'unchanged');
      for (const addition of additionsOf(observation, kept)) {
        const whole = { ...addition, weight: counts.weightOf(addition) };
        counts.add(whole);
        changes.push(whole);
      }
    },
    wasConfirmed(observation) {
      const { after, day } = observation;
      const entry = after && entryOf(observation, after);
      return entry === undefined || entry.last === day;
    },
    takeChanges() {
      const taken = changes;
      changes = [];
      return taken;
    },
  };
}

function additionsOf(
  { day, caller }: Observation,
  judged: readonly Judged[],
): readonly Omit<Addition, 'weight'>[] {
  const actor = hash('sha256', caller.name, 'base64url').slice(0, 8);
  return judged.flatMap(({ sight, estimate: { bits } }) =>
    sight.places.map(({ key }) => ({
      day,
      feature: sight.feature,
      context: key,
      value: sight.value,
      bits: rounded(bits),
      actor,
    })),
  );
}
