import type { Confidence } from '../lineage/confidence.ts';
import { lowest } from '../lineage/confidence.ts';
import type { Life } from '../lineage/life.ts';
import { bornAt } from '../lineage/life.ts';
import type { Link } from '../lineage/link.ts';
import { linkOf } from '../lineage/link.ts';
import { timeOf } from '../lineage/microseconds.ts';
import type { OwnerReference } from '../lineage/sighting.ts';
import type { Sightings } from '../lineage/sightings.ts';
import type { BillStarted } from '../model/watch-bill.ts';

/** Who made what, of everything that was seen. */
export interface Products {
  /** What a controller made this from. */
  linkOf(life: Life): Link | undefined;
  started(life: Life): BillStarted;
  /** Owners from whose templates things were made and of which nothing else is in the log. */
  readonly unseenOwners: readonly UnseenOwner[];
  lives(): readonly Life[];
}

export interface UnseenOwner {
  readonly owner: OwnerReference;
  readonly products: readonly Life[];
  readonly started: BillStarted;
}

/** Each object is linked once: there may be many more pods than workloads. */
export function productsIn(sightings: Sightings): Products {
  const lives = allLives(sightings);
  const links = new Map<Life, Link>();
  for (const life of lives) {
    const link = linkOf(life, sightings);
    if (link?.relation === 'made') links.set(life, link);
  }
  const tallies = new Map<Life | string, Tally>();
  const unseen = new Map<string, { readonly owner: OwnerReference; readonly products: Life[] }>();
  for (const life of links.keys()) {
    for (const { owner, confidence } of ownersOf(life, links)) count(tallies, owner, { life, confidence });
    const link = links.get(life);
    if (link === undefined || link.life !== undefined || link.owner.kind === 'Node') continue;
    const key = unseenKey(life, link.owner);
    const entry = unseen.get(key) ?? { owner: link.owner, products: [] };
    entry.products.push(life);
    unseen.set(key, entry);
  }
  return {
    linkOf: life => links.get(life),
    started: life => startedOf(tallies.get(life)),
    unseenOwners: [...unseen].map(([key, entry]) => ({ ...entry, started: startedOf(tallies.get(key)) })),
    lives: () => lives,
  };
}

function allLives(sightings: Sightings): readonly Life[] {
  const lives: Life[] = [];
  for (const place of sightings.places())
    for (const name of sightings.names(place)) lives.push(...sightings.lives(name));
  return lives;
}

interface Made {
  readonly owner: Life | string;
  readonly confidence: Confidence;
}

const longest = 8;

/** All that stand above it; an owner that is not in the log as its reference. */
function ownersOf(life: Life, links: ReadonlyMap<Life, Link>): readonly Made[] {
  const owners: Made[] = [];
  let confidence: Confidence = 'certain';
  let current = life;
  for (let depth = 0; depth < longest; depth++) {
    const link = links.get(current);
    if (link === undefined) break;
    confidence = lowest([confidence, link.confidence]);
    owners.push({ owner: link.life ?? unseenKey(current, link.owner), confidence });
    if (link.life === undefined || link.life === life) break;
    current = link.life;
  }
  return owners;
}

const unseenKey = ({ name }: Life, { resource, name: owner, uid }: OwnerReference): string =>
  JSON.stringify([name.cluster, resource, name.namespace, owner, uid]);

interface Tally {
  readonly counts: Map<string, number>;
  last: number;
  confidence: Confidence;
}

function count(
  tallies: Map<Life | string, Tally>,
  owner: Life | string,
  { life, confidence }: { readonly life: Life; readonly confidence: Confidence },
): void {
  const tally = tallies.get(owner) ?? { counts: new Map(), last: 0, confidence: 'certain' };
  tally.counts.set(life.kind, (tally.counts.get(life.kind) ?? 0) + 1);
  tally.last = Math.max(tally.last, bornAt(life));
  tally.confidence = lowest([tally.confidence, confidence]);
  tallies.set(owner, tally);
}

function startedOf(tally: Tally | undefined): BillStarted {
  if (tally === undefined) return { counts: {}, last: null, confidence: 'certain' };
  const counts = Object.fromEntries([...tally.counts].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  return { counts, last: timeOf(tally.last), confidence: tally.confidence };
}
