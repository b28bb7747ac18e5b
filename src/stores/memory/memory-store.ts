import type { Finding, Incident } from '../../model/finding.ts';
import type { Refusal } from '../../model/refusal.ts';
import { atLeast } from '../../model/severity.ts';
import type {
  Commit,
  JournalEntry,
  MemoryChange,
  Position,
  Retention,
  Store,
  Stored,
  StoredRefusals,
  StoreQuery,
} from '../../model/store.ts';

interface Kept<Item> extends Stored<Item> {
  readonly at: number;
}

type Numbered = JournalEntry & { readonly at: number };

const examplesKept = 3;

/** Keeps everything while the process lives: for a look at a stream of events that is not to be stored, and to compare other stores with. */
export function memoryStore(salt: string): Store {
  const findings = new Map<string, Kept<Finding>>();
  const incidents = new Map<string, Kept<Incident>>();
  const refusals = new Map<string, StoredRefusals>();
  const counts = new Map<string, number>();
  const positions = new Map<string, Position>();
  const memory = new Map<string, Map<string, MemoryChange>>();
  let journal: readonly Numbered[] = [];
  const seen: string[] = [];
  let place = 0;

  const put = <Item extends Finding | Incident>(kept: Map<string, Kept<Item>>, item: Item, at: number) => {
    place += 1;
    kept.delete(item.id);
    kept.set(item.id, { place, item, at });
  };
  const remember = (part: string, change: MemoryChange): void => {
    const entries = memory.get(part) ?? new Map<string, MemoryChange>();
    memory.set(part, entries);
    entries.delete(change.key);
    if (change.value !== null) entries.set(change.key, change);
  };
  const rememberAll = (part: string, changes: readonly MemoryChange[]): void => {
    for (const change of changes) remember(part, change);
  };
  const move = (position: Position): void => {
    const key = JSON.stringify([position.source, position.key]);
    if (position.value === null) positions.delete(key);
    else positions.set(key, position);
  };
  const write = ({ at, ...commit }: Commit): void => {
    for (const finding of commit.findings) if (!findings.has(finding.id)) put(findings, finding, at);
    for (const incident of commit.incidents) {
      const known = incidents.get(incident.id);
      if (JSON.stringify(known?.item) !== JSON.stringify(incident)) put(incidents, incident, at);
    }
  };
  return {
    salt,
    commit(commit: Commit) {
      write(commit);
      for (const refusal of commit.refusals) count(refusals, refusal);
      for (const [name, more] of commit.counts)
        if (more > 0) counts.set(name, (counts.get(name) ?? 0) + more);
      for (const [part, changes] of commit.memory) rememberAll(part, changes);
      for (const position of commit.positions) move(position);
      journal = [...journal, ...commit.journal.map(entry => ({ ...entry, at: commit.at }))];
      seen.push(...commit.seen);
    },
    memory: part => memory.get(part)?.values() ?? [],
    journal: () => journal.map(({ at: _, ...entry }) => entry),
    seen: () => seen,
    positions: source => [...positions.values()].filter(position => position.source === source),
    findings: query => selected(findings.values(), query, ({ time }) => time),
    incidents: query => selected(incidents.values(), query, ({ lastSeen }) => lastSeen),
    counts: () => counts,
    refusals: () => [...refusals.values()],
    retain(limits) {
      journal = compacted(journal, limits);
      return forget(findings, limits) + forget(incidents, limits);
    },
    close: () => undefined,
  };
}

function count(refusals: Map<string, StoredRefusals>, refusal: Refusal): void {
  const { reason, origin } = refusal;
  const key = `${origin.source} ${reason}`;
  const before = refusals.get(key) ?? { source: origin.source, reason, count: 0, examples: [] };
  const examples = before.examples.length < examplesKept ? [...before.examples, refusal] : before.examples;
  refusals.set(key, { ...before, count: before.count + 1, examples });
}

function* selected<Item extends Finding | Incident>(
  kept: Iterable<Kept<Item>>,
  { after = 0, since, severity = 'informational' }: StoreQuery,
  timeOf: (item: Item) => string | null,
): Generator<Stored<Item>> {
  for (const { place, item } of kept) {
    const time = timeOf(item);
    const early = since !== undefined && time !== null && Date.parse(time) < Date.parse(since);
    if (place > after && !early && atLeast(item.severity, severity)) yield { place, item };
  }
}

function forget<Item>(kept: Map<string, Kept<Item>>, { findingsBefore = 0 }: Retention): number {
  const old = [...kept].filter(([, { at }]) => at < findingsBefore);
  for (const [id] of old) kept.delete(id);
  return old.length;
}

function compacted(
  journal: readonly Numbered[],
  { journalBefore = 0, maxJournal = journal.length }: Retention,
): readonly Numbered[] {
  const told = new Map<string, number>();
  for (const [index, { object, whole, gone }] of journal.entries())
    if (whole || gone) told.set(object, index);
  const kept = journal.filter(({ at, object, gone }, index) => {
    if (at >= journalBefore) return true;
    return object !== '' && !gone && index >= (told.get(object) ?? 0);
  });
  return maxJournal === 0 ? [] : kept.slice(-maxJournal);
}
