import { shortened, visible } from '../model/visible-text.ts';

/** Rows as kubectl prints them: columns as wide as their widest cell, two blanks between, the last one as it is. */
export function columns(rows: readonly (readonly string[])[], widest = 70): string {
  const cells = rows.map(row =>
    row.map((text, at) => (at === row.length - 1 ? visible(text) : shortened(visible(text), widest))),
  );
  const widths = (cells[0] ?? []).map((_, at) => Math.max(...cells.map(row => row[at]?.length ?? 0)));
  return cells
    .map(row =>
      row.map((text, at) => (at === row.length - 1 ? text : text.padEnd(widths[at] ?? 0))).join('  '),
    )
    .join('\n');
}
