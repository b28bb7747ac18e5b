import type { Confidence } from '../lineage/confidence.ts';
import { lowest } from '../lineage/confidence.ts';
import { timeOf } from '../lineage/microseconds.ts';
import type { ObjectName } from '../lineage/sighting.ts';
import type { BillStarted } from '../model/watch-bill.ts';

/** An object that things were made of. */
export interface Owner {
  readonly name: ObjectName;
  /** `""` where it was not logged. */
  readonly uid: string;
}

/** Something that was made of it. */
export interface Product {
  readonly kind: string;
  /** Microseconds since 1970. */
  readonly at: number;
  readonly confidence: Confidence;
  /** It is alive, or was made while the log was written: its owner was there. */
  readonly telling: boolean;
}

/** How many of each kind, and when the last. */
export interface Tally {
  readonly owner: Owner;
  readonly counts: ReadonlyMap<string, number>;
  readonly first: number;
  readonly last: number;
  readonly confidence: Confidence;
  /** One of them at least. */
  readonly telling: boolean;
}

export type Tallies = Map<string, Tally>;

export const keyOfOwner = ({ name, uid }: Owner): string =>
  JSON.stringify([name.cluster, name.resource, name.namespace, name.name, uid]);

export function count(tallies: Tallies, owner: Owner, { kind, at, confidence, telling }: Product): void {
  const key = keyOfOwner(owner);
  const known = tallies.get(key);
  tallies.set(key, {
    owner,
    counts: new Map(known?.counts).set(kind, (known?.counts.get(kind) ?? 0) + 1),
    first: Math.min(known?.first ?? at, at),
    last: Math.max(known?.last ?? at, at),
    confidence: lowest([known?.confidence ?? 'certain', confidence]),
    telling: telling || known?.telling === true,
  });
}

/** Both together. */
export function startedOf(...tallies: readonly (Tally | undefined)[]): BillStarted {
  const counts = new Map<string, number>();
  let last = 0;
  let confidence: Confidence = 'certain';
  for (const tally of tallies) {
    if (tally === undefined) continue;
    for (const [kind, number] of tally.counts) counts.set(kind, (counts.get(kind) ?? 0) + number);
    last = Math.max(last, tally.last);
    confidence = lowest([confidence, tally.confidence]);
  }
  return {
    counts: Object.fromEntries([...counts].toSorted(([a], [b]) => (a < b ? -1 : 1))),
    last: last === 0 ? null : timeOf(last),
    confidence,
  };
}
