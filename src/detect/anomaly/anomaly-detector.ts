import type { Activity } from '../../model/activity.ts';
import { observationOf } from '../../model/observation.ts';
import type { Score } from '../../model/score.ts';
import type { Detector } from '../../model/seams.ts';
import { atLeast } from '../../model/severity.ts';
import type { Signal } from '../../model/signal.ts';
import type { EffectiveObjects } from '../../workloads/effective/effective-objects.ts';
import type { Baseline, LearnedCluster } from './baseline/baseline.ts';
import { createCalibration } from './calibration.ts';
import { createCauses, isClean } from './causes.ts';
import { counterfactualOf } from './counterfactual.ts';
import type { Addition } from './counts/counts.ts';
import { createCounts, usualLimits } from './counts/counts.ts';
import { createLedger } from './counts/ledger.ts';
import { factsOf } from './evidence/facts.ts';
import type { Expectations } from './expectations.ts';
import { expects, isInScope } from './expectations.ts';
import { callerSights, isNoChange, sightsOf } from './features/features.ts';
import { createGone, keptChanges, restoreLearned } from './kept.ts';
import { createLearning } from './learning.ts';
import { createMakers } from './makers.ts';
import { createMaturity } from './maturity.ts';
import { createNamesakes } from './namesakes.ts';
import type { Observation } from './observation.ts';
import { createObserver, mayConcern } from './observe.ts';
import { createReports } from './reports.ts';
import type { Judged } from './score.ts';
import { evidenceOf, judge, partsOf, rounded, sumOf } from './score.ts';
import { signalOf } from './signal-of.ts';
import { createSpans } from './spans.ts';

export interface AnomalyOptions {
  /** Milliseconds since 1970: what came before is learned as trusted, and not reported. */
  readonly learnUntil?: number;
  /** Features and evidence that do not count, by the names that scores show: to see what each adds, or to do without one. */
  readonly without?: readonly string[];
  /** What was learned before: what it holds of a time is not learned again. */
  readonly baseline?: Baseline;
  /** Keep what is learned until `takeAdditions` or `takeChanges` asks for it. */
  readonly record?: boolean;
  /** Raises the threshold rather than report more; 1 if absent. */
  readonly maxIncidentsPerDay?: number;
  /** Milliseconds since 1970: the time of manifests. Absent: they are not looked at. */
  readonly manifestsAt?: number;
  /** What the user says is expected. */
  readonly expectations?: Expectations;
  /** Shared with other detectors; else it follows the objects itself. */
  readonly objects?: EffectiveObjects;
  /** Bits from which a change whose body was logged is worth a person's time; 11 if absent. */
  readonly threshold?: number;
  /** A person said of exactly this change that it is right: it is learned, however far it was from the usual. */
  readonly isConfirmed?: (signal: Signal, activity: Activity) => boolean;
}

export interface AnomalyDetector extends Detector {
  /** What was learned since this or `takeChanges` was last asked, by day. Empty without `record`. */
  takeAdditions(): readonly Addition[];
  /** From when until when each cluster was learned. */
  learned(): readonly LearnedCluster[];
}

/** Of the threshold, where the body was not logged: there is less to add up. */
const hiddenShare = 2 / 3;
/** Below this share of the threshold nothing is said at all, but to answer a rule. */
const worth = 1 / 2;

/** How many objects are followed, deleted ones are remembered, and makers of objects are known. */
const limits = { objects: 20_000, deleted: 2_000, makers: 20_000, causes: 2_000 } as const;

export function createAnomalyDetector(options: AnomalyOptions = {}): AnomalyDetector {
  const { learnUntil, baseline, record, maxIncidentsPerDay = 1, expectations } = options;
  const gone = record === true ? createGone() : undefined;
  const counts = createCounts(usualLimits, gone?.note);
  const ledger = record === true ? createLedger() : undefined;
  const learning = createLearning(counts, ledger);
  const maturity = createMaturity(learnUntil);
  const calibration = createCalibration(maxIncidentsPerDay);
  const spans = createSpans(baseline, learnUntil ?? 0);
  const makers = createMakers(limits.makers);
  const namesakes = createNamesakes(limits.makers);
  const causes = createCauses(limits.causes);
  const reports = createReports(limits.causes);
  const withContext = (observed: Observation): Observation => makers.note(namesakes.note(observed));
  const leftOut = new Set(options.without);
  const observer = createObserver({
    ...limits,
    shared: options.objects,
    manifestsAt: options.manifestsAt,
  });
  for (const addition of baseline?.additions ?? []) counts.add(addition);
  for (const { cluster, from, trusted } of baseline?.clusters ?? []) {
    maturity.began(cluster, from);
    if (trusted) maturity.trust(cluster);
  }

  const learn = (observation: Observation, judged: readonly Judged[]): void => {
    if (baseline?.frozen !== true && spans.isNew(observation)) learning.learn(observation, judged);
  };
  const confirm = (observation: Observation): void => {
    const sights = learning.wasConfirmed(observation) ? callerSights(observation) : sightsOf(observation);
    learn(observation, judge(counts, sights, observation.day));
  };
  const score = (observation: Observation, judged: readonly Judged[], found: readonly Signal[]): Score => {
    const { cluster, at, step } = observation;
    const facts = factsOf({ observation, judged, found, expectations });
    const isExpected = expectations === undefined ? undefined : expects(expectations, observation);
    const scored = partsOf({
      judged,
      facts,
      maturity: maturity.at(cluster, at),
      ...(isExpected && { isExpected }),
      isShared: causes.sharedBy(observation, facts),
    });
    if (step === 'made' && isClean(facts)) makers.forget(observation);
    causes.note(
      observation,
      facts,
      judged.map(({ sight }) => sight),
    );
    const earlier = reports.facts(observation, sumOf(scored));
    const parts = [...scored, ...evidenceOf(earlier)].filter(({ feature }) => !leftOut.has(feature));
    const isHidden = step === 'hidden';
    const asked =
      options.threshold === undefined ? undefined : options.threshold * (isHidden ? hiddenShare : 1);
    const floor = asked ?? maturity.floor(cluster, at, isHidden);
    const threshold = rounded(floor * calibration.factor(cluster, at));
    const bits = sumOf(parts);
    calibration.note(cluster, at, bits / floor);
    reports.note(observation, bits, threshold);
    return { bits, threshold, parts, counterfactual: counterfactualOf(parts, threshold) };
  };
  const assess = (
    activity: Activity,
    observation: Observation,
    found: readonly Signal[],
  ): readonly Signal[] => {
    const judged = judge(counts, sightsOf(observation), observation.day);
    const isAsked = expectations === undefined || isInScope(expectations, observation);
    const isGiven = observation.at < (learnUntil ?? 0) || observationOf(activity) === 'known';
    if (!isAsked || isGiven) {
      learn(observation, judged);
      return [];
    }
    const scored = score(observation, judged, found);
    const signal = signalOf(activity, observation, scored);
    const isRight = options.isConfirmed?.(signal, activity) === true;
    if (isRight) reports.settle(observation);
    const isUsual = scored.bits < scored.threshold || isRight;
    if (isUsual && activity.type === 'audit') learn(observation, judged);
    const isDoubted = found.some(({ severity }) => atLeast(severity, 'medium'));
    return isDoubted || scored.bits >= scored.threshold * worth ? [signal] : [];
  };

  return {
    name: 'anomaly',
    interest: {
      pair: mayConcern,
      codes: new Set(),
      reference: ({ subresource }) => subresource !== 'status',
    },
    inspect(activity, found = []) {
      const observed = observer.take(activity);
      if (observed === undefined) return [];
      const observation = withContext(observed);
      maturity.began(observation.cluster, observation.at);
      spans.note(observation);
      if (!isNoChange(observation)) return assess(activity, observation, found);
      confirm(observation);
      return [];
    },
    takeAdditions: () => ledger?.take() ?? [],
    takeChanges: () => keptChanges({ counts, maturity }, ledger?.take() ?? [], gone?.take() ?? []),
    restore: entries => restoreLearned({ counts, maturity }, entries),
    remembers: observer.concerns,
    // Objects and their makers are met again; what was learned of them is restored, and not learned twice.
    replay(activity) {
      const observed = observer.take(activity);
      if (observed !== undefined) withContext(observed);
    },
    learned: () => spans.learned(),
    blind: () => [...observer.blind(), ...calibration.blind(), ...forgottenSentences(counts.forgotten())],
  };
}

function forgottenSentences(number: number): readonly string[] {
  if (number === 0) return [];
  return [
    `${number} learned values were forgotten, the rarest and the longest unused, because there were too many`,
  ];
}
