import type { BillChange, BillDiff, BillDifference } from '../model/bill-diff.ts';
import type { BillAct, BillRow } from '../model/watch-bill.ts';
import { standingDuties } from '../model/watch-bill.ts';
import { diffWorkloads } from '../workloads/diff/diff-workloads.ts';
import type { FieldChange } from '../workloads/diff/field-change.ts';
import { changesWhatRuns } from '../workloads/diff/field-change.ts';
import { actOfNote } from './acts.ts';
import { isRestart } from './change-words.ts';
import type { DrawnRow } from './draw-rows.ts';
import { drawRows } from './draw-rows.ts';
import { keyOf, matters } from './entries.ts';
import type { Inventory } from './inventory.ts';
import { endOf, inOrder } from './watch-bill.ts';

export interface DiffOptions {
  /** When the earlier bill is of; the end of its input if absent. */
  readonly since?: Date | undefined;
  readonly until?: Date | undefined;
  /** One-off Jobs, bare pods and templates, and changes of labels and annotations, too. */
  readonly all?: boolean;
}

/** What is not on the later bill as it was on the earlier one, and who did it. */
export function billDiff(before: Inventory, after: Inventory, options: DiffOptions): BillDiff {
  const { since = endOf(before), until = endOf(after), all = false } = options;
  const comparison: Comparison = {
    olds: byName(drawRows(before, since)),
    news: byName(drawRows(after, until)),
    from: since === undefined ? 0 : since.getTime() * 1_000,
    all,
  };
  const names = new Set([...comparison.olds.keys(), ...comparison.news.keys()]);
  const differences = [...names].flatMap(name => differenceOf(name, comparison));
  return {
    since: since?.toISOString() ?? null,
    until: until?.toISOString() ?? null,
    differences: differences
      .filter(({ row }) => all || standingDuties.has(row.type))
      .toSorted((a, b) => inOrder(a.row, b.row)),
    blind: after.blind(),
  };
}

interface Comparison {
  readonly olds: ReadonlyMap<string, readonly DrawnRow[]>;
  readonly news: ReadonlyMap<string, readonly DrawnRow[]>;
  /** Microseconds since 1970. */
  readonly from: number;
  readonly all: boolean;
}

function byName(rows: readonly DrawnRow[]): ReadonlyMap<string, readonly DrawnRow[]> {
  const ordered = rows.toSorted((a, b) => inOrder(a.row, b.row));
  return Map.groupBy(ordered, ({ entry }) => keyOf(entry.name));
}

const isPresent = ({ row }: DrawnRow): boolean => row.state !== 'deleted';

function differenceOf(name: string, comparison: Comparison): readonly BillDifference[] {
  const { olds, news } = comparison;
  const [lasting, all] = [olds.get(name) ?? [], news.get(name) ?? []];
  const [old, now] = [lasting.findLast(isPresent), all.findLast(isPresent)];
  if (old !== undefined && now !== undefined) return betweenTwo(old, now, comparison);
  if (now !== undefined) return [{ type: 'added', row: now.row, changes: [], acts: actsOf(now, comparison) }];
  if (old !== undefined) {
    const gone = all.findLast(drawn => !isPresent(drawn));
    const acts = gone === undefined ? [] : [...actsOf(gone, comparison), ...deletion(gone.row)];
    return [{ type: 'removed', row: gone?.row ?? old.row, changes: [], acts }];
  }
  const known = new Set(lasting.map(({ row }) => row.uid));
  const passed = all.filter(({ row }) => (row.uid === '' ? lasting.length === 0 : !known.has(row.uid)));
  return passed.map(drawn => ({
    type: 'passed',
    row: drawn.row,
    changes: [],
    acts: [...actsOf(drawn, comparison), ...deletion(drawn.row)],
  }));
}

function betweenTwo(old: DrawnRow, now: DrawnRow, comparison: Comparison): readonly BillDifference[] {
  const changes = diffWorkloads(old.entry.workload, now.entry.workload)
    .filter(change => comparison.all || isTold(change))
    .map(told);
  const acts = actsOf(now, comparison);
  const { uid } = now.row;
  const isOther = uid !== '' && old.row.uid !== '' && uid !== old.row.uid;
  if (isOther) return [{ type: 'replaced', row: now.row, changes, acts }];
  if (changes.length === 0 && acts.length === 0) return [];
  const unseen = acts.some(({ confidence }) => confidence !== 'certain');
  return [{ type: changes.length === 0 && !unseen ? 'reverted' : 'changed', row: now.row, changes, acts }];
}

const isTold = (change: FieldChange): boolean =>
  change.field !== 'labels' && change.field !== 'annotations' && !isRestart(change);

const told = (change: FieldChange): BillChange => ({ ...change, changesWhatRuns: changesWhatRuns(change) });

/** What was done to it after the earlier bill. */
function actsOf({ entry }: DrawnRow, { from, all }: Comparison): readonly BillAct[] {
  return entry.notes.filter(note => note.at > from && (all || matters(note))).map(actOfNote);
}

const deletion = ({ deleted }: BillRow): readonly BillAct[] => (deleted === null ? [] : [deleted]);
