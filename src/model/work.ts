import type { Action } from './finding.ts';
import type { Severity } from './severity.ts';

/** What a workload runs and when, as the incident's gravest request with a body left it. Texts of the log are unescaped. */
export interface IncidentWork {
  readonly containers: readonly ContainerWork[];
  /** How many more there are. */
  readonly moreContainers: number;
  /** Absent for what runs by no schedule. */
  readonly schedule?: ScheduleDetail;
}

export interface ContainerWork {
  readonly role: string;
  readonly name: string;
  readonly image: string;
  /** As it would be typed; `""`: what the image starts. */
  readonly command: string;
}

export interface ScheduleDetail {
  readonly expression: string;
  /** What it was before; `""` where it was the same, or is not known. */
  readonly before: string;
  /** Whose rules it follows: `kubernetes`, `nomad`, ... */
  readonly dialect: string;
  /** Whose clock counts, wherever it is named; `""` where none is, or does not matter. */
  readonly timeZone: string;
  /** No time zone is named: runs are computed as if the scheduler kept UTC. */
  readonly zoneAssumed: boolean;
  /** In words; `""` where there are none. */
  readonly words: string;
  /** Why its scheduler does not take it; `""` if it does, or if that is not known. */
  readonly problem: string;
  readonly suspended: boolean;
  /** RFC 3339: when it was due before the incident, oldest first, by the schedule of then; empty where it is new. */
  readonly previous: readonly string[];
  /** RFC 3339: when it is due after the incident; empty: never, or suspended; null: not computed. */
  readonly next: readonly string[] | null;
}

/** One finding on the incident's time line. */
export interface IncidentMoment {
  /** RFC 3339; null where there is none. */
  readonly time: string | null;
  readonly finding: string;
  readonly severity: Severity;
  readonly title: string;
  readonly kind: string;
  readonly action: Action;
}
