import type { ChildProcess } from 'node:child_process';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonObject } from '../../src/model/json.ts';
import { isObject } from '../../src/model/json.ts';
import { auditEvent } from '../support/signals.ts';

process.setMaxListeners(0);

export const root = join(import.meta.dirname, '../..');
export const recording = join(root, 'recordings/harbor/audit.log.gz');
/** `WATCHBILL_TEST_PROGRAM` names another than the sources: the built one starts sooner. */
const main = process.env['WATCHBILL_TEST_PROGRAM'] ?? join(root, 'src/cli/main.ts');

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  readonly input?: string | Buffer;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** Runs the real program as somebody at a shell does: its own folder, its own state, no settings from outside. */
export function watchbill(words: readonly string[], options: RunOptions = {}): Ran {
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [main, ...words], {
    cwd: options.cwd ?? emptyFolder,
    env: environment(options.env),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    ...(options.input === undefined ? { stdio: ['ignore', 'pipe', 'pipe'] } : { input: options.input }),
  });
  if (error !== undefined) throw error;
  return { code: status, out: stdout, err: stderr };
}

/** The same, to be talked to while it runs. */
export function start(words: readonly string[], env: Readonly<Record<string, string>> = {}): ChildProcess {
  return spawn(process.execPath, [main, ...words], { cwd: emptyFolder, env: environment(env) });
}

export const emptyFolder = newFolder();
const stateFolder = newFolder();

/** Removed when the tests have ended. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'watchbill-test-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function environment(more: Readonly<Record<string, string>> = {}): Record<string, string> {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(WATCHBILL_|NODE_|NO_COLOR|FORCE_COLOR|COLUMNS|XDG_STATE)/.test(name),
  );
  const own = Object.fromEntries(kept.map(([name, value]) => [name, value ?? '']));
  return { ...own, XDG_STATE_HOME: stateFolder, ...more };
}

/** A file in a folder of its own. */
export function fileOf(text: string | Buffer, name = 'audit.log'): string {
  const path = join(newFolder(), name);
  writeFileSync(path, text);
  return path;
}

export const linesOf = (...events: readonly JsonObject[]): string =>
  events.map(event => `${JSON.stringify(event)}\n`).join('');

/** A log in which somebody made a CronJob that fetches a script and runs it. */
export const suspicious = linesOf(auditEvent());

/** A log in which somebody looked at pods. */
export const harmless = linesOf(
  auditEvent({
    verb: 'list',
    requestURI: '/api/v1/namespaces/data/pods',
    objectRef: { resource: 'pods', namespace: 'data', apiVersion: 'v1' },
    level: 'Metadata',
    responseStatus: { code: 200 },
    requestObject: undefined,
    responseObject: undefined,
  }),
);

/** The objects of `-o ndjson`. */
export function objectsIn(text: string): readonly JsonObject[] {
  return text
    .split('\n')
    .filter(line => line !== '')
    .map((line): unknown => JSON.parse(line))
    .filter(isObject);
}
