import type { Evidence } from '../../../model/signal.ts';
import type { Microseconds } from './event-time.ts';
import type { FieldValue } from './occurrence.ts';

/** An occurrence inside a group: what a watch remembers of it. */
export interface Entry {
  readonly time: Microseconds;
  /** The places of the rules that matched, ascending. */
  readonly slots: readonly number[];
  readonly values: readonly FieldValue[];
  readonly evidence: readonly Evidence[];
}

/** Looks at the entries of one group within one timespan and says whether the condition holds. */
export interface Watch {
  /** Entries of one moment, later than all before. */
  add(entries: readonly Entry[]): void;
  /** Forgets what is older. */
  forget(before: Microseconds): void;
  /** Forgets the oldest entry, to save memory. */
  forgetOldest(): void;
  /** How many entries it remembers. */
  size(): number;
  /** Judges what it remembers: undefined, or a way to learn more. */
  judge(): Judgement | undefined;
  /** For conditions with `not`: does a timespan begin with this event? */
  readonly begins?: (entry: Entry) => boolean;
  /** For conditions with `not`: judges the timespan that began then, once it is over. */
  readonly judgeFrom?: (start: Microseconds) => Judgement | undefined;
}

/** The condition holds; why is worked out only where a signal comes of it. */
export type Judgement = () => Verdict;

/** Why the condition holds. */
export interface Verdict {
  /** The number that was compared; undefined for a boolean condition. */
  readonly measured?: number;
  /** How many events it rests on. */
  readonly events: number;
  /** The latest of them, oldest first. */
  readonly entries: readonly Entry[];
  /** Places of the rules that matched. */
  readonly slots: readonly number[];
  /** Some of the values that were counted. */
  readonly sample: readonly FieldValue[];
}

/** As many entries as a signal shows. */
export const maxEvidence = 20;

export function slotsOf(entries: readonly Entry[]): readonly number[] {
  return [...new Set(entries.flatMap(entry => entry.slots))].toSorted((a, b) => a - b);
}
