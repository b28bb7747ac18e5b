import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { JsonObject } from '../../model/json.ts';
import { isObject, numberAt, objectAt, stringAt, stringsAt } from '../../model/json.ts';
import type { SettingValues } from '../settings/settings.ts';
import { settings } from '../settings/settings.ts';

/** What `explain` needs to read the same input with the same rules again. Holds no data of the log. */
export interface LastScan {
  readonly paths: readonly string[];
  readonly rules: readonly string[];
  readonly pipelines: readonly string[];
  readonly cluster: string;
  readonly format?: string | undefined;
  /** Milliseconds since 1970. */
  readonly learnUntil?: number | undefined;
  /** What was set for it, by key: paths are absolute. */
  readonly values?: SettingValues | undefined;
}

/** Remembered for the user in the state folder of the XDG Base Directory specification, unless WATCHBILL_NO_STATE is set. */
export function rememberScan(scan: LastScan): void {
  if (process.env['WATCHBILL_NO_STATE'] !== undefined) return;
  const remembered = {
    ...scan,
    paths: scan.paths.map(path => (path === '-' ? path : resolve(path))),
    folder: process.cwd(),
    values: Object.fromEntries([...(scan.values ?? [])].map(([key, texts]) => [key, located(key, texts)])),
  };
  try {
    mkdirSync(folder(), { recursive: true, mode: 0o700 });
    writeFileSync(file(), `${JSON.stringify(remembered)}\n`, { mode: 0o600 });
  } catch {
    // A read-only home costs no more than the comfort of `explain` without a path.
  }
}

export function lastScan(): LastScan | undefined {
  try {
    const read: unknown = JSON.parse(readFileSync(file(), 'utf8'));
    if (!isObject(read)) return undefined;
    const from = stringAt(read, 'folder') ?? '.';
    const rules = stringsAt(read, 'rules').map(name => (name.includes('/') ? resolve(from, name) : name));
    return {
      paths: stringsAt(read, 'paths'),
      rules,
      pipelines: stringsAt(read, 'pipelines'),
      cluster: stringAt(read, 'cluster') ?? '',
      format: stringAt(read, 'format'),
      learnUntil: numberAt(read, 'learnUntil'),
      values: valuesIn(read),
    };
  } catch {
    return undefined;
  }
}

const withPaths: ReadonlySet<string> = new Set(
  settings.filter(({ paths }) => paths === true).map(({ key }) => key),
);

/** A path as it was meant; a pack or a pipeline by its name. */
function located(key: string, texts: readonly string[]): readonly string[] {
  if (!withPaths.has(key)) return texts;
  return texts.map(text => (existsSync(text) ? resolve(text) : text));
}

function valuesIn(read: JsonObject): SettingValues | undefined {
  const values = objectAt(read, 'values');
  return values && new Map(Object.keys(values).map(key => [key, stringsAt(values, key)]));
}

function folder(): string {
  return join(process.env['XDG_STATE_HOME'] || join(homedir(), '.local/state'), 'watchbill');
}

function file(): string {
  return join(folder(), 'last-scan.json');
}
