/**
 * What happens to the input itself, rather than to a cluster. All times are milliseconds since 1970, by this machine's clock unless they
 * say otherwise.
 */
export type Notice =
  | OpenedNotice
  | ArrivalNotice
  | TickNotice
  | EndedNotice
  | ClockNotice
  | ServerNotice
  | ConfigurationNotice;

/** A stream of events: what one source says of one cluster. */
export interface StreamName {
  /** As the user named it: `audit-webhook:127.0.0.1:8443`. */
  readonly source: string;
  readonly cluster: string;
}

/** A watch begins, or begins again, to read this source; of which cluster it is, may show later. */
export interface OpenedNotice {
  readonly type: 'opened';
  readonly source: string;
  readonly cluster?: string;
  readonly at: number;
}

/** A batch was decoded, and its activities were inspected. */
export interface ArrivalNotice extends StreamName {
  readonly type: 'arrival';
  readonly at: number;
  /** Those that were passed over and those that came twice included. */
  readonly events: number;
  readonly refused: number;
  /** By the API server's clock: of the first record of the batch and of its newest; 0 where no time was found. */
  readonly oldest: number;
  readonly newest: number;
}

/** Time passes. Comes every few seconds. */
export interface TickNotice {
  readonly type: 'tick';
  readonly at: number;
}

/** A source that does not end has ended. */
export interface EndedNotice extends StreamName {
  readonly type: 'ended';
  readonly at: number;
}

/** This machine's clock was set. */
export interface ClockNotice {
  readonly type: 'clock';
  readonly at: number;
  /** Milliseconds; below 0: backwards. */
  readonly jumped: number;
}

/** The configuration was read anew. */
export interface ConfigurationNotice {
  readonly type: 'configuration';
  readonly at: number;
  /** Why it was refused, so that the old one stays; `""` if it was not. */
  readonly problem: string;
}

/** What the API server counts of its own audit log; `undefined` where it could not be asked. */
export interface ServerNotice extends StreamName {
  readonly type: 'server';
  readonly at: number;
  /** The place that was asked. */
  readonly url: string;
  readonly counts: ServerCounts | undefined;
  /** Why it could not be asked; `""` if it could. */
  readonly problem: string;
}

export interface ServerCounts {
  /** `apiserver_audit_event_total`: handed to its backends. */
  readonly events: number;
  /** `apiserver_audit_error_total`, all backends: dropped. */
  readonly errors: number;
  /** `process_start_time_seconds`: with another one it counts from 0 again. */
  readonly started: number;
}
