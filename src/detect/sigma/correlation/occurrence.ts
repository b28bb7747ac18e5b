import type { AuditActivity } from '../../../model/activity.ts';
import type { Evidence } from '../../../model/signal.ts';
import type { Workload } from '../../../model/workload.ts';
import type { RuleDocument } from '../../rules/rule-document.ts';
import type { Microseconds } from './event-time.ts';

/** Something that a correlation can watch: an event that matched rules, or a correlation that fired. */
export interface Occurrence {
  readonly time: Microseconds;
  /** 0 for an event; for a correlation, one more than for what set it off. */
  readonly level: number;
  readonly cluster: string;
  /** The same for events of one request, which count once; occurrences of one moment are taken in its order. */
  readonly key: string;
  /** The rules that matched, each with the values of the fields that correlations ask for. */
  readonly fields: ReadonlyMap<RuleDocument, FieldValues>;
  /** Oldest first. */
  readonly evidence: readonly Evidence[];
  /** A copy without bodies, which outlives the inspection. */
  readonly activity: AuditActivity;
  readonly workload: Workload;
}

export type FieldValues = ReadonlyMap<string, readonly FieldValue[]>;

/** Texts, numbers and booleans, all as text: `5` and `"5"` are one value. */
export interface FieldValue {
  readonly text: string;
  /** It may be a secret: it is counted and compared, never shown. */
  readonly hidden: boolean;
}
