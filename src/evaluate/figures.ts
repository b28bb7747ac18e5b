import type { Judgement, Outcome } from './judge.ts';

export interface Share {
  readonly found: number;
  readonly of: number;
}

/** What judgements of several worlds come to; a world is one cluster. */
export interface Figures {
  readonly worlds: number;
  /** Of all worlds together. */
  readonly clusterDays: number;
  readonly recall: Share;
  readonly loud: Share;
  readonly quiet: Share;
  readonly alerts: number;
  readonly wrong: number;
  /** Share of the alerts that hold a malicious request; undefined without alerts. */
  readonly precision?: number;
  readonly alertsPerClusterDay: number;
  readonly wrongPerClusterWeek: number;
  /** In seconds; undefined if nothing was found. */
  readonly medianSecondsToDetect?: number;
}

export function figuresOf(judgements: readonly Judgement[]): Figures {
  const outcomes = judgements.flatMap(({ scenarios }) => scenarios);
  const clusterDays = sum(judgements.map(({ days }) => days));
  const alerts = sum(judgements.map(each => each.alerts));
  const wrong = sum(judgements.map(each => each.wrong.length));
  const waits = outcomes.map(({ secondsToDetect }) => secondsToDetect).filter(wait => wait !== undefined);
  return {
    worlds: judgements.length,
    clusterDays,
    recall: shareOf(outcomes),
    loud: shareOf(outcomes.filter(({ style }) => style === 'loud')),
    quiet: shareOf(outcomes.filter(({ style }) => style === 'quiet')),
    alerts,
    wrong,
    ...(alerts > 0 && { precision: (alerts - wrong) / alerts }),
    alertsPerClusterDay: clusterDays === 0 ? 0 : alerts / clusterDays,
    wrongPerClusterWeek: clusterDays === 0 ? 0 : (7 * wrong) / clusterDays,
    ...(waits.length > 0 && { medianSecondsToDetect: medianOf(waits) }),
  };
}

/** Recall by kind of attack over all worlds, the worst first. */
export function byFamily(judgements: readonly Judgement[]): readonly (readonly [string, Share])[] {
  const families = Map.groupBy(
    judgements.flatMap(({ scenarios }) => scenarios),
    ({ family }) => family,
  );
  const shares = [...families].map(([family, outcomes]) => [family, shareOf(outcomes)] as const);
  return shares.toSorted(([a, x], [b, y]) => x.found / x.of - y.found / y.of || (a < b ? -1 : 1));
}

function shareOf(outcomes: readonly Outcome[]): Share {
  return { found: outcomes.filter(({ alert }) => alert !== undefined).length, of: outcomes.length };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}
