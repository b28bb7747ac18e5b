import { billDiff } from '../inventory/bill-diff.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { createInventory } from '../inventory/inventory.ts';
import type { BillDiff } from '../model/bill-diff.ts';
import { diffMarkdown } from '../printers/bill/diff-markdown.ts';
import { diffText } from '../printers/bill/diff-text.ts';
import { safeIndentedJson } from '../printers/safe-json.ts';
import type { InventoryInput } from './inventory.ts';
import type { InputReport } from './read-inputs.ts';
import { readInputs } from './read-inputs.ts';

export interface DiffRequest extends InventoryInput {
  /** What the later bill is drawn from, if that is another input than the earlier one's. */
  readonly to: readonly string[];
  readonly since?: Date | undefined;
  readonly until?: Date | undefined;
  readonly all: boolean;
}

export interface DrawnDiff {
  readonly diff: BillDiff;
  readonly inputs: readonly InputReport[];
}

/** The watch bills of one input at two times, or of two inputs, and how they differ. */
export async function drawDiff(request: DiffRequest): Promise<DrawnDiff> {
  const { to, since, until, all, namespace } = request;
  const before = createInventory({ namespace, until: microseconds(since) });
  const after = createInventory({ namespace, until: microseconds(until) });
  const inputs =
    to.length === 0
      ? [await readInto(request, [before, after])]
      : [await readInto(request, [before]), await readInto({ ...request, paths: to }, [after])];
  return { diff: billDiff(before, after, { since, until, all }), inputs };
}

const microseconds = (date: Date | undefined): number | undefined =>
  date === undefined ? undefined : date.getTime() * 1_000;

function readInto(input: InventoryInput, inventories: readonly Inventory[]): Promise<InputReport> {
  const [first] = inventories;
  const interest = first?.interest ?? 'everything';
  return readInputs({ ...input, interest }, activity => {
    for (const inventory of inventories) inventory.take(activity);
  });
}

export const diffFormats = ['text', 'json', 'markdown'] as const;
export type DiffFormat = (typeof diffFormats)[number];

export function diffAs(diff: BillDiff, format: DiffFormat): string {
  if (format === 'json') return safeIndentedJson(diff);
  return format === 'markdown' ? diffMarkdown(diff) : diffText(diff);
}
