import type { BillDiff } from '../../model/bill-diff.ts';
import { markdownCellCode } from '../escape-markdown.ts';
import { who } from './cells.ts';

/** A table for a ticket; whatever comes from the log is code. */
export function diffMarkdown({ differences }: BillDiff): string {
  const rows = differences.map(({ type, row, changes, acts }) => {
    const last = acts.at(-1);
    const words = changes.slice(0, 5).map(({ field, from, to }) => `${field}: ${from} -> ${to}`);
    return [
      type,
      markdownCellCode(`${row.namespace}/${row.kind}/${row.name}`),
      markdownCellCode(words.join('; ')),
      last === undefined ? '' : markdownCellCode(who(last)),
      last?.time ?? '',
    ];
  });
  const header = ['What', 'Workload', 'Changes', 'By', 'At'];
  return [header, header.map(() => '---'), ...rows].map(cells => `| ${cells.join(' | ')} |`).join('\n');
}
