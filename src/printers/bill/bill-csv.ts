import { visible } from '../../model/visible-text.ts';
import type { WatchBill } from '../../model/watch-bill.ts';
import { clusterColumn, everyColumn } from './columns.ts';

const columns = [clusterColumn, ...everyColumn];
const times = ['next run', 'created', 'last change'] as const;

/** RFC 4180, for spreadsheets: every cell quoted, none a formula, times in full. */
export function billCsv({ rows, at }: WatchBill): string {
  const titles = [
    ...columns.map(({ title }) => title.toLowerCase()),
    ...times.map(title => `${title} (UTC)`),
    'uid',
  ];
  const lines = rows.map(row => [
    ...columns.map(({ cell }) => cell(row, at)),
    row.schedule?.next ?? '',
    row.created.time ?? '',
    row.changed?.time ?? '',
    row.uid,
  ]);
  return [titles, ...lines].map(cells => cells.map(cellOf).join(',')).join('\r\n');
}

/**
 * A spreadsheet takes a text that begins with one of these for a formula: owasp.org/www-community/attacks/CSV_Injection. An apostrophe keeps it a text.
 */
const formula = /^\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;

function cellOf(text: string): string {
  const shown = visible(text);
  const safe = formula.test(text) && shown !== '-' ? `'${shown}` : shown;
  return `"${safe.replaceAll('"', '""')}"`;
}
