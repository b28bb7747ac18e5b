import { visible } from '../../model/visible-text.ts';
import type { WatchBill } from '../../model/watch-bill.ts';
import { cutInside, cutTo, rowText, widthsOf } from '../columns.ts';
import type { Column } from './columns.ts';
import { billColumns, clusterColumn, everyColumn } from './columns.ts';

const gap = 2;

/** A line a workload, as kubectl prints them, with as many columns as fit into the width. */
export function billTable({ rows, at }: WatchBill, width: number): string {
  const columns = billColumns.filter(({ from }) => width >= from);
  const clusters = hasClusters(rows) ? [clusterColumn, ...columns] : columns;
  const texts = rows.map(row => clusters.map(({ cell }) => visible(cell(row, at))));
  const natural = widthsOf([clusters.map(({ title }) => title), ...texts]);
  const widths = fitted(clusters, natural, width - gap * (clusters.length - 1));
  return lines(clusters, texts, widths);
}

/** Every column, as wide as it must be within reason. */
export function wideBill({ rows, at }: WatchBill): string {
  const columns = hasClusters(rows) ? [clusterColumn, ...everyColumn] : everyColumn;
  const texts = rows.map(row => columns.map(({ cell }) => visible(cell(row, at))));
  const natural = widthsOf([columns.map(({ title }) => title), ...texts]);
  return lines(
    columns,
    texts,
    columns.map(({ most }, index) => Math.min(most, natural[index] ?? 0)),
  );
}

const hasClusters = (rows: WatchBill['rows']): boolean => rows.some(({ cluster }) => cluster !== '');

function lines(
  columns: readonly Column[],
  texts: readonly (readonly string[])[],
  widths: readonly number[],
): string {
  const cell = (text: string, index: number): string =>
    (columns[index]?.inside === true ? cutInside : cutTo)(text, widths[index] ?? 0);
  const rows = [columns.map(({ title }) => title), ...texts];
  return rows
    .map(row =>
      rowText(
        row.map((text, index) => cell(text, index)),
        widths,
      ),
    )
    .join('\n');
}

/** The widest that can still give is narrowed first; the names of workloads when nothing else can. */
function fitted(columns: readonly Column[], natural: readonly number[], room: number): readonly number[] {
  const widths = columns.map(({ most }, index) => Math.min(most, natural[index] ?? 0));
  const narrow = (those: (column: Column) => boolean): void => {
    for (let surplus = sum(widths) - room; surplus > 0; surplus -= 1) {
      const widest = widestOf(columns, widths, those);
      if (widest === undefined) return;
      widths[widest] = (widths[widest] ?? 0) - 1;
    }
  };
  narrow(({ title }) => title !== 'WORKLOAD');
  narrow(() => true);
  return widths;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

function widestOf(
  columns: readonly Column[],
  widths: readonly number[],
  those: (column: Column) => boolean,
): number | undefined {
  let found: number | undefined;
  for (const [index, column] of columns.entries()) {
    const width = widths[index] ?? 0;
    const least = Math.max(column.least, column.title.length);
    if (those(column) && width > least && width > (found === undefined ? 0 : (widths[found] ?? 0)))
      found = index;
  }
  return found;
}
