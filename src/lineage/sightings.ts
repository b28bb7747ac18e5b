import type { ByTime } from './by-time.ts';
import { createByTime } from './by-time.ts';
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
  /** Creations in this place whose names were not logged, answered about between these moments, in no order. Microseconds. */
  nameless(place: Place, from: number, to: number): readonly Sighting[];
  /** Forgets what was deleted before this time, and says what it was. */
  forget(before: number): readonly ObjectName[];
  /** Forgets what was not heard of for longest until there is room for a tenth of `limit`: pods first. */
  shrink(limit: number): readonly ObjectName[];
  size(): number;
}

export type Place = Pick<ObjectName, 'cluster' | 'resource' | 'namespace'>;

interface Entry {
  readonly name: ObjectName;
  sightings: readonly Sighting[];
  forgotten: boolean;
}

interface Room {
  readonly place: Place;
  readonly byName: Map<string, Entry>;
  readonly nameless: ByTime<Sighting>;
}

const limits = { sightings: 256, kept: 192, nameless: 100_000, deleted: 100_000, lives: 5_000 } as const;

export function createSightings(): Sightings {
  const rooms = new Map<string, Room>();
  const deleted = new Map<string, number>();
  // What may be over: deleted, as far as was known when it was put here.
  const going = createByTime<Entry>();
  // Worked out when they are asked for, and again and again for what is written just now.
  const lives = new Map<Entry, readonly Life[]>();
  const livesIn = (entry: Entry): readonly Life[] => {
    const found = lives.get(entry) ?? livesOf(entry.sightings, entry.forgotten);
    if (lives.size >= limits.lives) lives.clear();
    lives.set(entry, found);
    return found;
  };
  const bury = ({ object, uid, at }: Sighting): void => {
    if (uid !== '') deleted.set(`${object.cluster} ${uid}`, at);
    if (deleted.size > limits.deleted) deleted.delete(deleted.keys().next().value ?? '');
  };
  const room = ({ cluster, resource, namespace }: Place): Room => {
    const place = { cluster, resource, namespace };
    const key = `${place.cluster} ${place.resource} ${place.namespace}`;
    const found = rooms.get(key) ?? { place, byName: new Map(), nameless: createByTime() };
    rooms.set(key, found);
    return found;
  };
  const find = (name: ObjectName): Entry | undefined =>
    rooms.get(`${name.cluster} ${name.resource} ${name.namespace}`)?.byName.get(name.name);

  return {
    take(sighting) {
      const { byName, nameless } = room(sighting.object);
      if (sighting.object.name === '') {
        if (sighting.verb !== 'create') return false;
        const isNew = nameless.add(sighting.at, identityOf(sighting), sighting);
        if (nameless.size() > limits.nameless) nameless.dropOldest();
        return isNew;
      }
      const known = byName.get(sighting.object.name);
      const entry = known ?? { name: sighting.object, sightings: [], forgotten: false };
      if (known === undefined) byName.set(sighting.object.name, entry);
      const isNew = add(entry, sighting);
      if (isNew) lives.delete(entry);
      if (sighting.verb === 'delete') {
        bury(sighting);
        going.add(sighting.at, nameKey(sighting.object), entry);
      }
      return isNew;
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
      return entry === undefined ? [] : livesIn(entry);
    },
    deletedAt: (cluster, uid) => (uid === '' ? undefined : deleted.get(`${cluster} ${uid}`)),
    *names(place) {
      for (const { name } of room(place).byName.values()) yield name;
    },
    *places() {
      for (const { place } of rooms.values()) yield place;
    },
    nameless: (place, from, to) => [...room(place).nameless.between(from, to)],
    forget(before) {
      const over = going.takeBefore(before).filter(entry => find(entry.name) === entry && isOver(entry));
      for (const { name } of over) room(name).byName.delete(name.name);
      for (const [key, { byName, nameless }] of rooms) {
        nameless.takeBefore(before);
        if (byName.size === 0 && nameless.size() === 0) rooms.delete(key);
      }
      return over.map(({ name }) => name);
    },
    shrink(limit) {
      const all = [...rooms.values()].flatMap(({ byName }) =>
        [...byName.values()].map(entry => ({ byName, entry })),
      );
      if (all.length <= limit) return [];
      const oldest = all
        .map(({ byName, entry }) => ({ byName, name: entry.name, worth: worthOf(entry) }))
        .toSorted((a, b) => a.worth - b.worth)
        .slice(0, all.length - Math.floor(limit * 0.9));
      for (const { byName, name } of oldest) byName.delete(name.name);
      return oldest.map(({ name }) => name);
    },
    size: () => [...rooms.values()].reduce((sum, { byName }) => sum + byName.size, 0),
  };
}

function add(entry: Entry, sighting: Sighting): boolean {
  const id = identityOf(sighting);
  if (entry.sightings.some(other => other.at === sighting.at && identityOf(other) === id)) return false;
  entry.sightings = entry.sightings.concat(sighting);
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

/** Its deletion is the last that is known of it. */
function isOver({ sightings }: Entry): boolean {
  return sightings.reduce((a, b) => (b.at > a.at ? b : a)).verb === 'delete';
}

const nameKey = ({ cluster, resource, namespace, name }: ObjectName): string =>
  `${cluster} ${resource} ${namespace} ${name}`;
