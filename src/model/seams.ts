import type { Activity } from './activity.ts';
import type { Finding, Incident } from './finding.ts';
import type { Interest } from './interest.ts';
import type { Notice } from './notice.ts';
import type { Refusal } from './refusal.ts';
import type { Signal } from './signal.ts';
import type { MemoryChange } from './store.ts';
import type { Summary } from './summary.ts';

/** A stretch of bytes of one input, in order. `bytes` may be reused once the consumer asks for the next chunk. */
export interface Chunk {
  readonly source: string;
  readonly file: string;
  readonly bytes: Buffer;
  /** The last chunk of this file; its `bytes` may be empty. */
  readonly last: boolean;
  /** Of the first chunk that is read of a file: the line on which it begins, where that is not the first. */
  readonly line?: number;
}

/** How bytes arrive. */
export interface Source {
  /** Yields chunks of one file after another, and refusals for what could not be opened or decompressed, until done or stopped. */
  read(stop: AbortSignal): AsyncIterable<Chunk | Refusal>;
}

/** What one record meant. `skipped` counts events that no detector can react to (they were read, not parsed whole). */
export interface Decoded {
  readonly activities: readonly Activity[];
  readonly refusals: readonly Refusal[];
  readonly skipped: number;
}

/** A stretch of `bytes` that holds one record: a line, a JSON value, a YAML document. */
export interface RawRecord {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
  readonly source: string;
  readonly file: string;
  readonly line: number;
  /** The file ended here without a separator after the record: it may be cut off. */
  readonly unterminated?: boolean;
}

/** What the bytes mean. */
export interface Format {
  readonly name: string;
  /** Never throws on bad input. The record's bytes are valid during the call and while its activities are inspected. */
  decode(record: RawRecord): Decoded;
  /** The file has ended: what of it still waited for its rest (a log line in parts). Called once after its last record. */
  end?(file: string): Decoded;
  /** Does something of the file wait for its rest? Absent: never. */
  waits?(file: string): boolean;
}

/** Why we suspect it. */
export interface Detector {
  readonly name: string;
  /** What it may react to; asked once, before the first activity. */
  readonly interest: Interest;
  /**
   * Signals for this activity. Called in the order of the input; `activity` is not valid after the call. `found` is what the detectors
   * that were asked before said of it. In a watch, `remembered` gives the same activity without secrets, as `replay` shows it after a
   * restart: what is to be rebuilt from that is to be made of that.
   */
  inspect(activity: Activity, found?: readonly Signal[], remembered?: () => Activity): readonly Signal[];
  /** In a watch: signals about the input itself, rather than an activity; each names its `workload`. */
  notice?(notice: Notice): readonly Signal[];
  /** Signals that only the end of the input settles; each carries its `activity`. */
  finish?(): readonly Signal[];
  /** Sentences for the summary, asked after `finish`: what it had to leave out or forget (late events, full windows). */
  blind?(): readonly string[];
  /**
   * A watch that starts again must know what it knew. What a detector remembers is kept in two ways, and it may use both: as entries of
   * its own, and as activities that are shown to it again. `restore` gets all entries before the first activity, oldest change first.
   */
  restore?(entries: Iterable<MemoryChange>): void;
  /** What changed of its entries since it was last asked; committed in one transaction with the findings that came of it. */
  takeChanges?(): readonly MemoryChange[];
  /** Must this activity, which was just inspected, be shown again after a restart? */
  remembers?(activity: Activity): boolean;
  /** An activity that it said it `remembers`, without secrets, in the order of inspection. Absent: it is inspected once more, and says nothing. */
  replay?(activity: Activity): void;
}

/** Writes what was found in one format. Called in this order: findings as they come, incidents, the summary once. */
export interface Printer {
  finding(finding: Finding): void;
  incident(incident: Incident): void;
  summary(summary: Summary): void;
}
