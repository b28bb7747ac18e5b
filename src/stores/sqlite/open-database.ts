import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { migrations } from './migrations.ts';

/** Opens the database of a state folder and brings it to the version of this program; before that, what was there is copied beside it. */
export function openDatabase(path: string): DatabaseSync {
  const database = new DatabaseSync(path);
  try {
    database.exec('PRAGMA busy_timeout = 5000');
    if (versionOf(database) === 0) database.exec('PRAGMA auto_vacuum = INCREMENTAL');
    database.exec('PRAGMA journal_mode = WAL');
    // A commit is on the disk when it returns, also if the machine loses its power then.
    database.exec('PRAGMA synchronous = FULL');
    // What a batch touches lies all over the database: 32 MiB of pages are kept, and written back once they are 16 MiB.
    database.exec('PRAGMA cache_size = -32768');
    database.exec('PRAGMA wal_autocheckpoint = 4096');
    migrate(database, path);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** For a look at what another process writes, or has written. */
export function openForReading(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { readOnly: true });
  database.exec('PRAGMA busy_timeout = 5000');
  const version = versionOf(database);
  if (version === migrations.length) return database;
  database.close();
  throw new Error(wrongVersion(path, version));
}

function migrate(database: DatabaseSync, path: string): void {
  const version = versionOf(database);
  if (version > migrations.length) throw new Error(wrongVersion(path, version));
  if (version === migrations.length) return;
  if (version > 0) backUp(database, `${path}.version-${version}`);
  database.exec('BEGIN IMMEDIATE');
  try {
    for (const migration of migrations.slice(version)) database.exec(migration);
    database.exec(`PRAGMA user_version = ${migrations.length}`);
    database.exec('COMMIT');
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}

function backUp(database: DatabaseSync, path: string): void {
  if (!existsSync(path)) database.prepare('VACUUM INTO ?').run(path);
}

function versionOf(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
}

function wrongVersion(path: string, version: number): string {
  const which = version > migrations.length ? 'a newer Watchbill' : 'an older Watchbill';
  return `${path} is of ${which} (version ${version}, this one reads ${migrations.length})`;
}
