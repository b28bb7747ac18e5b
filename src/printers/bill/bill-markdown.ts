import type { WatchBill } from '../../model/watch-bill.ts';
import { markdownCellCode } from '../escape-markdown.ts';
import { billColumns, clusterColumn } from './columns.ts';

/** A table for a ticket or a wiki; whatever comes from the log is code. */
export function billMarkdown({ rows, at }: WatchBill): string {
  const columns = rows.some(({ cluster }) => cluster !== '') ? [clusterColumn, ...billColumns] : billColumns;
  const cells = (texts: readonly string[]): string => `| ${texts.join(' | ')} |`;
  return [
    cells(columns.map(({ title }) => capitalised(title))),
    cells(columns.map(() => '---')),
    ...rows.map(row => cells(columns.map(({ cell }) => markdownCellCode(cell(row, at))))),
  ].join('\n');
}

const capitalised = (title: string): string => `${title.charAt(0)}${title.slice(1).toLowerCase()}`;
