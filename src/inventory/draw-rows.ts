import type { Life } from '../lineage/life.ts';
import { timeOf } from '../lineage/microseconds.ts';
import { resourceOf } from '../lineage/resource.ts';
import type { ObjectName } from '../lineage/sighting.ts';
import type { Sightings } from '../lineage/sightings.ts';
import type { BillRow, BillStarted } from '../model/watch-bill.ts';
import type { Entries } from './entries.ts';
import { keyOf } from './entries.ts';
import type { Entry } from './entry.ts';
import { isFolded } from './folding.ts';
import type { Inventory } from './inventory.ts';
import type { Namespaces } from './namespaces.ts';
import type { Products } from './products.ts';
import { productOf, productsIn } from './products.ts';
import type { RowSource } from './rows.ts';
import { entryOf, rowOf } from './rows.ts';
import type { Tallies } from './tallies.ts';
import { count, keyOfOwner, startedOf } from './tallies.ts';
import { unseenEntry } from './unseen-body.ts';

/** A row with what it was drawn from. */
export interface DrawnRow {
  readonly row: BillRow;
  readonly entry: Entry;
}

export interface Drawing {
  readonly entries: Entries;
  readonly namespaces: Namespaces;
  readonly sightings: Sightings;
  readonly products: Products;
  readonly tallies: Tallies;
  readonly at: Date | undefined;
}

/** A row for every workload that nobody makes from another one's template, alive or not, in no order. */
export function drawRows(
  { entries, sightings, history, namespaces }: Inventory,
  at: Date | undefined,
): readonly DrawnRow[] {
  const products = productsIn(sightings);
  const tallies: Tallies = new Map(history.tallies);
  for (const life of products.lives)
    for (const { owner, confidence } of products.ownersOf(life))
      count(tallies, owner, productOf(life, confidence));
  const drawing = { entries, namespaces, sightings, products, tallies, at };
  const known = [...rowsOfLives(products.lives, drawing), ...history.rows()];
  return [...known, ...rowsOfUnseen(known, drawing), ...rowsOfFiles(drawing)];
}

export function rowsOfLives(lives: readonly Life[], drawing: Drawing): readonly DrawnRow[] {
  return lives.flatMap(life => ofLife(life, drawing));
}

function ofLife(life: Life, { entries, namespaces, products, tallies, at }: Drawing): readonly DrawnRow[] {
  const entry = entryOf(life, entries.of(life.name)) ?? unseenEntry(life.name, life);
  const link = products.linkOf(life);
  if (entry === undefined || (link !== undefined && isFolded(life, link))) return [];
  const started = startedOf(tallies.get(keyOfOwner(life)));
  return [drawn({ entry, life, started, at, entries, namespaces })];
}

const drawn = (source: RowSource): DrawnRow => ({ row: rowOf(source), entry: source.entry });

/** Owners of which only what was made from their template is in the log, as of CronJobs that were there before it began. */
function rowsOfUnseen(
  known: readonly DrawnRow[],
  { entries, namespaces, sightings, tallies, at }: Drawing,
): readonly DrawnRow[] {
  const names = new Set(known.map(({ entry }) => keyOf(entry.name)));
  return [...tallies.values()].flatMap(tally => {
    const { name, uid } = tally.owner;
    if (!tally.telling || names.has(keyOf(name)) || sightings.lives(name).length > 0) return [];
    const entry = entries.get(name) ?? unseenEntry(name, { uid, firstSeen: tally.first });
    if (entry === undefined) return [];
    return [
      drawn({
        entry: { ...entry, seenIn: 'product' },
        life: undefined,
        started: startedOf(tally),
        at,
        entries,
        namespaces,
      }),
    ];
  });
}

/** Objects of files, of which no request tells. */
function rowsOfFiles({ entries, namespaces, sightings, at }: Drawing): readonly DrawnRow[] {
  const all = [...entries.all()].filter(
    ({ since, name }) => since === 0 && sightings.lives(name).length === 0,
  );
  const started = startedInFiles(all);
  return all
    .filter(entry => !isProduct(entry, entries))
    .map(entry =>
      drawn({
        entry,
        life: undefined,
        started: started.get(keyOf(entry.name)) ?? startedOf(),
        at,
        entries,
        namespaces,
      }),
    );
}

function ownerName({ workload: { owner }, name }: Entry): ObjectName {
  return { ...name, resource: resourceOf(owner.kind, owner.group), name: owner.name };
}

const isProduct = (entry: Entry, entries: Entries): boolean =>
  entry.workload.owner.controller && entries.get(ownerName(entry)) !== undefined;

/** By the owner references of what is stored: one step, so that a Deployment counts its ReplicaSets. */
function startedInFiles(all: readonly Entry[]): ReadonlyMap<string, BillStarted> {
  const started = new Map<string, BillStarted>();
  for (const entry of all.filter(({ workload }) => workload.owner.controller)) {
    const key = keyOf(ownerName(entry));
    const { counts, last } = started.get(key) ?? startedOf();
    const kind = entry.workload.kind;
    const created = Date.parse(entry.creationTimestamp);
    const time = Number.isNaN(created) ? null : timeOf(created * 1_000);
    started.set(key, {
      counts: { ...counts, [kind]: (counts[kind] ?? 0) + 1 },
      last: last === null || (time !== null && time > last) ? time : last,
      confidence: 'probable',
    });
  }
  return started;
}
