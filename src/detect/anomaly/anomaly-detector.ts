import type { Activity } from '../../model/activity.ts';
import type { Score } from '../../model/score.ts';
import type { Detector } from '../../model/seams.ts';
import type { Signal } from '../../model/signal.ts';
import type { Addition } from './counts/counts.ts';
import { createCounts } from './counts/counts.ts';
import { factsOf } from './evidence/facts.ts';
import { callerSights, isNoChange, sightsOf } from './features/features.ts';
import { keptChanges, restoreLearned } from './kept.ts';
import { createLearning } from './learning.ts';
import { createMakers } from './makers.ts';
import { createMaturity } from './maturity.ts';
import type { Observation } from './observation.ts';
import { createObserver, mayChange } from './observe.ts';
import type { Judged } from './score.ts';
import { judge, partsOf, sumOf } from './score.ts';
import { signalOf } from './signal-of.ts';

export interface AnomalyOptions {
  /** Milliseconds since 1970: what came before is learned as trusted, and not reported. */
  readonly learnUntil?: number;
  /** Features and evidence that do not count, by the names that scores show: to see what each adds, or to do without one. */
  readonly without?: readonly string[];
}

export interface AnomalyDetector extends Detector {
  /** What was learned since this or `takeChanges` was last asked, piece by piece. */
  takeAdditions(): readonly Addition[];
}

/** Bits from which a change is worth a person's time, whatever was seen before. Where the body was not logged, there is less to add up. */
const floors = { seen: 11, hidden: 8 } as const;
/** Below this share of the threshold nothing is said at all. */
const worth = 1 / 2;

/** How many objects are followed, deleted ones are remembered, and makers of objects are known. */
const limits = { objects: 20_000, deleted: 2_000, makers: 20_000 } as const;

export function createAnomalyDetector(options: AnomalyOptions = {}): AnomalyDetector {
  const counts = createCounts();
  const learning = createLearning(counts);
  const maturity = createMaturity(options.learnUntil);
  const makers = createMakers(limits.makers);
  const observer = createObserver(limits);
  const leftOut = new Set(options.without);

  const confirm = (observation: Observation): void => {
    const sights = learning.wasConfirmed(observation) ? callerSights(observation) : sightsOf(observation);
    learning.learn(observation, judge(counts, sights, observation.day));
  };
  const score = (observation: Observation, judged: readonly Judged[], found: readonly Signal[]): Score => {
    const { cluster, at } = observation;
    const facts = factsOf(observation, judged, found);
    const scored = partsOf({ judged, facts, maturity: maturity.at(cluster, at) });
    const parts = scored.filter(({ feature }) => !leftOut.has(feature));
    const threshold = observation.step === 'hidden' ? floors.hidden : floors.seen;
    return { bits: sumOf(parts), threshold, parts, counterfactual: '' };
  };
  const assess = (
    activity: Activity,
    observation: Observation,
    found: readonly Signal[],
  ): readonly Signal[] => {
    const judged = judge(counts, sightsOf(observation), observation.day);
    const isTrusted = observation.at < (options.learnUntil ?? 0);
    const scored = isTrusted ? undefined : score(observation, judged, found);
    if (scored === undefined || scored.bits < scored.threshold) learning.learn(observation, judged);
    return scored === undefined || scored.bits < scored.threshold * worth
      ? []
      : [signalOf(activity, observation, scored)];
  };

  return {
    name: 'anomaly',
    interest: { pair: mayChange, codes: new Set(), reference: ({ subresource }) => subresource !== 'status' },
    inspect(activity, found = []) {
      const observed = observer.take(activity);
      if (observed === undefined) return [];
      const observation = makers.note(observed);
      maturity.began(observation.cluster, observation.at);
      if (!isNoChange(observation)) return assess(activity, observation, found);
      confirm(observation);
      return [];
    },
    takeAdditions: () => learning.takeChanges(),
    takeChanges: () => keptChanges({ counts, maturity }, learning.takeChanges()),
    restore: entries => restoreLearned({ counts, maturity }, entries),
    remembers: observer.concerns,
    // Objects and their makers are met again; what was learned of them is restored, and not learned twice.
    replay(activity) {
      const observed = observer.take(activity);
      if (observed !== undefined) makers.note(observed);
    },
    blind: () => observer.blind(),
  };
}
