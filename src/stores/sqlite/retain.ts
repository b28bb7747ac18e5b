import type { DatabaseSync } from 'node:sqlite';
import type { Retention } from '../../model/store.ts';

/** So many identities of activities are known again; an API server repeats what was not answered for some minutes. */
const seenKept = 200_000;

/** Deletes what is older or more than wanted; how many findings and incidents went. */
export function retain(database: DatabaseSync, limits: Retention): number {
  forgetSeen(database);
  forgetJournal(database, limits);
  const gone = forgetFindings(database, limits);
  database.exec('PRAGMA incremental_vacuum');
  return gone;
}

function forgetSeen(database: DatabaseSync): void {
  const rows = database.prepare('SELECT number, count FROM seen ORDER BY number DESC').iterate();
  let kept = 0;
  let last = 0;
  for (const { number, count } of rows) {
    kept += Number(count);
    last = Number(number);
    if (kept >= seenKept) break;
  }
  if (kept >= seenKept) database.prepare('DELETE FROM seen WHERE number < ?').run(last);
}

/** What tells how an object is now stays: the last entry that tells all of it, and those after. */
function forgetJournal(database: DatabaseSync, { journalBefore = 0, maxJournal }: Retention): void {
  database
    .prepare(
      `DELETE FROM journal WHERE at < ?1 AND (object = '' OR number < (
         SELECT max(later.number) FROM journal AS later WHERE later.object = journal.object AND (later.whole OR later.gone)))`,
    )
    .run(journalBefore);
  database.prepare('DELETE FROM journal WHERE at < ? AND gone').run(journalBefore);
  if (maxJournal === undefined) return;
  database
    .prepare(
      'DELETE FROM journal WHERE number <= (SELECT number FROM journal ORDER BY number DESC LIMIT 1 OFFSET ?)',
    )
    .run(maxJournal);
}

function forgetFindings(database: DatabaseSync, { findingsBefore, maxBytes }: Retention): number {
  let gone = 0;
  if (findingsBefore !== undefined) gone += deleteBefore(database, findingsBefore);
  if (maxBytes === undefined) return gone;
  for (let size = sizeOf(database); size > maxBytes; size = sizeOf(database)) {
    const deleted = deleteOldest(database);
    if (deleted === 0) break;
    gone += deleted;
  }
  return gone;
}

function deleteBefore(database: DatabaseSync, at: number): number {
  const findings = database.prepare('DELETE FROM findings WHERE at < ?').run(at);
  const incidents = database.prepare('DELETE FROM incidents WHERE at < ?').run(at);
  return Number(findings.changes) + Number(incidents.changes);
}

/** A tenth of the findings, and the incidents of their time. */
function deleteOldest(database: DatabaseSync): number {
  const row = database
    .prepare(
      'SELECT max(at) AS last FROM (SELECT at FROM findings ORDER BY at LIMIT (SELECT count(*) / 10 + 1 FROM findings))',
    )
    .get();
  const last = row?.['last'];
  return last === null || last === undefined ? 0 : deleteBefore(database, Number(last) + 1);
}

function sizeOf(database: DatabaseSync): number {
  const number = (pragma: string): number =>
    Number(Object.values(database.prepare(`PRAGMA ${pragma}`).get() ?? {})[0] ?? 0);
  return (number('page_count') - number('freelist_count')) * number('page_size');
}
