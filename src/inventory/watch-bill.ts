import type { BillRow, DutyType, WatchBill } from '../model/watch-bill.ts';
import { standingDuties } from '../model/watch-bill.ts';
import { drawRows } from './draw-rows.ts';
import type { Inventory } from './inventory.ts';

export interface BillOptions {
  /** From when the next runs are counted; the last event of the input if absent. */
  readonly at?: Date | undefined;
  /** One-off Jobs, bare pods and templates, too. */
  readonly all?: boolean;
  /** What was deleted, too. */
  readonly deleted?: boolean;
}

/** Everything that is scheduled or keeps itself alive, by cluster, namespace, kind and name. */
export function watchBill(
  inventory: Inventory,
  { at, all = false, deleted = false }: BillOptions,
): WatchBill {
  const from = at ?? endOf(inventory);
  const rows = drawRows(inventory, from).map(({ row }) => row);
  const leftOut = new Map<string, number>();
  const kept = rows.filter(row => {
    const reason = reasonToLeaveOut(row, { all, deleted });
    if (reason !== undefined) leftOut.set(reason, (leftOut.get(reason) ?? 0) + 1);
    return reason === undefined;
  });
  return {
    at: from === undefined ? null : from.toISOString(),
    rows: kept.toSorted(inOrder),
    leftOut: Object.fromEntries([...leftOut].toSorted(([a], [b]) => (a < b ? -1 : 1))),
    blind: inventory.blind(),
  };
}

/** The time of the last event; undefined: the input has none. */
export function endOf(inventory: Inventory): Date | undefined {
  const latest = inventory.latest();
  return latest === 0 ? undefined : new Date(latest / 1_000);
}

function reasonToLeaveOut(
  { type, state }: BillRow,
  { all, deleted }: { readonly all: boolean; readonly deleted: boolean },
): DutyType | 'deleted' | undefined {
  if (!all && !standingDuties.has(type)) return type;
  return state === 'deleted' && !deleted ? 'deleted' : undefined;
}

/** By cluster, namespace, kind, name and age. */
export function inOrder(a: BillRow, b: BillRow): number {
  return compare(keyOf(a), keyOf(b));
}

const keyOf = ({ cluster, namespace, kind, name, created, uid }: BillRow): readonly string[] => [
  cluster,
  namespace,
  kind,
  name,
  created.time ?? '',
  uid,
];

function compare(a: readonly string[], b: readonly string[]): number {
  for (const [index, text] of a.entries()) {
    const other = b[index] ?? '';
    if (text !== other) return text < other ? -1 : 1;
  }
  return 0;
}
