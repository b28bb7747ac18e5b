import type { Refusal } from './refusal.ts';
import type { Chunk } from './seams.ts';
import type { Position } from './store.ts';

/** What a live source hands on at a time. */
export interface Batch {
  /** Of which cluster it is, whatever it says itself. */
  readonly cluster: string;
  readonly pieces: readonly (Chunk | Refusal)[];
  /** To be stored in the same transaction, once everything up to there is decoded. */
  readonly positions: readonly Position[];
  /** Called once: after the commit, or when there will be none. */
  settle(stored: boolean): void;
}

/** Input that does not end. */
export interface LiveSource {
  /** As the user named it: `audit-webhook:127.0.0.1:8443`. */
  readonly name: string;
  /** Of which cluster all of its input is; absent: its batches tell. */
  readonly cluster?: string;
  /** It tells of what changes, and not of all requests: that nothing comes says nothing. */
  readonly mayBeQuiet?: boolean;
  /** The format of all of its input; absent: recognised. */
  readonly format?: string;
  /** Begins to listen, or looks whether it can read. Throws what the operating system says. */
  open(): Promise<void>;
  /**
   * From the positions that were stored. The next batch is asked for after the last was settled. Ends when stopped, and after what
   * there is, if that is all that is wanted.
   */
  read(positions: readonly Position[], stop: AbortSignal): AsyncIterable<Batch>;
  close(): Promise<void>;
  /** Bytes that wait to be stored. Absent: it reads no faster than it is asked. */
  readonly waiting?: () => number;
}
