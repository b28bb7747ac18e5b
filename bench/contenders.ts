import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Kept outside the checkout: corpora of gigabytes, compiled peers, Python environments. */
export const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'watchbill', 'bench');

export type Counts = ReadonlyMap<string, number>;

export interface Contender {
  readonly name: string;
  /** Builds or installs what it needs; throws with the reason if that is not possible here. */
  readonly prepare: () => void;
  readonly command: (log: string, rules: string) => readonly string[];
  /** Findings by rule title, from what it printed; undefined for a yardstick that finds nothing. */
  readonly matches: (output: string) => Promise<Counts | undefined>;
}

const root = join(import.meta.dirname, '..');
const peers = join(import.meta.dirname, 'peers');

export const watchbill: Contender = {
  name: 'watchbill',
  prepare: () => void execFileSync('sh', [join(root, 'tools/setup')]),
  command: (log, rules) => [
    join(root, 'bin/watchbill'),
    'scan',
    log,
    '--rules',
    rules,
    '--no-anomaly',
    '--pipeline',
    'none',
    '--no-anomaly',
    '--no-progress',
    '--quiet',
    '-o',
    `ndjson=${findingsFile}`,
  ],
  matches: async () => countFindings(await readFile(findingsFile, 'utf8')),
};

const findingsFile = join(cache, 'findings.ndjson');

export const others: readonly Contender[] = [
  {
    name: 'node split+parse',
    prepare: () => undefined,
    command: log => [process.execPath, join(peers, 'split-and-parse.mjs'), log],
    matches: async () => undefined,
  },
  {
    name: 'rsigma library',
    prepare: () =>
      void execFileSync('cargo', [
        'build',
        '--release',
        '--quiet',
        '--manifest-path',
        join(peers, 'rsigma/Cargo.toml'),
        '--target-dir',
        join(cache, 'rsigma'),
      ]),
    command: (log, rules) => [join(cache, 'rsigma/release/peer-rsigma'), log, rules],
    matches: async output => printedCounts(output),
  },
  {
    name: 'pySigma on DuckDB',
    prepare: preparePython,
    command: (log, rules) => [python, join(peers, 'pysigma-duckdb.py'), log, rules],
    matches: async output => printedCounts(output),
  },
];

const environment = join(cache, 'python');
const python = join(environment, 'bin/python');

function preparePython(): void {
  mkdirSync(cache, { recursive: true });
  if (!existsSync(python)) execFileSync('python3', ['-m', 'venv', environment]);
  execFileSync(python, [
    '-m',
    'pip',
    'install',
    '--quiet',
    'pysigma==1.5.1',
    'pysigma-backend-sqlite',
    'duckdb',
  ]);
}

function countFindings(text: string): Counts {
  const counts = new Map<string, number>();
  for (const line of text.split('\n')) {
    if (!line.startsWith('{"type":"finding"')) continue;
    const title: string = JSON.parse(line).detector.title;
    counts.set(title, (counts.get(title) ?? 0) + 1);
  }
  return counts;
}

function printedCounts(output: string): Counts {
  const printed: { matches: Record<string, number> } = JSON.parse(output);
  return new Map(Object.entries(printed.matches));
}
