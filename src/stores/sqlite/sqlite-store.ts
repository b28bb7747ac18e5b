import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { zstdDecompressSync } from 'node:zlib';
import type { JournalEntry, MemoryChange, Position, Store } from '../../model/store.ts';
import { createWriter } from './commit.ts';
import { lockFolder } from './lock-folder.ts';
import { openDatabase, openForReading } from './open-database.ts';
import { readerOf } from './reader.ts';
import { retain } from './retain.ts';

const fileName = 'watchbill.db';

export interface SqliteOptions {
  /** The state folder; made if it is not there, for its owner alone. */
  readonly folder: string;
  /** What the salt is made of, for a new store. */
  readonly newSalt: () => string;
}

/** Another process works with the state folder. */
export const isLocked = (error: unknown): boolean => error instanceof Error && error.name === 'LockedFolder';

/** One SQLite file in the state folder, for one process at a time. Throws what the disk says. */
export function sqliteStore({ folder, newSalt }: SqliteOptions): Store {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const lock = lockFolder(folder);
  if (lock === undefined) throw lockedFolder(folder);
  try {
    const database = openDatabase(join(folder, fileName));
    const commit = createWriter(database);
    return {
      ...readerOf(database),
      commit,
      memory: part => memoryOf(database, part),
      journal: () => journalOf(database),
      seen: () => seenIn(database),
      positions: source => positionsOf(database, source),
      salt: saltOf(database, newSalt),
      retain: limits => retain(database, limits),
      close: () => {
        database.close();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** For other processes, also while a watch runs. */
export function sqliteReader(folder: string) {
  const database = openForReading(join(folder, fileName));
  return {
    ...readerOf(database),
    journal: () => journalOf(database),
    memory: (part: string) => memoryOf(database, part),
    close: () => database.close(),
  };
}

function lockedFolder(folder: string): Error {
  const error = new Error(`another watchbill works with the state folder ${folder}`);
  error.name = 'LockedFolder';
  return error;
}

function* memoryOf(database: DatabaseSync, part: string): Generator<MemoryChange> {
  const rows = database
    .prepare('SELECT key, value FROM memory WHERE part = ? ORDER BY changed')
    .iterate(part);
  for (const row of rows) yield { key: String(row['key']), value: String(row['value']) };
}

function* journalOf(database: DatabaseSync): Generator<JournalEntry> {
  const rows = database.prepare('SELECT object, whole, gone, body FROM journal ORDER BY number').iterate();
  for (const { object, whole, gone, body } of rows) {
    if (!(body instanceof Uint8Array)) continue;
    const text = zstdDecompressSync(body).toString('utf8');
    yield { object: String(object), whole: whole === 1, gone: gone === 1, body: text };
  }
}

function* seenIn(database: DatabaseSync): Generator<string> {
  const rows = database.prepare('SELECT identities FROM seen ORDER BY number').iterate();
  for (const row of rows) yield* String(row['identities']).split(' ');
}

function positionsOf(database: DatabaseSync, source: string): readonly Position[] {
  const rows = database.prepare('SELECT key, value FROM positions WHERE source = ?').all(source);
  return rows.map(row => ({ source, key: String(row['key']), value: String(row['value']) }));
}

function saltOf(database: DatabaseSync, newSalt: () => string): string {
  database.prepare(`INSERT OR IGNORE INTO meta VALUES ('salt', ?)`).run(newSalt());
  return String(database.prepare(`SELECT value FROM meta WHERE key = 'salt'`).get()?.['value']);
}
