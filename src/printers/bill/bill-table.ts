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

/** The widest that can still give is narrowed first. */
function fitted(columns: readonly Column[], natural: readonly number[], room: number): readonly number[] {
  const widths = columns.map(({ most }, index) => Math.min(most, natural[index] ?? 0));
  let surplus = widths.reduce((sum, width) => sum + width, 0) - room;
  while (surplus > 0) {
    let widest = -1;
    for (const [index, width] of widths.entries()) {
      const least = Math.max(columns[index]?.least ?? 0, columns[index]?.title.length ?? 0);
      if (width > least && width > (widths[widest] ?? 0)) widest = index;
    }
    if (widest < 0) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
    surplus -= 1;
  }
  return widths;
}
