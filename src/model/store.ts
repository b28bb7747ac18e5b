import type { Finding, Incident } from './finding.ts';
import type { Refusal, RefusalReason } from './refusal.ts';
import type { Severity } from './severity.ts';

/**
 * One entry of what a part remembers; null: forgotten. Values are JSON, and never hold what must not be stored (values of
 * environment variables, data of Secrets, tokens).
 */
export interface MemoryChange {
  readonly key: string;
  readonly value: string | null;
}

/** How far a source has been read; null: that stretch of input is gone. The value is the source's own JSON. */
export interface Position {
  /** The source, as the user named it. */
  readonly source: string;
  readonly key: string;
  readonly value: string | null;
}

/** An activity that a detector needs again after a restart, without secrets. */
export interface JournalEntry {
  /** The object it is about; `""` where it is about none, or several. */
  readonly object: string;
  /** It tells all of the object, so that older entries about it are no longer needed. */
  readonly whole: boolean;
  /** The object is gone after it. */
  readonly gone: boolean;
  /** The activity as JSON. */
  readonly body: string;
}

/** All that came of a stretch of input. It is stored as a whole or not at all. */
export interface Commit {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly findings: readonly Finding[];
  /** New ones, and those that have grown: the whole incident again. */
  readonly incidents: readonly Incident[];
  readonly refusals: readonly Refusal[];
  readonly journal: readonly JournalEntry[];
  /** By part, in the order of change. */
  readonly memory: ReadonlyMap<string, readonly MemoryChange[]>;
  /** Identities of activities, so that the same one is known when it is delivered again. */
  readonly seen: readonly string[];
  readonly positions: readonly Position[];
  /** How much more was counted of each: `events`, `skipped`, `duplicates`, ... */
  readonly counts: ReadonlyMap<string, number>;
}

/** Where it is kept. Every call throws what the disk says; after a throw nothing of that commit is stored. */
export interface Store extends StoreReader {
  commit(commit: Commit): void;
  /** What a part had given as changes, without what it has forgotten, in the order of last change. */
  memory(part: string): Iterable<MemoryChange>;
  journal(): Iterable<JournalEntry>;
  /** The latest identities, oldest first. */
  seen(): Iterable<string>;
  positions(source: string): readonly Position[];
  /** Made once for a store: with it sealed values can be compared, in this store alone. */
  readonly salt: string;
  /** Forgets what is older than wanted; how many findings and incidents went. */
  retain(limits: Retention): number;
  close(): void;
}

export interface Retention {
  /** Milliseconds since 1970: findings and incidents last seen before go. */
  readonly findingsBefore?: number;
  /** The oldest findings and incidents go until the store is about as small. */
  readonly maxBytes?: number;
  /** Journal entries committed before go, but for those that tell how an object is now. */
  readonly journalBefore?: number;
  /** Journal entries beyond this many go, the oldest first. */
  readonly maxJournal?: number;
}

/** What people and other tools read, also of a store that another process writes. */
export interface StoreReader {
  findings(query: StoreQuery): Iterable<Stored<Finding>>;
  incidents(query: StoreQuery): Iterable<Stored<Incident>>;
  counts(): ReadonlyMap<string, number>;
  refusals(): readonly StoredRefusals[];
}

export interface StoreQuery {
  /** What was stored or changed after this place in the order of storing. */
  readonly after?: number;
  /** RFC 3339: what happened, or was last seen, from then on. */
  readonly since?: string;
  readonly severity?: Severity;
}

export interface Stored<Item> {
  readonly place: number;
  readonly item: Item;
}

export interface StoredRefusals {
  readonly source: string;
  readonly reason: RefusalReason;
  readonly count: number;
  /** The first few. */
  readonly examples: readonly Refusal[];
}
