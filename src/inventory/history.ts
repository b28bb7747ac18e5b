import type { Sightings } from '../lineage/sightings.ts';
import type { BillRow } from '../model/watch-bill.ts';
import { standingDuties } from '../model/watch-bill.ts';
import type { DrawnRow } from './draw-rows.ts';
import { rowsOfLives } from './draw-rows.ts';
import type { Entries } from './entries.ts';
import type { Namespaces } from './namespaces.ts';
import { productOf, productsIn } from './products.ts';
import type { Tallies } from './tallies.ts';
import { count } from './tallies.ts';

/** What was, in few words: so that memory is bounded by what lives and what died lately. */
export interface History {
  /** Of products that are no longer remembered, by owner. */
  readonly tallies: Tallies;
  /** Workloads that were deleted long ago, oldest first. */
  rows(): readonly DrawnRow[];
  /** To be called now and then; does something when much is over. `latest` is the time of the last event, microseconds since 1970. */
  settle(latest: number): void;
  blind(): readonly string[];
}

export interface HistoryOptions {
  readonly sightings: Sightings;
  readonly entries: Entries;
  readonly namespaces: Namespaces;
  /** The most names that are remembered at a time. */
  readonly limit: number;
}

/** Events come late by a few minutes at most (a webhook's retries end after some 80 s). Microseconds. */
const remembered = 600_000_000;
const leastToSettle = 20_000;
const mostRows = 5_000;

export function createHistory({ sightings, entries, namespaces, limit }: HistoryOptions): History {
  const tallies: Tallies = new Map();
  let rows: readonly DrawnRow[] = [];
  const enough = Math.min(leastToSettle, limit);
  let due = enough;
  let lost = 0;
  let dropped = 0;

  const settle = (latest: number): void => {
    const products = productsIn(sightings);
    sightings.forget(latest - remembered);
    lost += sightings.shrink(limit).length;
    const gone = products.lives.filter(({ name }) => sightings.lives(name).length === 0);
    for (const life of gone)
      for (const { owner, confidence } of products.ownersOf(life))
        count(tallies, owner, productOf(life, confidence));
    const over = rowsOfLives(gone, {
      entries,
      namespaces,
      sightings,
      products,
      tallies,
      at: undefined,
    }).filter(({ row }) => isWorthKeeping(row));
    for (const life of gone) for (const entry of entries.of(life.name)) entries.remove(entry);
    rows = [...rows, ...over];
    dropped += Math.max(0, rows.length - mostRows);
    rows = rows.slice(-mostRows);
    due = sightings.size() * 2 + enough;
  };

  return {
    tallies,
    rows: () => rows,
    settle(latest) {
      if (sightings.size() > due) settle(latest);
    },
    blind: () => [
      ...(lost === 0 ? [] : [`${lost} objects were forgotten, as more live than are remembered (${limit})`]),
      ...(dropped === 0 ? [] : [`${dropped} workloads that were deleted long ago are not shown`]),
    ],
  };
}

const isWorthKeeping = ({ type }: BillRow): boolean => standingDuties.has(type);
