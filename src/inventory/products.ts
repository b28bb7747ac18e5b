import type { Confidence } from '../lineage/confidence.ts';
import { lowest } from '../lineage/confidence.ts';
import type { Life } from '../lineage/life.ts';
import { bornAt, isSameLife, keyOfLife } from '../lineage/life.ts';
import type { Link } from '../lineage/link.ts';
import { linkOf } from '../lineage/link.ts';
import type { Sightings } from '../lineage/sightings.ts';
import type { Owner, Product } from './tallies.ts';

/** Who was made from what, of everything that is remembered. */
export interface Products {
  readonly lives: readonly Life[];
  /** What a controller made this from. */
  linkOf(life: Life): Link | undefined;
  /** All that stand above it, the nearest first; the last may be one of which nothing else is in the log. */
  ownersOf(life: Life): readonly OwnerAbove[];
}

export interface OwnerAbove {
  readonly owner: Owner;
  /** Of all links up to it together. */
  readonly confidence: Confidence;
}

/** Each object is linked once: there may be many more pods than workloads. */
export function productsIn(sightings: Sightings): Products {
  const lives = allLives(sightings);
  const links = new Map<string, Link>();
  for (const life of lives) {
    const link = linkOf(life, sightings);
    if (link?.relation === 'made' && link.owner.kind !== 'Node') links.set(keyOfLife(life), link);
  }
  return { lives, linkOf: life => links.get(keyOfLife(life)), ownersOf: life => ownersOf(life, links) };
}

function allLives(sightings: Sightings): readonly Life[] {
  const lives: Life[] = [];
  for (const place of sightings.places())
    for (const name of sightings.names(place)) lives.push(...sightings.lives(name));
  return lives;
}

/** More is a ring of forged uids. */
const longest = 8;

function ownersOf(life: Life, links: ReadonlyMap<string, Link>): readonly OwnerAbove[] {
  const owners: OwnerAbove[] = [];
  let confidence: Confidence = 'certain';
  let current = life;
  for (let depth = 0; depth < longest; depth++) {
    const link = links.get(keyOfLife(current));
    if (link === undefined) break;
    confidence = lowest([confidence, link.confidence]);
    owners.push({ owner: ownerOf(current, link), confidence });
    if (link.life === undefined || isSameLife(link.life, life)) break;
    current = link.life;
  }
  return owners;
}

function ownerOf({ name }: Life, { owner, life }: Link): Owner {
  if (life !== undefined) return { name: life.name, uid: life.uid };
  return { name: { ...name, resource: owner.resource, name: owner.name }, uid: owner.uid };
}

export const productOf = (life: Life, confidence: Confidence): Product => ({
  kind: life.kind,
  at: bornAt(life),
  confidence,
  telling: life.created !== undefined || life.deleted === undefined,
});
