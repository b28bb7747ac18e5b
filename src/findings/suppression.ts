/** Findings that somebody answers for: who, why, until when, and which ones exactly. */
export interface Suppression {
  readonly id: string;
  readonly owner: string;
  readonly reason: string;
  /** As written: a date (through its last second, UTC) or an RFC 3339 time. */
  readonly expires: string;
  /** The same in milliseconds since 1970. */
  readonly expiresAt: number;
  readonly scope: SuppressionScope;
}

/** Every field that is there must match; of a field's patterns, one. `*` stands for any text. */
export interface SuppressionScope {
  /** Ids or titles of rules. */
  readonly rules?: readonly string[];
  readonly cluster?: readonly string[];
  readonly namespace?: readonly string[];
  readonly kind?: readonly string[];
  readonly name?: readonly string[];
  /** The real user; under impersonation also the one that it acted as. */
  readonly user?: readonly string[];
  /** Every image of the workload must match; where the images were not seen, nothing is hidden. */
  readonly image?: readonly string[];
}
