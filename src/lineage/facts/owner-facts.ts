import { authorOf } from '../authorship.ts';
import type { Life } from '../life.ts';
import { bornAt } from '../life.ts';
import type { OwnerReference, Sighting } from '../sighting.ts';
import type { Sightings } from '../sightings.ts';
import type { OwnerFacts } from './lineage-facts.ts';
import { noFacts } from './lineage-facts.ts';

/** Where the object is that a request names as the owner. Nothing is said that the log does not show. */
export function ownerFacts({ owner, object, from }: Sighting, sightings: Sightings): OwnerFacts {
  if (owner === undefined) return noFacts.owner;
  const lives = sightings.lives({ ...object, resource: owner.resource, name: owner.name });
  const same = lives.find(({ uid }) => uid !== '' && uid === owner.uid);
  if (same !== undefined)
    return same.deleted !== undefined && same.deleted.at < from
      ? { state: 'deleted', goneSeconds: seconds(same.deleted.at, from), author: userOf(same) }
      : { state: 'alive', goneSeconds: -1, author: userOf(same) };
  const deleted = sightings.deletedAt(object.cluster, owner.uid);
  if (deleted !== undefined && deleted < from)
    return { state: 'deleted', goneSeconds: seconds(deleted, from), author: '' };
  const namesake = lives.findLast(life => livedAt(life, from));
  if (namesake === undefined) return { ...noFacts.owner, state: 'unknown' };
  return namesake.uid === '' || owner.uid === ''
    ? { state: 'alive', goneSeconds: -1, author: userOf(namesake) }
    : { state: 'replaced', goneSeconds: seconds(bornAt(namesake), from), author: userOf(namesake) };
}

/** The owner that was there when the request came: by uid, or where no uid is logged by its name. */
export function livingOwner(
  owner: OwnerReference,
  { object, from }: Sighting,
  sightings: Sightings,
): Life | undefined {
  const lives = sightings.lives({ ...object, resource: owner.resource, name: owner.name });
  return (
    lives.find(({ uid }) => uid !== '' && uid === owner.uid) ??
    lives.findLast(life => life.uid === '' && livedAt(life, from))
  );
}

const livedAt = (life: Life, at: number): boolean =>
  bornAt(life) < at && (life.deleted === undefined || life.deleted.at > at);

const seconds = (since: number, now: number): number => Math.max(0, Math.floor((now - since) / 1_000_000));

const userOf = (life: Life): string => authorOf(life)?.sighting.author.effectiveUser ?? '';
