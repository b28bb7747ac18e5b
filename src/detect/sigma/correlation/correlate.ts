import type { Signal } from '../../../model/signal.ts';
import type { Problem } from '../../rules/problem.ts';
import type { CorrelationRule, RuleDocument, SigmaRule } from '../../rules/rule-document.ts';
import type { SigmaActivity } from '../event-of.ts';
import type { Correlation } from './correlation.ts';
import { correlationSignal } from './correlation-signal.ts';
import type { Evaluator, Fire } from './evaluator.ts';
import { createEvaluator, occurrenceOf } from './evaluator.ts';
import type { Microseconds } from './event-time.ts';
import { createBudget } from './groups.ts';
import type { Losses } from './losses.ts';
import { lossSentences } from './losses.ts';
import type { Occurrence } from './occurrence.ts';
import { createPending } from './pending.ts';
import { mergeMoment, readOccurrence, timeOf } from './read-occurrence.ts';
import { resolveCorrelations } from './resolve.ts';
import type { StoredActivity } from './stored-activity.ts';
import { watchedFields } from './watched-fields.ts';

export interface CorrelationOptions {
  /**
   * How far events may come out of order, in seconds of event time. A moment is judged once an event that much younger was
   * seen. Unlimited by default: then only `maxPending` and the end of the input settle, which fits files read one
   * after another. To follow a live log, set it (the API server delivers up to some 90 seconds late).
   */
  readonly allowedLateness?: number;
  /** Matches that wait for their turn; where there are more, the earliest is judged. */
  readonly maxPending?: number;
  /** Groups of all correlations together. */
  readonly maxGroups?: number;
  /** Events remembered in groups. */
  readonly maxEvents?: number;
  /** The fields of an event that a field of a rule stands for, by the field mappings in force. */
  readonly mapField?: (rule: SigmaRule, field: string) => readonly string[];
}

/** Correlations over a stream of events that matched rules, in event time. Same input, same signals. */
export interface Correlator {
  readonly problems: readonly Problem[];
  readonly correlations: readonly CorrelationRule[];
  /** Does a correlation watch this rule? */
  watches(rule: SigmaRule): boolean;
  /** May this rule fire on its own? Not if correlations refer to it and none of them says `generate: true`. */
  firesAlone(rule: RuleDocument): boolean;
  /** An activity and the rules that it matches (none, to tell the time). Signals are of this and of earlier activities. */
  onMatch(rules: readonly SigmaRule[], activity: SigmaActivity): readonly Signal[];
  /** Settles everything. */
  finish(): readonly Signal[];
  /** What could not be used or kept so far. */
  losses(): Losses;
  /** The same as sentences; empty where nothing was lost. */
  blind(): readonly string[];
}

const unlimited = Number.POSITIVE_INFINITY;

export function correlate(documents: readonly RuleDocument[], options: CorrelationOptions = {}): Correlator {
  const { maxPending = 20_000, maxGroups = 50_000, maxEvents = 100_000 } = options;
  const lateness = (options.allowedLateness ?? unlimited) * 1_000_000;
  const { correlations, problems, silent } = resolveCorrelations(documents);
  const watched = watchedFields(correlations, options.mapField ?? ((_, field) => [field]));
  const budget = createBudget({ maxGroups, maxEvents });
  const judge = createJudge(
    correlations.map(correlation => createEvaluator(correlation, budget)),
    silent,
  );
  const pending = createPending<Occurrence>();
  const counts = { late: 0, untimed: 0 };
  /** The latest moment that was judged, and the latest that was seen. */
  let settled: Microseconds = -unlimited;
  let newest: Microseconds = -unlimited;

  const settleNext = (): readonly Signal[] => {
    const [event = unlimited, deadline = unlimited] = [pending.next(), judge.nextDeadline()];
    settled = Math.min(event, deadline);
    // An event at the very end of a timespan still belongs to it.
    return event <= deadline
      ? judge.moment(event, mergeMoment(pending.takeMoment()))
      : judge.deadline(deadline);
  };
  const settleBefore = (limit: Microseconds): readonly Signal[] => {
    const signals: Signal[] = [];
    while (Math.min(pending.next() ?? unlimited, judge.nextDeadline() ?? unlimited) < limit)
      signals.push(...settleNext());
    while (pending.size() > maxPending) signals.push(...settleNext());
    return signals;
  };
  const take = (rules: readonly SigmaRule[], activity: SigmaActivity): void => {
    const occurrence = readOccurrence(rules, activity, watched);
    if (occurrence === undefined) counts.untimed += 1;
    else if (occurrence.time <= settled) counts.late += 1;
    else pending.add(occurrence);
  };
  const losses = (): Losses => ({ ...counts, ...budget.evicted, ...judge.losses() });
  return {
    problems,
    correlations: correlations.map(correlation => correlation.rule),
    watches: rule => watched.has(rule),
    firesAlone: rule => !silent.has(rule),
    onMatch(rules, activity) {
      const matched = rules.filter(rule => watched.has(rule));
      if (matched.length > 0) take(matched, activity);
      newest = Math.max(newest, timeOf(activity) ?? newest);
      return settleBefore(newest - lateness);
    },
    finish: () => settleBefore(newest + 1),
    losses,
    blind: () => lossSentences(losses()),
  };
}

/** Judges one moment after another, correlations after those that they refer to. */
function createJudge(evaluators: readonly Evaluator[], silent: ReadonlySet<RuleDocument>) {
  const next = (): Evaluator | undefined => {
    let first: Evaluator | undefined;
    for (const evaluator of evaluators) {
      const end = evaluator.nextDeadline() ?? unlimited;
      if (end < (first?.nextDeadline() ?? unlimited)) first = evaluator;
    }
    return first;
  };
  const cascade = (time: Microseconds, events: readonly Occurrence[], given: readonly Fire[]) => {
    const occurrences = [...events, ...given.map(occurrenceOf)];
    const fires = [...given];
    for (const evaluator of evaluators) {
      const { slots } = evaluator.correlation;
      const seen = occurrences.filter(({ matches }) =>
        slots.some(({ source }) => matches.some(match => match.rule === source)),
      );
      if (seen.length === 0) continue;
      const fired = evaluator.take(time, seen);
      fires.push(...fired);
      occurrences.push(...fired.map(occurrenceOf));
    }
    return signalsOf(fires.filter(({ correlation }) => !silent.has(correlation.rule)));
  };
  return {
    nextDeadline: () => next()?.nextDeadline(),
    moment: (time: Microseconds, events: readonly Occurrence[]) => cascade(time, events, []),
    deadline: (time: Microseconds) => cascade(time, [], next()?.judgeDeadline() ?? []),
    losses: () => ({
      ungrouped: sum(evaluators, evaluator => evaluator.counts.ungrouped),
      crowded: sum(evaluators, evaluator => evaluator.counts.crowded),
      open: sum(evaluators, evaluator => evaluator.open()),
    }),
  };
}

function signalsOf(fires: readonly Fire[]): readonly Signal[] {
  const together = new Map<Correlation, Map<StoredActivity, [Fire, ...Fire[]]>>();
  for (const fire of fires) {
    const ofCorrelation = together.get(fire.correlation) ?? new Map<StoredActivity, [Fire, ...Fire[]]>();
    together.set(fire.correlation, ofCorrelation);
    const known = ofCorrelation.get(fire.trigger.activity);
    if (known === undefined) ofCorrelation.set(fire.trigger.activity, [fire]);
    else known.push(fire);
  }
  return [...together.values()].flatMap(groups => [...groups.values()].map(correlationSignal));
}

function sum<T>(items: readonly T[], number: (item: T) => number): number {
  return items.reduce((total, item) => total + number(item), 0);
}
