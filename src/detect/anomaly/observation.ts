import type { FieldChange } from '../../workloads/diff/field-change.ts';
import type { ActorDetail, Container, WorkloadDetail } from '../../workloads/workload-change.ts';

/** Who made a request, and with what, in the words that are counted. */
export interface Caller {
  /** The effective user, and who stands behind it under impersonation: `a as b`. */
  readonly name: string;
  readonly actor: ActorDetail;
  /** The user agent's program, without its version: `kubectl`. */
  readonly agent: string;
  /** `linux/amd64`, or `""`. */
  readonly platform: string;
  readonly manager: string;
  /** The subcommand of kubectl, as its field manager tells; `""` of other clients. Anybody can say so. */
  readonly command: string;
  /** The last address, which alone the client cannot choose. */
  readonly address: string;
  /** The pod behind the token, without what is random in its name; `""` if there is none. */
  readonly pod: string;
}

/**
 * `made`: nothing was there; `remade`: it was deleted before; `changed`: what was there is known; `met`: it was there, and this is the first
 * that the log tells of it; `deleted`; `hidden`: written, and the body was not logged.
 */
export type Step = 'made' | 'remade' | 'changed' | 'met' | 'deleted' | 'hidden';

/** A change to what will run, as far as it was seen: what is scored. */
export interface Observation {
  readonly cluster: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly day: number;
  readonly caller: Caller;
  readonly verb: string;
  readonly subresource: string;
  readonly namespace: string;
  readonly group: string;
  readonly kind: string;
  /** `""` where the server made it and did not tell. */
  readonly name: string;
  /** The name without what is random or counted in it: all Jobs of one operator share one. */
  readonly family: string;
  readonly step: Step;
  readonly before?: WorkloadDetail | undefined;
  /** undefined where it was deleted, or is not known. */
  readonly after?: WorkloadDetail | undefined;
  /** Of a deletion by whoever made it: how long ago that was, in milliseconds, up to an hour. */
  readonly madeAgo?: number | undefined;
  /** Of what is made within an hour after its deletion: who deleted it. */
  readonly deletedBy?: string | undefined;
  /** Of a Job: the CronJob beside it that it is called after. */
  readonly repeats?: string | undefined;
  readonly changes: readonly FieldChange[];
  /** Each with what it was before. */
  readonly containers: readonly ContainerStep[];
}

export interface ContainerStep {
  readonly after: Container;
  readonly before?: Container | undefined;
}

/** Whether there is anything to what a container runs that was not there before. */
export const isNewIn = ({ before, after }: ContainerStep, of: (container: Container) => string): boolean =>
  before === undefined || of(before) !== of(after);
