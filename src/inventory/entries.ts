import type { ObjectName } from '../lineage/sighting.ts';
import { changesWhatRuns } from '../workloads/diff/field-change.ts';
import type { ChangeNote, Entry } from './entry.ts';
import type { Shown } from './read-entry.ts';

/** The objects that make pods, as they were seen last, with the namesakes that were before them. */
export interface Entries {
  /** The last of this name. */
  get(name: ObjectName): Entry | undefined;
  /** All of this name, oldest first. */
  of(name: ObjectName): readonly Entry[];
  put(shown: Shown): void;
  /** The last of each that has this kind and name, wherever it is in the cluster. */
  named(cluster: string, kind: string, name: string): readonly Entry[];
  all(): Iterable<Entry>;
  remove(entry: Entry): void;
}

const mostNotes = 64;

export function createEntries(): Entries {
  const byName = new Map<string, readonly Entry[]>();
  /** Made when it is asked for, and thrown away when anything changes. */
  let index: ReadonlyMap<string, readonly Entry[]> | undefined;
  return {
    get: name => byName.get(keyOf(name))?.at(-1),
    of: name => byName.get(keyOf(name)) ?? [],
    put(shown) {
      index = undefined;
      const key = keyOf(shown.name);
      const before = byName.get(key) ?? [];
      const last = before.at(-1);
      const isSame = last !== undefined && continues(last, shown);
      byName.set(key, isSame ? [...before.slice(0, -1), merged(last, shown)] : [...before, begun(shown)]);
    },
    named(cluster, kind, name) {
      index ??= Map.groupBy(lastOf(byName), entry =>
        indexKey(entry.name.cluster, entry.workload.kind, entry.name.name),
      );
      return index.get(indexKey(cluster, kind, name)) ?? [];
    },
    *all() {
      for (const entries of byName.values()) yield* entries;
    },
    remove(entry) {
      index = undefined;
      const key = keyOf(entry.name);
      const rest = (byName.get(key) ?? []).filter(each => each !== entry);
      if (rest.length === 0) byName.delete(key);
      else byName.set(key, rest);
    },
  };
}

const lastOf = (byName: ReadonlyMap<string, readonly Entry[]>): readonly Entry[] =>
  [...byName.values()].flatMap(entries => entries.at(-1) ?? []);

const indexKey = (...parts: readonly string[]): string => JSON.stringify(parts);

export const keyOf = ({ cluster, resource, namespace, name }: ObjectName): string =>
  JSON.stringify([cluster, resource, namespace, name]);

/** Another uid, or a creation, is another object; but of one that a file shows, the creation may well be in the log. */
function continues(last: Entry, { uid, note }: Shown): boolean {
  if (uid !== '' && last.uid !== '') return uid === last.uid;
  return note?.verb !== 'create' || last.since === 0;
}

function begun({ note, ...entry }: Shown): Entry {
  return { ...entry, notes: note === undefined ? [] : [note] };
}

/** What was known before stays known where the later request shows less, or an older state. */
function merged(last: Entry, { note, ...shown }: Shown): Entry {
  return {
    ...bodyAfter(last, shown),
    uid: shown.uid || last.uid,
    since: Math.min(last.since || shown.since, shown.since || last.since),
    creationTimestamp: shown.creationTimestamp || last.creationTimestamp,
    managed: shown.managed ?? last.managed,
    provenance: (decides(note) ? shown.provenance : undefined) ?? last.provenance ?? shown.provenance,
    seenIn: last.seenIn === 'request' ? 'request' : shown.seenIn,
    notes: note === undefined || changesNothing(note) ? last.notes : added(last.notes, note),
  };
}

function bodyAfter(last: Entry, shown: Omit<Entry, 'notes'>): Omit<Entry, 'notes'> {
  const isOlder = shown.version > 0 && last.version > shown.version;
  if (isOlder && !last.unknown.includes('*')) return last;
  if (!shown.unknown.includes('*') || isEmpty(last) || !isEmpty(shown)) return shown;
  // A file is of a time that is not known: what a request of unseen body changed may be in it.
  return last.since === 0 ? last : { ...last, unknown: [...new Set([...last.unknown, '*'])] };
}

/** No more than the header of it is known. */
const isEmpty = ({ workload, unknown }: Pick<Entry, 'workload' | 'unknown'>): boolean =>
  unknown.includes('*') && workload.containers.length === 0 && workload.schedules.length === 0;

const changesNothing = (note: ChangeNote | undefined): boolean =>
  note === undefined || (note.verb === 'change' && note.changes?.length === 0);

/** More than labels and annotations, as far as is known. */
export const matters = (note: ChangeNote | undefined): note is ChangeNote =>
  note !== undefined &&
  (note.verb === 'create' ||
    note.changes === undefined ||
    note.changes.some(({ field }) => field !== 'labels' && field !== 'annotations'));

/** What runs, or when: the system behind such a request is the one behind the object. */
const decides = (note: ChangeNote | undefined): boolean =>
  note !== undefined &&
  (note.verb === 'create' ||
    note.changes === undefined ||
    note.changes.some(change => changesWhatRuns(change) || change.field === 'schedule'));

const added = (notes: readonly ChangeNote[], note: ChangeNote): readonly ChangeNote[] =>
  [...notes, note].toSorted((a, b) => a.at - b.at).slice(-mostNotes);
