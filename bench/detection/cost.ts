import { execFileSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { cache } from '../contenders.ts';
import { measure, median } from '../measure.ts';
import { main, worldsFolder } from './evaluated.ts';

export interface Throughput {
  readonly of: string;
  readonly events: number;
  /** Seconds, medians of the rounds. */
  readonly without: number;
  readonly with: number;
  /** With divided by without, within a round: least, median, most. */
  readonly ratio: readonly [number, number, number];
  readonly rounds: number;
}

export interface BaselineSize {
  readonly clusters: number;
  readonly weeks: number;
  readonly heapMiB: number;
  /** Of the log of additions, as JSON lines. */
  readonly diskMiB: number;
  readonly changes: number;
}

export interface Cost {
  readonly throughput: readonly Throughput[];
  readonly baseline: readonly BaselineSize[];
}

const rounds = 3;

/** What scoring costs: time on two logs, and what is remembered of 1, 10 and 100 clusters. */
export async function cost(): Promise<Cost> {
  const worlds = await worldsFolder({ set: 'development', metadata: false, clusters: [1] });
  const throughput = [
    await compare('a busy cluster, 100,000 events', 100_000, [busyLog(100_000)]),
    await compare('eight weeks of a generated cluster', 0, globSync(join(worlds, '*/audit.log.gz'))),
  ];
  const baseline: BaselineSize[] = [];
  for (const [clusters, weeks] of [
    [1, 8],
    [10, 8],
    [100, 1],
  ] as const)
    baseline.push(await baselineOf(clusters, weeks));
  return { throughput, baseline };
}

function busyLog(events: number): string {
  mkdirSync(cache, { recursive: true });
  const file = join(cache, `audit-${events}.jsonl`);
  const generator = join(import.meta.dirname, '../generate/audit-log.ts');
  if (!existsSync(file)) execFileSync(process.execPath, [generator, String(events), file]);
  return file;
}

async function compare(of: string, events: number, logs: readonly string[]): Promise<Throughput> {
  const runs: { readonly without: number; readonly with: number }[] = [];
  const scan = [
    process.execPath,
    main,
    'scan',
    ...logs,
    '--config',
    '',
    '-q',
    '-o',
    'ndjson=/dev/null',
    '--fail-on',
    'never',
  ];
  for (let round = 0; round < rounds; round++) {
    const without = await measure([...scan, '--no-anomaly']);
    const scored = await measure(scan);
    runs.push({ without: without.seconds, with: scored.seconds });
  }
  const ratios = runs.map(run => run.with / run.without).toSorted((a, b) => a - b);
  return {
    of,
    events,
    without: median(runs.map(run => run.without)),
    with: median(runs.map(run => run.with)),
    ratio: [ratios[0] ?? 0, median(ratios), ratios.at(-1) ?? 0],
    rounds,
  };
}

async function baselineOf(clusters: number, weeks: number): Promise<BaselineSize> {
  const script = join(import.meta.dirname, 'baseline-size.ts');
  const { output, code } = await measure([
    process.execPath,
    '--expose-gc',
    script,
    String(clusters),
    String(weeks),
  ]);
  if (code !== 0) throw new Error(`${script} ended with ${code}`);
  return JSON.parse(output);
}
