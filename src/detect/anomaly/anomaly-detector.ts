import { hash } from 'node:crypto';
import type { Activity } from '../../model/activity.ts';
import type { Score } from '../../model/score.ts';
import type { Detector } from '../../model/seams.ts';
import type { Severity } from '../../model/severity.ts';
import type { Signal } from '../../model/signal.ts';
import { workloadOf } from '../../workloads/workload-reference.ts';
import type { Addition } from './counts/counts.ts';
import { createCounts } from './counts/counts.ts';
import { factsOf } from './evidence/facts.ts';
import { isNoChange, sightsOf } from './features/features.ts';
import type { Observation } from './observation.ts';
import { createObserver, mayChange } from './observe.ts';
import type { Judged } from './score.ts';
import { judge, partsOf, rounded, sumOf } from './score.ts';

export interface AnomalyOptions {
  /** Milliseconds since 1970: what came before is learned as trusted, and not reported. */
  readonly learnUntil?: number;
}

export interface AnomalyDetector extends Detector {
  inspect(activity: Activity, found?: readonly Signal[]): readonly Signal[];
  /** What was learned since this was last asked. */
  takeChanges(): readonly Addition[];
}

/** Bits from which a change is worth reporting, whatever was seen before. */
const floor = 12;
const high = 12;

export function createAnomalyDetector(options: AnomalyOptions = {}): AnomalyDetector {
  const counts = createCounts();
  const observer = createObserver({ objects: 20_000, deleted: 2_000 });
  let changes: Addition[] = [];

  const learn = (observation: Observation, judged: readonly Judged[]): void => {
    for (const addition of additionsOf(observation, judged)) {
      const weight = counts.weightOf(addition);
      const whole = { ...addition, weight };
      counts.add(whole);
      changes.push(whole);
    }
  };

  return {
    name: 'anomaly',
    interest: { pair: mayChange, codes: new Set(), status: () => false },
    inspect(activity, found = []) {
      const observation = observer.take(activity);
      if (observation === undefined) return [];
      const judged = judge(counts, sightsOf(observation), observation.day);
      if (isNoChange(observation) || observation.at < (options.learnUntil ?? 0)) {
        learn(observation, judged);
        return [];
      }
      const parts = partsOf(judged, factsOf(observation, judged, found));
      const bits = sumOf(parts);
      if (bits < floor) learn(observation, judged);
      const score: Score = { bits, threshold: floor, parts, counterfactual: '' };
      return bits < floor / 2 ? [] : [signalOf(activity, score)];
    },
    takeChanges() {
      const taken = changes;
      changes = [];
      return taken;
    },
    blind: () => observer.blind(),
  };
}

function additionsOf({ day, caller }: Observation, judged: readonly Judged[]): readonly Omit<Addition, 'weight'>[] {
  const actor = hash('sha256', caller.name, 'base64url').slice(0, 8);
  return judged.flatMap(({ sight, estimate: { bits } }) =>
    sight.places.map(({ key }) => ({ day, feature: sight.feature, context: key, value: sight.value, bits: rounded(bits), actor })),
  );
}

function severityOf({ bits, threshold }: Score): Severity {
  if (bits >= threshold + high) return 'high';
  return bits >= threshold ? 'medium' : 'low';
}

function signalOf(activity: Activity, score: Score): Signal {
  const { source, file, line } = activity.origin;
  const request = activity.type === 'audit' ? activity.request : undefined;
  return {
    detector: { type: 'anomaly', id: 'anomaly', title: 'Change that does not belong here' },
    severity: severityOf(score),
    attack: [{ technique: 'T1053.007', tactics: ['execution', 'persistence', 'privilege-escalation'] }],
    reasons: score.parts.filter(({ bits }) => bits >= 2).map(({ bits, sentence }) => `${bits.toFixed(1)} bits: ${sentence}`),
    evidence: [{ source, file, line, auditID: request?.auditId ?? '', time: request?.at || null }],
    workload: workloadOf(activity),
    missing: [],
    score,
  };
}
