import type { Outcome } from './activity.ts';
import type { Actor } from './actor.ts';
import type { ChangedField, WorkloadLineage } from './lineage.ts';
import type { Score } from './score.ts';
import type { Severity } from './severity.ts';
import type { AttackReference, DetectorReference, Evidence } from './signal.ts';
import type { IncidentMoment, IncidentWork } from './work.ts';
import type { Workload } from './workload.ts';

/** What could be seen: the audit level, `manifest` for a file under review, `watch` for an object that the API server showed, `node` for what no request tells. */
export interface Visibility {
  readonly level: 'Metadata' | 'Request' | 'RequestResponse' | 'manifest' | 'watch' | 'node' | 'unknown';
  /** What could not be seen and would have helped: `requestObject`, `responseObject`, `objectRef.name`, ... */
  readonly missing: readonly string[];
}

export interface Action {
  /** As logged: `create`, `patch`, ...; `create` for a manifest; `start`, `execute`, `write`, `connect`, ... on a node. */
  readonly verb: string;
  /** `exec`, `scale`, ...: with it `create pods` is no creation; `""` where there is none. */
  readonly subresource: string;
  /** `observed`: nobody asked for it, it was seen to happen. */
  readonly outcome: Outcome | 'proposed' | 'observed';
}

/** One reason to look: what one detector said of one activity. The published contract is docs/reference/finding.schema.json. */
export interface Finding {
  readonly type: 'finding';
  /** 16 hexadecimal digits, the same for the same input. */
  readonly id: string;
  /** RFC 3339; null for a manifest. */
  readonly time: string | null;
  readonly title: string;
  readonly severity: Severity;
  readonly detector: DetectorReference;
  readonly attack: readonly AttackReference[];
  readonly workload: Workload;
  /** null for a manifest: nobody has done it yet. */
  readonly actor: Actor | null;
  readonly action: Action;
  readonly reasons: readonly string[];
  readonly evidence: readonly Evidence[];
  readonly visibility: Visibility;
  /** Of a detector that scores: the sum and its parts. */
  readonly score?: Score;
}

/** Findings that belong together: one workload, one actor, one stretch of time. */
export interface Incident {
  readonly type: 'incident';
  readonly id: string;
  readonly severity: Severity;
  readonly title: string;
  /** Plain sentences, in order: who, what, why, since, unseen, do. Its lines are described in `story.ts`. */
  readonly story: string;
  readonly workload: Workload;
  readonly actor: Actor | null;
  readonly attack: readonly AttackReference[];
  /** Ids of its findings, oldest first. */
  readonly findings: readonly string[];
  readonly evidence: readonly Evidence[];
  readonly firstSeen: string | null;
  readonly lastSeen: string | null;
  /** Of its findings with a score: shared causes counted once. */
  readonly score?: Score;
  /** Where its workload comes from and what came of it; absent for what makes no pods, and for files under review. */
  readonly lineage?: WorkloadLineage;
  /** What the requests of the incident changed of what was there before, where the log tells. */
  readonly changes?: readonly ChangedField[];
  /** How many more things were changed. */
  readonly moreChanges?: number;
  /** What it runs and when; absent where no body was logged. */
  readonly work?: IncidentWork;
  /** Its findings in time: the first 25 and the last 25. */
  readonly moments: readonly IncidentMoment[];
}
