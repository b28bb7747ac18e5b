import type { WatchBill } from '../../model/watch-bill.ts';
import { safeIndentedJson, safeJson } from '../safe-json.ts';
import { billCsv } from './bill-csv.ts';
import { billMarkdown } from './bill-markdown.ts';
import { billTable, wideBill } from './bill-table.ts';

export const billFormats = ['table', 'wide', 'json', 'ndjson', 'csv', 'markdown'] as const;
export type BillFormat = (typeof billFormats)[number];

/** A watch bill as text without a line break at its end. Names and commands come from logs: nothing of them reaches a terminal raw. */
export function printBill(bill: WatchBill, format: BillFormat, width: number): string {
  switch (format) {
    case 'table':
      return billTable(bill, width);
    case 'wide':
      return wideBill(bill);
    case 'json':
      return safeIndentedJson(bill);
    case 'ndjson':
      return bill.rows.map(row => safeJson(row)).join('\n');
    case 'csv':
      return billCsv(bill);
    case 'markdown':
      return billMarkdown(bill);
  }
}
