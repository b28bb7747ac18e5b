import type { DatabaseSync } from 'node:sqlite';
import type { Finding, Incident } from '../../model/finding.ts';
import type { Refusal, RefusalReason } from '../../model/refusal.ts';
import { refusalReasons } from '../../model/refusal.ts';
import { severityRank } from '../../model/severity.ts';
import type { Stored, StoredRefusals, StoreQuery, StoreReader } from '../../model/store.ts';

export function readerOf(database: DatabaseSync): StoreReader {
  return {
    findings: query => selected<Finding>(database, 'findings', query),
    incidents: query => selected<Incident>(database, 'incidents', query),
    counts: () => countsIn(database),
    refusals: () => refusalsIn(database),
  };
}

function* selected<Item>(
  database: DatabaseSync,
  table: 'findings' | 'incidents',
  { after = 0, since, severity = 'informational' }: StoreQuery,
): Generator<Stored<Item>> {
  const from = since === undefined ? Number.MIN_SAFE_INTEGER : Date.parse(since);
  const rows = database
    .prepare(
      `SELECT place, body FROM ${table} WHERE place > ? AND coalesce(happened, ?) >= ? AND severity >= ? ORDER BY place`,
    )
    .iterate(after, Number.MAX_SAFE_INTEGER, from, severityRank(severity));
  for (const { place, body } of rows) yield { place: Number(place), item: JSON.parse(String(body)) };
}

function countsIn(database: DatabaseSync): ReadonlyMap<string, number> {
  const rows = database.prepare('SELECT name, count FROM counts').all();
  return new Map(rows.map(row => [String(row['name']), Number(row['count'])]));
}

function refusalsIn(database: DatabaseSync): readonly StoredRefusals[] {
  const rows = database.prepare('SELECT source, reason, count, examples FROM refusals').all();
  return rows.flatMap(({ source, reason, count, examples }) => {
    if (!isReason(reason)) return [];
    const kept: readonly Refusal[] = JSON.parse(String(examples));
    return [{ source: String(source), reason, count: Number(count), examples: kept }];
  });
}

function isReason(text: unknown): text is RefusalReason {
  return typeof text === 'string' && Object.hasOwn(refusalReasons, text);
}
