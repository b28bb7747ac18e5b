import { createInventory } from '../inventory/inventory.ts';
import { watchBill } from '../inventory/watch-bill.ts';
import type { WatchBill } from '../model/watch-bill.ts';
import type { BillFormat } from '../printers/bill/print-bill.ts';
import { printBill } from '../printers/bill/print-bill.ts';
import type { InputReport } from './read-inputs.ts';
import { readInputs } from './read-inputs.ts';

export interface InventoryInput {
  readonly paths: readonly string[];
  /** Instead of paths: the state folder of a watch. */
  readonly state?: string | undefined;
  readonly cluster: string;
  readonly format?: string | undefined;
  readonly namespace?: string | undefined;
}

export interface BillRequest extends InventoryInput {
  /** The bill as it was then; as it is at the end of the input if absent. */
  readonly at?: Date | undefined;
  /** From when next runs are counted where neither the input nor `at` has a time. */
  readonly now: Date;
  readonly kinds: readonly string[];
  readonly all: boolean;
  readonly deleted: boolean;
}

export interface DrawnBill {
  readonly bill: WatchBill;
  readonly input: InputReport;
}

/** Reads the inputs and draws up the watch bill of what is in them. */
export async function drawBill(request: BillRequest): Promise<DrawnBill> {
  const { namespace, at, now, kinds, all, deleted } = request;
  const inventory = createInventory({
    namespace,
    until: at === undefined ? undefined : at.getTime() * 1_000,
  });
  const input = await readInputs({ ...request, interest: inventory.interest }, inventory.take);
  const from = at ?? (inventory.latest() === 0 ? now : undefined);
  const bill = watchBill(inventory, { at: from, all, deleted });
  const wanted = kinds.map(kind => kind.toLowerCase());
  const rows =
    wanted.length === 0 ? bill.rows : bill.rows.filter(({ kind }) => wanted.some(name => isKind(name, kind)));
  return { bill: { ...bill, rows }, input };
}

/** The short names that `kubectl api-resources` gives. */
const shortNames = new Map([
  ['po', 'pod'],
  ['cj', 'cronjob'],
  ['deploy', 'deployment'],
  ['rs', 'replicaset'],
  ['ds', 'daemonset'],
  ['sts', 'statefulset'],
  ['rc', 'replicationcontroller'],
]);

/** `cj`, `cronjob`, `cronjobs`, `CronJob`. */
function isKind(wanted: string, kind: string): boolean {
  const name = kind.toLowerCase();
  const asked = shortNames.get(wanted) ?? wanted;
  return asked === name || asked === `${name}s`;
}

export function billText(bill: WatchBill, format: BillFormat, width: number): string {
  return printBill(bill, format, width);
}
