import type { Cluster, ClusterPlan } from '../cluster.ts';
import type { Mark } from '../truth-record.ts';

/** A variant of the catalogue. */
export interface Attack {
  /** Unique within its set; the scenario's name in the truth. */
  readonly name: string;
  readonly family: string;
  readonly style: 'loud' | 'quiet';
  /** How long it takes, where that is days: it begins early enough to be over before the log ends. */
  readonly days?: number;
  /** Can it be played in this cluster? */
  readonly fits: (plan: ClusterPlan) => boolean;
  /** Plays it from now on; returns false where the cluster has nothing to play it on. */
  readonly play: (cluster: Cluster, mark: Mark) => boolean;
}

export const markOf = ({ name, family, style }: Attack, note = ''): Mark => ({
  label: 'malicious',
  scenario: name,
  style,
  family,
  note,
});

export const has =
  (...habits: readonly string[]) =>
  (plan: ClusterPlan): boolean =>
    habits.every(habit => plan.habits.includes(habit));

export const anywhere = (): boolean => true;
