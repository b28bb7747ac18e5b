import type { Addition } from '../counts/counts.ts';
import { daily } from '../counts/daily.ts';
import { dayOf } from '../counts/time.ts';

/** What was learned of some clusters, as a log of additions by day: what is in it can be shown, compared and taken back. Holds no bodies and no values of variables. */
export interface Baseline {
  /** Nothing is added any more. */
  readonly frozen: boolean;
  readonly clusters: readonly LearnedCluster[];
  /** In the order of their days. */
  readonly additions: readonly Addition[];
}

export interface LearnedCluster {
  readonly cluster: string;
  /** Milliseconds since 1970: the first and the last change that was learned; what is not later is not learned twice. */
  readonly from: number;
  readonly until: number;
  /** Somebody said that it may be trusted as it is, however short: `baseline build`, `--learn-until`. */
  readonly trusted: boolean;
}

export const emptyBaseline: Baseline = { frozen: false, clusters: [], additions: [] };

/** Both together: what was learned on the same day of the same is one addition. */
export function joined(before: Baseline, more: Omit<Baseline, 'frozen'>): Baseline {
  const days = new Map<string, Addition>();
  for (const addition of [...before.additions, ...more.additions]) {
    const key = daily.keyOf(addition);
    const known = days.get(key);
    days.set(key, known === undefined ? addition : daily.sum(known, addition));
  }
  const additions = [...days.values()].toSorted((a, b) => a.day - b.day);
  return { frozen: before.frozen, clusters: joinedClusters(before.clusters, more.clusters), additions };
}

function joinedClusters(
  before: readonly LearnedCluster[],
  more: readonly LearnedCluster[],
): readonly LearnedCluster[] {
  const byName = new Map(before.map(one => [one.cluster, one]));
  for (const one of more) {
    const known = byName.get(one.cluster) ?? one;
    const [from, until] = [Math.min(one.from, known.from), Math.max(one.until, known.until)];
    byName.set(one.cluster, { cluster: one.cluster, from, until, trusted: known.trusted || one.trusted });
  }
  return [...byName.values()];
}

/** What to take back: every field that is given must fit. Texts are found anywhere in the context or the value. */
export interface Forgetting {
  /** Days since 1970, both included. */
  readonly since?: number;
  readonly until?: number;
  readonly feature?: string;
  readonly text?: string;
  /** Short digest of who brought it, as in the file. */
  readonly actor?: string;
}

/** Without what fits. What several brought on one day is forgotten whole. */
export function without(baseline: Baseline, what: Forgetting): Baseline {
  return { ...baseline, additions: baseline.additions.filter(addition => !fits(addition, what)) };
}

function fits(
  { day, feature, context, value, actors }: Addition,
  { since, until, feature: wanted, text, actor }: Forgetting,
): boolean {
  if (day < (since ?? Number.NEGATIVE_INFINITY) || day > (until ?? Number.POSITIVE_INFINITY)) return false;
  if (wanted !== undefined && wanted !== feature) return false;
  if (actor !== undefined && !actors.includes(actor)) return false;
  return text === undefined || context.includes(text) || value.includes(text);
}

/**
 * The baseline as it was at a time (milliseconds since 1970): what was learned on that day or later is not in it, and may be learned again.
 * Whole days, as they are kept: rather a little less than what is known from later.
 */
export function baselineAsOf({ frozen, clusters, additions }: Baseline, time: number): Baseline {
  const start = dayOf(time);
  return {
    frozen,
    clusters: clusters
      .filter(({ from }) => from < time)
      .map(cluster => ({ ...cluster, until: Math.min(cluster.until, start * dayLength - 1) }))
      .map(cluster => ({ ...cluster, from: Math.min(cluster.from, cluster.until) })),
    additions: additions.filter(({ day }) => day < start),
  };
}

const dayLength = 86_400_000;

export interface BaselineLine {
  readonly feature: string;
  readonly context: string;
  readonly value: string;
  readonly times: number;
  readonly days: number;
  readonly first: number;
  readonly last: number;
}

/** The additions of all days put together, in the order of features and contexts, the most frequent values first. */
export function linesOf({ additions }: Baseline): readonly BaselineLine[] {
  const lines = new Map<string, BaselineLine>();
  for (const { day, feature, context, value, times } of additions) {
    const key = JSON.stringify([feature, context, value]);
    const known = lines.get(key) ?? { times: 0, days: 0, first: day };
    lines.set(key, {
      feature,
      context,
      value,
      times: known.times + times,
      days: known.days + 1,
      first: known.first,
      last: day,
    });
  }
  return [...lines.values()].toSorted(
    (a, b) =>
      compare(a.feature, b.feature) ||
      compare(a.context, b.context) ||
      b.times - a.times ||
      compare(a.value, b.value),
  );
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
