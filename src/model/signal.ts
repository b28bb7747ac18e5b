import type { Activity } from './activity.ts';
import type { ChangedField } from './lineage.ts';
import type { Score } from './score.ts';
import type { Severity } from './severity.ts';
import type { Workload } from './workload.ts';

export const detectorTypes = [
  'sigma',
  'sigma-correlation',
  'cel',
  'anomaly',
  'silence',
  'node',
  'corroboration',
] as const;
export type DetectorType = (typeof detectorTypes)[number];

export interface DetectorReference {
  readonly type: DetectorType;
  /** The rule's `id`. */
  readonly id: string;
  readonly title: string;
  /** The rule's author, where it names one: the Detection Rule License asks that messages keep it. */
  readonly author?: string;
}

export interface AttackReference {
  /** `T1053.007` */
  readonly technique: string;
  /** As in ATT&CK: `execution`, `persistence`, `privilege-escalation`. */
  readonly tactics: readonly string[];
}

/** A detector's reaction to an activity. */
export interface Signal {
  readonly detector: DetectorReference;
  readonly severity: Severity;
  readonly attack: readonly AttackReference[];
  /** Sentences that name the fields and values which decided. Unescaped text from the log. */
  readonly reasons: readonly string[];
  /** What led to it, oldest first; the last one set it off. Never empty. */
  readonly evidence: readonly Evidence[];
  /** The object it is about, where the detector knows better than the activity's objectRef. */
  readonly workload?: Workload;
  /**
   * The activity that set it off, where that is not the one under inspection: a correlation is settled later, and the
   * signals of `finish` have no activity beside them. A detached copy that stays valid, without bodies.
   */
  readonly activity?: Activity;
  /** Fields the rule wanted but this audit level or truncation hid. */
  readonly missing: readonly string[];
  /** Of a detector that scores: the sum and its parts. */
  readonly score?: Score;
  /** What the request changed of the workload that was there before, where the detector knows. */
  readonly changes?: readonly ChangedField[];
}

/** Where one piece of evidence can be read again. */
export interface Evidence {
  readonly source: string;
  readonly file: string;
  readonly line: number;
  readonly auditID: string;
  /** RFC 3339, or null where the input has no time (a manifest). */
  readonly time: string | null;
}
