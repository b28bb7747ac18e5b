import { globSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { findRuleFiles } from '../rules/rule-files.ts';

export interface WatchedFiles {
  /** The configuration file; `""`: none. */
  readonly config: string;
  readonly rules: readonly string[];
  readonly pipelines: readonly string[];
  readonly suppressions: string | undefined;
}

/** Another text whenever one of them was written, came or went. */
export function stateOfFiles({ config, rules, pipelines, suppressions }: WatchedFiles): string {
  const files = [config, suppressions ?? '', ...rules.flatMap(findRuleFiles), ...pipelines.flatMap(filesIn)];
  return files.map(stateOf).join('\n');
}

function filesIn(path: string): readonly string[] {
  const status = statSync(path, { throwIfNoEntry: false });
  if (status?.isDirectory() !== true) return [path];
  return globSync('**/*', { cwd: path }).map(file => join(path, file));
}

function stateOf(file: string): string {
  const status = file === '' ? undefined : statSync(file, { throwIfNoEntry: false });
  return `${file} ${status?.mtimeMs ?? 0} ${status?.size ?? 0} ${status?.ino ?? 0}`;
}
