import { sqliteReader } from '../../src/stores/sqlite/sqlite-store.ts';
import { markerRule, markerUser } from './event-lists.ts';

export interface Kept {
  /** Events by what became of them. */
  readonly counts: ReadonlyMap<string, number>;
  readonly findings: number;
  /** Lists whose last event was found not at all, and more than once. */
  readonly lost: number;
  readonly doubled: number;
}

/** Reads the state folder of a watch that has ended. */
export function whatWasKept(state: string, acknowledged: readonly number[]): Kept {
  const reader = sqliteReader(state);
  const found = new Map<string, number>();
  let findings = 0;
  for (const { item } of reader.findings({})) {
    findings += 1;
    const user = item.title === markerRule ? item.actor?.user : undefined;
    if (user !== undefined) found.set(user, (found.get(user) ?? 0) + 1);
  }
  const counts = reader.counts();
  reader.close();
  const times = acknowledged.map(number => found.get(markerUser(number)) ?? 0);
  return {
    counts,
    findings,
    lost: times.filter(n => n === 0).length,
    doubled: times.filter(n => n > 1).length,
  };
}
