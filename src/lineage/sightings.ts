import { compacted } from './compacted.ts';
import type { Life } from './life.ts';
import { livesOf } from './life.ts';
import type { ObjectName, Sighting } from './sighting.ts';

/** What was seen, in whatever order it came; the same request twice counts once. */
export interface Sightings {
  /** False if it was taken before. */
  take(sighting: Sighting): boolean;
  /** Are kind, uid and owner of a living object of this name known? */
  knows(name: ObjectName): boolean;
  /** The lives of this name, oldest first. */
  lives(name: ObjectName): readonly Life[];
  /** When the object with this uid was deleted, as far as that is remembered: longer than the object itself. Microseconds. */
  deletedAt(cluster: string, uid: string): number | undefined;
  /** All names in a namespace that a resource has. */
  names(place: Place): Iterable<ObjectName>;
  /** Wherever anything was seen. */
  places(): Iterable<Place>;
  /** Creations in this place whose names were not logged, in no order. */
  nameless(place: Place): readonly Sighting[];
  /** Forgets what was deleted before this time. */
  forget(before: number): void;
  /** Forgets what was not heard of for longest until there is room for a tenth of `limit`: pods first. Returns how many. */
  shrink(limit: number): number;
  size(): number;
}

export type Place = Pick<ObjectName, 'cluster' | 'resource' | 'namespace'>;

interface Entry {
  readonly name: ObjectName;
  sightings: readonly Sighting[];
  forgotten: boolean;
  /** Of the sightings so far; undefined when one came since. */
  lives: readonly Life[] | undefined;
}

interface Room {
  readonly place: Place;
  readonly byName: Map<string, Entry>;
  readonly nameless: Map<string, Sighting>;
}

const limits = { sightings: 256, kept: 192, nameless: 100_000, deleted: 100_000 } as const;

export function createSightings(): Sightings {
  const rooms = new Map<string, Room>();
  const deleted = new Map<string, number>();
  const bury = ({ object, uid, at }: Sighting): void => {
    if (uid !== '') deleted.set(`${object.cluster} ${uid}`, at);
    if (deleted.size > limits.deleted) deleted.delete(deleted.keys().next().value ?? '');
  };
  const room = ({ cluster, resource, namespace }: Place): Room => {
    const place = { cluster, resource, namespace };
    const key = `${place.cluster} ${place.resource} ${place.namespace}`;
    const found = rooms.get(key) ?? { place, byName: new Map(), nameless: new Map() };
    rooms.set(key, found);
    return found;
  };
  const find = (name: ObjectName): Entry | undefined =>
    rooms.get(`${name.cluster} ${name.resource} ${name.namespace}`)?.byName.get(name.name);

  return {
    take(sighting) {
      const { byName, nameless } = room(sighting.object);
      if (sighting.object.name === '') {
        const { size } = nameless;
        if (sighting.verb === 'create') nameless.set(identityOf(sighting), sighting);
        const isNew = nameless.size > size;
        if (nameless.size > limits.nameless) nameless.delete(nameless.keys().next().value ?? '');
        return isNew;
      }
      if (sighting.verb === 'delete') bury(sighting);
      const entry = byName.get(sighting.object.name);
      if (entry !== undefined) return add(entry, sighting);
      byName.set(sighting.object.name, {
        name: sighting.object,
        sightings: [sighting],
        forgotten: false,
        lives: undefined,
      });
      return true;
    },
    knows(name) {
      const sightings = find(name)?.sightings ?? [];
      const last = sightings.at(-1);
      return (
        last !== undefined &&
        last.verb !== 'delete' &&
        sightings.some(({ verb, owner, uid }) => verb === 'create' || (owner !== undefined && uid !== ''))
      );
    },
    lives: name => {
      const entry = find(name);
      if (entry === undefined) return [];
      entry.lives ??= livesOf(entry.sightings, entry.forgotten);
      return entry.lives;
    },
    deletedAt: (cluster, uid) => (uid === '' ? undefined : deleted.get(`${cluster} ${uid}`)),
    *names(place) {
      for (const { name } of room(place).byName.values()) yield name;
    },
    *places() {
      for (const { place } of rooms.values()) yield place;
    },
    nameless: place => [...room(place).nameless.values()],
    forget(before) {
      for (const [key, found] of rooms) {
        forgetIn(found, before);
        if (found.byName.size === 0 && found.nameless.size === 0) rooms.delete(key);
      }
    },
    shrink(limit) {
      const all = [...rooms.values()].flatMap(({ byName }) =>
        [...byName.values()].map(entry => ({ byName, entry })),
      );
      if (all.length <= limit) return 0;
      const oldest = all
        .map(({ byName, entry }) => ({ byName, name: entry.name.name, worth: worthOf(entry) }))
        .toSorted((a, b) => a.worth - b.worth)
        .slice(0, all.length - Math.floor(limit * 0.9));
      for (const { byName, name } of oldest) byName.delete(name);
      return oldest.length;
    },
    size: () => [...rooms.values()].reduce((sum, { byName }) => sum + byName.size, 0),
  };
}

function add(entry: Entry, sighting: Sighting): boolean {
  const id = identityOf(sighting);
  if (entry.sightings.some(other => other.at === sighting.at && identityOf(other) === id)) return false;
  entry.sightings = [...entry.sightings, sighting];
  entry.lives = undefined;
  if (entry.sightings.length <= limits.sightings) return true;
  const { sightings, forgotten } = compacted(entry.sightings, limits.kept);
  entry.sightings = sightings;
  entry.forgotten ||= forgotten;
  return true;
}

/** What is written by people is needed longest, and there is little of it. */
function worthOf({ name, sightings }: Entry): number {
  const ranks = ['pods', 'jobs', 'replicasets'];
  const rank = ranks.includes(name.resource) ? ranks.indexOf(name.resource) : ranks.length;
  return rank * 1e17 + (sightings.at(-1)?.at ?? 0);
}

/** A client may choose its audit id, so time and identity are part of it. */
const identityOf = ({ evidence, from, author, subresource, object }: Sighting): string =>
  `${evidence.auditID} ${from} ${author.user} ${subresource} ${object.name}`;

function forgetIn({ byName, nameless }: Room, before: number): void {
  for (const [name, { sightings }] of byName) if (isOver(sightings, before)) byName.delete(name);
  for (const [id, { at }] of nameless) if (at < before) nameless.delete(id);
}

function isOver(sightings: readonly Sighting[], before: number): boolean {
  const last = sightings.reduce((a, b) => (b.at > a.at ? b : a));
  return last.verb === 'delete' && last.at < before;
}
