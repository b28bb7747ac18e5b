import type { Cell } from './cells.ts';
import * as cells from './cells.ts';

export interface Column {
  readonly title: string;
  readonly cell: Cell;
  /** It is made no narrower than this, unless all it says is shorter. */
  readonly least: number;
  /** And no wider, where width matters. */
  readonly most: number;
  /** Shown from this width of the terminal on. */
  readonly from: number;
  /** What does not fit is left out in the middle. */
  readonly inside: boolean;
}

type Width = readonly [least: number, most: number, from?: number];

const column = (title: string, cell: Cell, [least, most, from = 0]: Width): Column => ({
  title,
  cell,
  least,
  most,
  from,
  inside: false,
});

const inside = (title: string, cell: Cell, width: Width): Column => ({
  ...column(title, cell, width),
  inside: true,
});

export const clusterColumn = column('CLUSTER', ({ cluster }) => cluster, [8, 24]);

/** In the order in which they are read. */
export const billColumns: readonly Column[] = [
  column('NAMESPACE', ({ namespace }) => namespace || '-', [9, 24]),
  inside('WORKLOAD', cells.workload, [28, 48]),
  column('RUNS', cells.runs, [10, 12]),
  column('SCHEDULE', cells.schedule, [12, 40, 130]),
  inside('WRITTEN BY', cells.author, [22, 56]),
  column('CHANGED', cells.changed, [8, 44]),
  column('POWERS', cells.powers, [10, 48]),
  inside('IMAGE', cells.image, [24, 60, 150]),
  column('COMMAND', cells.command, [16, 80, 180]),
  column('STARTED', cells.started, [10, 48, 240]),
  column('VIA', cells.via, [8, 40, 240]),
];

/** All that a row has to say. */
export const everyColumn: readonly Column[] = [
  ...billColumns.slice(0, 4),
  inside('WRITTEN BY', cells.authors, [22, 100]),
  column('CHANGED', cells.changed, [8, 60]),
  column('WHAT CHANGED', cells.change, [8, 80]),
  inside('PUT THERE BY', cells.creator, [14, 56]),
  column('CREATED', cells.created, [8, 24]),
  column('VIA', cells.via, [8, 40]),
  column('POWERS', cells.powers, [8, 60]),
  column('ACCOUNT', cells.account, [8, 40]),
  inside('IMAGE', cells.image, [16, 80]),
  column('COMMAND', cells.command, [16, 100]),
  column('STARTED', cells.started, [10, 60]),
];
