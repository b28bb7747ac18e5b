import type { RefusalReason } from './refusal.ts';

/** What one run read, found, refused and could not see. The last line of `-o ndjson`. */
export interface Summary {
  readonly type: 'summary';
  readonly inputs: number;
  readonly bytes: number;
  /** Events (and manifests) read: `inspected` + `skipped`. */
  readonly events: number;
  /** Events that no enabled detector can react to: recognised by their header, not parsed whole. */
  readonly skipped: number;
  /** Findings for a request that was already reported at another stage, or delivered twice. */
  readonly duplicates: number;
  readonly findings: number;
  readonly incidents: number;
  readonly bySeverity: { readonly [severity: string]: number };
  readonly formats: { readonly [format: string]: number };
  readonly levels: { readonly [level: string]: number };
  readonly refused: number;
  readonly refusals: readonly RefusalCount[];
  /** Suppressions in force, with what each hid; expired ones with 0. */
  readonly suppressions: readonly SuppressionCount[];
  /** Sentences: what could not be seen in this input, and what would open it. */
  readonly blind: readonly string[];
  /** Time covered by the inspected events, RFC 3339. */
  readonly firstSeen: string | null;
  readonly lastSeen: string | null;
}

export interface RefusalCount {
  readonly reason: RefusalReason;
  readonly count: number;
  /** The first few, so that they can be found. */
  readonly examples: readonly { readonly file: string; readonly line: number; readonly detail: string }[];
}

export interface SuppressionCount {
  readonly id: string;
  readonly owner: string;
  readonly reason: string;
  readonly expires: string;
  readonly expired: boolean;
  readonly hidden: number;
}
