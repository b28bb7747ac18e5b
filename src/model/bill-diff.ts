import type { ChangedField } from './lineage.ts';
import type { BillAct, BillRow } from './watch-bill.ts';

/**
 * What became of a workload between two bills. `replaced`: deleted and made anew under its name; `reverted`: changed, and changed back;
 * `passed`: it came and went in between.
 */
export const differenceTypes = ['added', 'removed', 'replaced', 'changed', 'reverted', 'passed'] as const;
export type DifferenceType = (typeof differenceTypes)[number];

export interface BillChange extends ChangedField {
  /** It changes what the containers run, or with what powers. */
  readonly changesWhatRuns: boolean;
}

export interface BillDifference {
  readonly type: DifferenceType;
  /** As it is in the later bill; as it was in the earlier one, if it is gone. */
  readonly row: BillRow;
  /** From the one bill to the other, whatever was in between. */
  readonly changes: readonly BillChange[];
  /** Who did what in between, oldest first. Empty: no request tells. */
  readonly acts: readonly BillAct[];
}

/** The contract of `inventory diff -o json`. */
export interface BillDiff {
  /** RFC 3339; null: the input has no time. */
  readonly since: string | null;
  readonly until: string | null;
  /** By cluster, namespace, kind and name. */
  readonly differences: readonly BillDifference[];
  readonly blind: readonly string[];
}
