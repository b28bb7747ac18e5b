import type { Life } from '../lineage/life.ts';
import type { Link } from '../lineage/link.ts';
import { timeOf } from '../lineage/microseconds.ts';
import { resourceOf } from '../lineage/resource.ts';
import type { ObjectName } from '../lineage/sighting.ts';
import type { BillRow, BillStarted } from '../model/watch-bill.ts';
import { keyOf } from './entries.ts';
import type { Entry } from './entry.ts';
import type { Inventory } from './inventory.ts';
import type { Products, UnseenOwner } from './products.ts';
import { productsIn } from './products.ts';
import type { RowSource } from './rows.ts';
import { entryOf, rowOf } from './rows.ts';
import { kindOfName, unseenEntry } from './unseen-body.ts';

/** A row with what it was drawn from. */
export interface DrawnRow {
  readonly row: BillRow;
  readonly entry: Entry;
}

/** A row for every workload that nobody makes from another one's template, alive or not, in no order. */
export function drawRows(inventory: Inventory, at: Date | undefined): readonly DrawnRow[] {
  const products = productsIn(inventory.lineage.sightings);
  const seen = products.lives().flatMap(life => ofLife(life, { inventory, products, at }));
  const unseen = products.unseenOwners.flatMap(owner => ofUnseenOwner(owner, inventory, at));
  return [...seen, ...unseen, ...ofFiles(inventory, at)];
}

const drawn = (source: RowSource): DrawnRow => ({ row: rowOf(source), entry: source.entry });

interface Drawing {
  readonly inventory: Inventory;
  readonly products: Products;
  readonly at: Date | undefined;
}

function ofLife(life: Life, { inventory, products, at }: Drawing): readonly DrawnRow[] {
  const entry = entryOf(life, inventory.entries.of(life.name)) ?? unseenEntry(life.name, life);
  const link = products.linkOf(life);
  if (entry === undefined || (link !== undefined && hasRow(link, life, inventory))) return [];
  return [drawn({ entry, life, started: products.started(life), at, entries: inventory.entries })];
}

/** What it was made from is on the bill. Not so an operator's object that holds no pods itself. */
function hasRow({ owner, life }: Link, { name }: Life, { entries }: Inventory): boolean {
  if (owner.kind === 'Node') return false;
  const ownerName = life?.name ?? { ...name, resource: owner.resource, name: owner.name };
  return entries.get(ownerName) !== undefined || kindOfName(owner.resource) !== undefined;
}

/** Only what was made from its template is in the log. */
function ofUnseenOwner(
  { owner, products: [first], started }: UnseenOwner,
  { entries, lineage }: Inventory,
  at: Date | undefined,
): readonly DrawnRow[] {
  if (first === undefined) return [];
  const name: ObjectName = { ...first.name, resource: owner.resource, name: owner.name };
  if (lineage.sightings.lives(name).length > 0) return [];
  const entry = entries.get(name) ?? unseenEntry(name, { uid: owner.uid, firstSeen: first.firstSeen });
  return entry === undefined ? [] : [drawn({ entry, life: undefined, started, at, entries })];
}

const nothing: BillStarted = { counts: {}, last: null, confidence: 'certain' };

/** Objects of files, of which no request tells. */
function ofFiles({ entries, lineage }: Inventory, at: Date | undefined): readonly DrawnRow[] {
  const all = [...entries.all()].filter(
    ({ since, name }) => since === 0 && lineage.sightings.lives(name).length === 0,
  );
  const started = startedInFiles(all);
  return all
    .filter(entry => !isProduct(entry, entries))
    .map(entry =>
      drawn({ entry, life: undefined, started: started.get(keyOf(entry.name)) ?? nothing, at, entries }),
    );
}

function ownerName({ workload: { owner }, name }: Entry): ObjectName {
  return { ...name, resource: resourceOf(owner.kind, owner.group), name: owner.name };
}

const isProduct = (entry: Entry, entries: Inventory['entries']): boolean =>
  entry.workload.owner.controller && entries.get(ownerName(entry)) !== undefined;

/** By the owner references of what is stored: one step, so that a Deployment counts its ReplicaSets. */
function startedInFiles(all: readonly Entry[]): ReadonlyMap<string, BillStarted> {
  const started = new Map<string, BillStarted>();
  for (const entry of all.filter(({ workload }) => workload.owner.controller)) {
    const key = keyOf(ownerName(entry));
    const { counts, last } = started.get(key) ?? nothing;
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
