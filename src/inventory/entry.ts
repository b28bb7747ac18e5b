import type { Author } from '../lineage/author.ts';
import type { ObjectName } from '../lineage/sighting.ts';
import type { Evidence } from '../model/signal.ts';
import type { FieldChange } from '../workloads/diff/field-change.ts';
import type { Provenance } from '../workloads/provenance/provenance.ts';
import type { WorkloadDetail } from '../workloads/workload-change.ts';

/** What is known of one object from its creation to its deletion: what it runs, and what requests changed of it. */
export interface Entry {
  readonly name: ObjectName;
  readonly uid: string;
  /** Microseconds since 1970 of the first that was seen of it; 0: the input has no time. */
  readonly since: number;
  readonly workload: WorkloadDetail;
  /** Dotted paths; `*` is all but the header. */
  readonly unknown: readonly string[];
  /** RFC 3339, from its own metadata; `""` where that was not seen. */
  readonly creationTimestamp: string;
  /** metadata.resourceVersion of the last body, 0 if unknown. */
  readonly version: number;
  /** Who wrote its fields last, by the server's own record; undefined where that was not seen. */
  readonly managed: Managed | undefined;
  readonly provenance: Provenance | undefined;
  /** Oldest first; the oldest of many are forgotten. */
  readonly notes: readonly ChangeNote[];
  /** `request`: somebody wrote it; `stored`: it was seen as it is; `product`: what was made from its template was seen; `file`: a manifest. */
  /** Of its schedule, in sentences. */
  readonly scheduleNotes: readonly string[];
  /** `file:line` of a file that is no log; `""` otherwise. */
  readonly file: string;
  readonly seenIn: 'request' | 'stored' | 'product' | 'file';
}

/** An entry of metadata.managedFields: through which field manager, and when. By whom, it does not say. */
export interface Managed {
  readonly manager: string;
  /** RFC 3339. */
  readonly time: string;
}

/** One request's part in what an object is. */
export interface ChangeNote {
  /** Microseconds since 1970. */
  readonly at: number;
  readonly verb: 'create' | 'change';
  readonly author: Author;
  readonly fieldManager: string;
  readonly subresource: string;
  /** undefined: the log does not show what it changed. */
  readonly changes: readonly FieldChange[] | undefined;
  readonly evidence: Evidence;
}

export const everythingUnknown = ({ unknown }: Entry): boolean => unknown.includes('*');
