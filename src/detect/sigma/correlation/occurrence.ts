import type { Evidence } from '../../../model/signal.ts';
import type { Workload } from '../../../model/workload.ts';
import type { RuleDocument } from '../../rules/rule-document.ts';
import type { Microseconds } from './event-time.ts';
import type { StoredActivity } from './stored-activity.ts';

/**
 * Something that a correlation can watch: an event that matched rules, or a correlation that fired. Many wait at a time,
 * so it is kept small.
 */
export interface Occurrence {
  readonly time: Microseconds;
  /** 0 for an event; for a correlation, one more than for what set it off. */
  readonly level: number;
  readonly cluster: string;
  /** The rules that matched, each with the values of the fields that correlations ask for. */
  readonly matches: readonly Match[];
  /** Oldest first. */
  readonly evidence: readonly Evidence[];
  readonly activity: StoredActivity;
  readonly workload: Workload;
}

export interface Match {
  readonly rule: RuleDocument;
  readonly fields: FieldValues;
}

export interface FieldValues {
  readonly names: readonly string[];
  /** In the order of the names. */
  readonly values: readonly (readonly FieldValue[])[];
}

/** Texts, numbers and booleans, all as text: `5` and `"5"` are one value. */
export interface FieldValue {
  readonly text: string;
  /** It may be a secret: it is counted and compared, never shown. */
  readonly hidden: boolean;
}

const nothing: readonly FieldValue[] = [];

export function valuesOf({ names, values }: FieldValues, name: string): readonly FieldValue[] {
  return values[names.indexOf(name)] ?? nothing;
}
