import type { Activity } from '../../model/activity.ts';
import { activityEvidence } from '../../model/activity-evidence.ts';
import type { Score } from '../../model/score.ts';
import type { Signal } from '../../model/signal.ts';
import { workloadOf } from '../../workloads/workload-reference.ts';
import type { Observation } from './observation.ts';
import { severityOf } from './severity-of.ts';

/** Parts below this are not worth a sentence. */
const least = 2;

/** A score, and what the request changed, as the signal that the other parts of the program know. */
export function signalOf(
  activity: Activity,
  { changes }: Pick<Observation, 'changes'>,
  score: Score,
): Signal {
  const told = score.parts.filter(({ bits }) => bits >= least);
  return {
    detector: { type: 'anomaly', id: 'anomaly', title: 'Change that does not belong here' },
    severity: severityOf(score),
    attack: [{ technique: 'T1053.007', tactics: ['execution', 'persistence', 'privilege-escalation'] }],
    reasons: told.map(({ bits, sentence }) => `${bits.toFixed(1)} bits: ${sentence}`),
    evidence: [activityEvidence(activity)],
    workload: workloadOf(activity),
    missing: [],
    score,
    ...(changes.length > 0 && { changes }),
  };
}
