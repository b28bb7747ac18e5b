import type { DatabaseSync } from 'node:sqlite';
import { constants, zstdCompressSync } from 'node:zlib';
import type { Finding, Incident } from '../../model/finding.ts';
import type { Refusal } from '../../model/refusal.ts';
import { severityRank } from '../../model/severity.ts';
import type { Commit } from '../../model/store.ts';

const statements = {
  finding: `INSERT INTO findings (id, at, happened, severity, body) VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
  incident: `INSERT INTO incidents (id, place, at, happened, severity, body) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET place = excluded.place, at = excluded.at, happened = excluded.happened, severity = excluded.severity,
    body = excluded.body WHERE body <> excluded.body`,
  refusalsBefore: `SELECT count, examples FROM refusals WHERE source = ? AND reason = ?`,
  refusals: `INSERT INTO refusals VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET count = excluded.count, examples = excluded.examples`,
  count: `INSERT INTO counts VALUES (?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count`,
  position: `INSERT INTO positions VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value`,
  positionGone: `DELETE FROM positions WHERE source = ? AND key = ?`,
  memory: `INSERT INTO memory VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET changed = excluded.changed, value = excluded.value`,
  memoryGone: `DELETE FROM memory WHERE part = ? AND key = ?`,
  journal: `INSERT INTO journal (at, object, whole, gone, body) VALUES (?, ?, ?, ?, ?)`,
  seen: `INSERT INTO seen (count, identities) VALUES (?, ?)`,
} as const;

const examplesKept = 3;

/** Stores commits, each as one transaction. */
export function createWriter(database: DatabaseSync): (commit: Commit) => void {
  const prepared = prepare(database);
  let place = nextOf(database, 'SELECT max(place) AS last FROM incidents');
  let changed = nextOf(database, 'SELECT max(changed) AS last FROM memory');

  const writeIncidents = ({ at, incidents }: Commit): void => {
    for (const incident of incidents) {
      const { id, severity, lastSeen } = incident;
      prepared.incident.run(id, place, at, milliseconds(lastSeen), severityRank(severity), bodyOf(incident));
      place += 1;
    }
  };
  const writeMemory = ({ memory }: Commit): void => {
    for (const [part, changes] of memory) {
      for (const { key, value } of changes) {
        if (value === null) prepared.memoryGone.run(part, key);
        else prepared.memory.run(part, key, changed, value);
        changed += 1;
      }
    }
  };
  const write = (commit: Commit): void => {
    for (const finding of commit.findings) {
      const { id, severity, time } = finding;
      prepared.finding.run(id, commit.at, milliseconds(time), severityRank(severity), bodyOf(finding));
    }
    writeIncidents(commit);
    for (const refusal of commit.refusals) writeRefusal(prepared, refusal);
    for (const [name, count] of commit.counts) if (count > 0) prepared.count.run(name, count);
    writeMemory(commit);
    writeJournal(prepared, commit);
    for (const { source, key, value } of commit.positions) {
      if (value === null) prepared.positionGone.run(source, key);
      else prepared.position.run(source, key, value);
    }
  };
  return commit => inTransaction(database, () => write(commit));
}

type Prepared = ReturnType<typeof prepare>;

function prepare(database: DatabaseSync) {
  return {
    finding: database.prepare(statements.finding),
    incident: database.prepare(statements.incident),
    refusalsBefore: database.prepare(statements.refusalsBefore),
    refusals: database.prepare(statements.refusals),
    count: database.prepare(statements.count),
    position: database.prepare(statements.position),
    positionGone: database.prepare(statements.positionGone),
    memory: database.prepare(statements.memory),
    memoryGone: database.prepare(statements.memoryGone),
    journal: database.prepare(statements.journal),
    seen: database.prepare(statements.seen),
  };
}

function inTransaction(database: DatabaseSync, write: () => void): void {
  database.exec('BEGIN IMMEDIATE');
  try {
    write();
    database.exec('COMMIT');
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

function writeRefusal(prepared: Prepared, refusal: Refusal): void {
  const { reason, origin } = refusal;
  const before = prepared.refusalsBefore.get(origin.source, reason);
  const examples: unknown = JSON.parse(String(before?.['examples'] ?? '[]'));
  const kept = Array.isArray(examples) ? examples : [];
  const more = kept.length < examplesKept ? [...kept, refusal] : kept;
  prepared.refusals.run(origin.source, reason, Number(before?.['count'] ?? 0) + 1, JSON.stringify(more));
}

const fast = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

function writeJournal(prepared: Prepared, { at, journal, seen }: Commit): void {
  for (const { object, whole, gone, body } of journal)
    prepared.journal.run(at, object, Number(whole), Number(gone), zstdCompressSync(body, fast));
  if (seen.length > 0) prepared.seen.run(seen.length, seen.join(' '));
}

const bodyOf = (item: Finding | Incident): string => JSON.stringify(item);

function milliseconds(time: string | null): number | null {
  const value = time === null ? Number.NaN : Date.parse(time);
  return Number.isNaN(value) ? null : value;
}

function nextOf(database: DatabaseSync, query: string): number {
  return Number(database.prepare(query).get()?.['last'] ?? 0) + 1;
}
