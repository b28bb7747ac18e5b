import type { ObjectName, OwnerReference, Sighting } from './sighting.ts';

/** One object from its creation to its deletion. A namesake that comes after it is another life. */
export interface Life {
  readonly name: ObjectName;
  readonly kind: string;
  readonly uid: string;
  /** undefined: it was there before the log began, or its creation is missing from it. */
  readonly created?: Sighting | undefined;
  /** Changes by other than controllers, oldest first; the creation is not among them. */
  readonly changes: readonly Sighting[];
  readonly deleted?: Sighting | undefined;
  /** All of them in order, those of controllers included. */
  readonly seen: readonly Sighting[];
  readonly owner?: OwnerReference | undefined;
  /** Microseconds since 1970. */
  readonly firstSeen: number;
  readonly lastSeen: number;
  /** Some of its older changes were forgotten, to bound memory. */
  readonly forgotten: boolean;
}

/** When it came to be, as far as the log tells. */
export const bornAt = ({ created, firstSeen }: Life): number => created?.at ?? firstSeen;

/** One and the same for two readings of it: lives are worked out anew when they are asked for again. */
export const keyOfLife = ({ name, uid, firstSeen }: Life): string =>
  `${name.cluster} ${name.resource} ${name.namespace} ${name.name} ${uid} ${firstSeen}`;

export const isSameLife = (a: Life, b: Life): boolean =>
  a === b || (a.uid === b.uid && a.firstSeen === b.firstSeen && keyOfLife(a) === keyOfLife(b));

/** The lives of one name, oldest first, from what was seen of it in any order. */
export function livesOf(sightings: readonly Sighting[], forgotten = false): readonly Life[] {
  const lives: Draft[] = [];
  for (const sighting of sightings.toSorted(inOrder)) {
    const life = lives.findLast(draft => belongsTo(draft, sighting, lives.at(-1)));
    if (life === undefined) lives.push(begin(sighting));
    else join(life, sighting);
  }
  return lives.map(draft => ({ ...finished(draft), forgotten }));
}

interface Draft {
  uid: string;
  readonly seen: Sighting[];
  created?: Sighting;
  deleted?: Sighting;
}

/** Versions of one object tell its order; times, which are those of the answers, where versions are not known. */
export function inOrder(a: Sighting, b: Sighting): number {
  if (a.uid !== '' && a.uid === b.uid && a.version > 0 && b.version > 0) return a.version - b.version;
  return a.at - b.at;
}

/** How much later than its effects the answer to a request may be logged, microseconds. */
const slack = 1_000_000;

function belongsTo(draft: Draft, sighting: Sighting, last: Draft | undefined): boolean {
  if (sighting.uid !== '' && draft.uid !== '') return sighting.uid === draft.uid;
  if (draft !== last) return false;
  if (sighting.verb !== 'create') return draft.deleted === undefined || sighting.verb !== 'change';
  // The creation of what was already seen at about the same time, or else of a namesake.
  const first = draft.seen[0];
  return draft.created === undefined && first !== undefined && first.at >= sighting.from - slack;
}

function begin(sighting: Sighting): Draft {
  const draft: Draft = { uid: '', seen: [] };
  join(draft, sighting);
  return draft;
}

function join(draft: Draft, sighting: Sighting): void {
  draft.seen.push(sighting);
  if (draft.uid === '') draft.uid = sighting.uid;
  if (sighting.verb === 'create') draft.created ??= sighting;
  if (sighting.verb === 'delete') draft.deleted = sighting;
}

function finished({ uid, seen, created, deleted }: Draft): Omit<Life, 'forgotten'> {
  const [first] = seen;
  if (first === undefined) throw new Error('a life without a sighting');
  const owner = (created ?? seen.findLast(sighting => sighting.owner !== undefined))?.owner;
  return {
    name: first.object,
    kind: seen.find(sighting => sighting.kind !== sighting.object.resource)?.kind ?? first.kind,
    uid,
    created,
    changes: seen.filter(sighting => sighting.verb === 'change'),
    deleted,
    seen,
    owner: owner ?? seen.find(sighting => sighting.owner !== undefined)?.owner,
    firstSeen: Math.min(...seen.map(({ at }) => at)),
    lastSeen: Math.max(...seen.map(({ at }) => at)),
  };
}
