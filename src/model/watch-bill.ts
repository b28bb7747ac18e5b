import type { Confidence } from './lineage.ts';
import type { Evidence } from './signal.ts';

/**
 * How a workload comes to run. `scheduled`: by the clock; `persistent`: something keeps it running; `static`: a file on a node, which the API
 * shows as a mirror pod; `triggered`: when something happens, again and again; `once`: a Job or a pod that nobody keeps alive; `template`:
 * others run it.
 */
export const dutyTypes = ['scheduled', 'persistent', 'static', 'triggered', 'once', 'template'] as const;
export type DutyType = (typeof dutyTypes)[number];

/** Those that are on the bill without being asked for. */
export const standingDuties: ReadonlySet<DutyType> = new Set([
  'scheduled',
  'persistent',
  'static',
  'triggered',
]);

/** What somebody did to a workload. Text of the log, unescaped; `""` where the log does not tell. */
export interface BillAct {
  /** RFC 3339; null: it is not known when. */
  readonly time: string | null;
  /** Who authenticated; null: it is not known who. */
  readonly user: string | null;
  /** As whom it acted: differs from `user` under impersonation. */
  readonly effectiveUser: string;
  readonly userAgent: string;
  readonly sourceIPs: readonly string[];
  /** `namespace/name` of the pod behind a bound service-account token, or `""`. */
  readonly pod: string;
  readonly fieldManager: string;
  readonly confidence: Confidence;
  /** In words: what was changed, or why it is this one. */
  readonly what: string;
  readonly evidence: Evidence | null;
}

export interface BillSchedule {
  /** As the object says it. */
  readonly texts: readonly string[];
  readonly dialect: string;
  /** `at 02:30`; the text itself where it cannot be read. */
  readonly words: string;
  /** IANA name. */
  readonly timeZone: string;
  /** Nothing names a time zone: the scheduler's own counts, and it is taken for UTC. */
  readonly timeZoneAssumed: boolean;
  readonly suspended: boolean;
  /** RFC 3339; null: suspended, never due, or not a matter of the clock alone. */
  readonly next: string | null;
  /** It is taken, and no date fits it. */
  readonly never: boolean;
  /** Why it cannot be read; `""` if it can. */
  readonly problem: string;
  readonly runsPerDay: number;
  /** What else the object says of its times, in sentences: a random delay, runs that are made up for. */
  readonly notes: readonly string[];
}

/** null where it is not known. */
export interface BillWriter {
  readonly user: string | null;
  readonly effectiveUser: string;
  readonly time: string | null;
}

export interface BillContainer {
  readonly name: string;
  readonly role: string;
  readonly image: string;
  /** Command and arguments as one would type them, cut short; `""`: what the image starts. */
  readonly command: string;
  /** Who last wrote it: somebody else than the author, if that one changed another container. */
  readonly by: BillWriter;
}

export interface BillPowers {
  readonly privileged: boolean;
  readonly hostNetwork: boolean;
  readonly hostPID: boolean;
  readonly hostIPC: boolean;
  readonly hostPaths: readonly string[];
  readonly capabilities: readonly string[];
  /** `""`: the namespace's default account. */
  readonly serviceAccount: string;
}

export interface BillProvenance {
  readonly system: string;
  readonly name: string;
  readonly namespace: string;
  readonly confidence: 'probable' | 'claimed';
  readonly evidence: readonly string[];
}

/** What was made from it, by whatever the log shows of that. */
export interface BillStarted {
  /** By kind: `{Job: 12, Pod: 12}`. */
  readonly counts: { readonly [kind: string]: number };
  readonly last: string | null;
  readonly confidence: Confidence;
}

/** One workload on the watch bill. */
export interface BillRow {
  readonly cluster: string;
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly type: DutyType;
  /** `proposed`: a manifest, which nobody has applied yet as far as is known. */
  readonly state: 'present' | 'deleted' | 'proposed';
  /** How much of its body is known: that of a request may be logged in part, or not at all. */
  readonly body: 'whole' | 'partly' | 'unseen';
  readonly created: BillAct;
  /** The last change of anything but its labels and annotations, by others than controllers; null: none is known. */
  readonly changed: BillAct | null;
  /** Whoever wrote what it runs now. */
  readonly author: BillAct;
  readonly deleted: BillAct | null;
  readonly schedule: BillSchedule | null;
  /** null where it has no number of them, or it is not known. */
  readonly replicas: number | null;
  readonly everyNode: boolean;
  readonly containers: readonly BillContainer[];
  readonly moreContainers: number;
  readonly powers: BillPowers;
  readonly provenance: BillProvenance | null;
  /** Other workloads in which it says what it runs: `ECSTaskDefinition orders:7`. */
  readonly through: readonly string[];
  /** Where the file says so, of what no request tells; `""` otherwise. */
  readonly file: string;
  /** What it says that it belongs to. */
  readonly owner: { readonly kind: string; readonly name: string; readonly uid: string } | null;
  readonly started: BillStarted;
  /** What could not be told, in sentences. */
  readonly unknown: readonly string[];
}

/** Everything that is scheduled or keeps itself alive, at one time. The contract of `inventory -o json`. */
export interface WatchBill {
  /** RFC 3339; null where the input has no time and none was given. */
  readonly at: string | null;
  readonly rows: readonly BillRow[];
  /** Workloads that are known and not among the rows, by why: `once`, `template`, `deleted`. */
  readonly leftOut: { readonly [reason: string]: number };
  /** Sentences about what had to be forgotten or could not be seen. */
  readonly blind: readonly string[];
}
