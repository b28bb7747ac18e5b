import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Problem } from '../../detect/rules/problem.ts';
import type { Reporter } from '../../detect/rules/reporter.ts';
import { createReporter } from '../../detect/rules/reporter.ts';
import { suggestion } from '../../detect/rules/suggestion.ts';
import { parseYaml } from '../../detect/rules/yaml-documents.ts';
import { positionsIn } from '../../detect/rules/yaml-positions.ts';
import { isObject } from '../../model/json.ts';
import { fileProblem, packNames } from '../rules/rule-files.ts';
import type { Setting, SettingValues } from './settings.ts';
import { allSettings } from './watch-settings.ts';

export interface ConfigFile {
  readonly values: SettingValues;
  /** Where each stands: `watchbill.yaml:3:1`. */
  readonly places: ReadonlyMap<string, string>;
  readonly problems: readonly Problem[];
}

const known = new Map(allSettings.filter(({ once }) => once !== true).map(setting => [setting.key, setting]));

/** Reads a configuration file. Every unknown key and wrong value is a problem with its place. */
export function readConfigFile(path: string): ConfigFile {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return {
      values: new Map(),
      places: new Map(),
      problems: [fileProblem(path, 'unreadable', `cannot be read: ${why}`)],
    };
  }
  return parseConfig(text, path);
}

export function parseConfig(text: string, path: string): ConfigFile {
  const problems: Problem[] = [];
  const values = new Map<string, readonly string[]>();
  const places = new Map<string, string>();
  const [document, second] = parseYaml(text, path, problems);
  if (second !== undefined)
    problems.push(fileProblem(path, 'two-documents', 'holds more than one YAML document'));
  if (document === undefined) return { values, places, problems };
  const positions = positionsIn([document]);
  const report = createReporter({ file: path, ...positions });
  if (!isObject(document.value)) report.error('wrong-type', 'must be a map of settings', { path: [] });
  else {
    for (const [key, value] of Object.entries(document.value)) {
      const read = readSetting(key, value, report);
      if (read === undefined) continue;
      values.set(
        key,
        read.map(each => located(each, key, path)),
      );
      const { line, column } = positions.position([key]);
      places.set(key, `${path}:${line}:${column}`);
    }
  }
  return { values, places, problems: [...problems, ...report.problems] };
}

function readSetting(key: string, value: unknown, report: Reporter): readonly string[] | undefined {
  const setting = known.get(key);
  if (setting === undefined) {
    const hint = allSettings.some(each => each.key === key)
      ? ' in a configuration file: it is for one run'
      : suggestion(key, known.keys());
    report.error('unknown-key', `There is no setting "${key.slice(0, 80)}"${hint}`, { path: [key] });
    return undefined;
  }
  const list = setting.type === 'list' && Array.isArray(value) ? value : [value];
  const wrong = list.findIndex(item => !fits(item, setting));
  if (wrong === -1) return list.map(String);
  const path = Array.isArray(value) ? [key, wrong] : [key];
  report.error('wrong-value', `${key} takes ${wanted(setting)}`, { path, at: 'value' });
  return undefined;
}

/** Choices are checked here, too, where the place is known; those of `output` may be followed by a file. */
function fits(value: unknown, { type, choices, key }: Setting): boolean {
  if (type === 'switch') return typeof value === 'boolean';
  if (type === 'number') return Number.isSafeInteger(value) && Number(value) > 0;
  if (typeof value !== 'string') return false;
  return choices === undefined || choices.includes(key === 'output' ? (value.split('=')[0] ?? '') : value);
}

function wanted({ type, choices, key }: Setting): string {
  const words = choices?.join(', ') ?? '';
  if (key === 'output') return `one or a list of ${words}, each with or without =file`;
  if (choices !== undefined) return `one of ${words}`;
  return {
    switch: 'true or false',
    number: 'a number above 0',
    list: 'a text or a list of texts',
    text: 'a text',
  }[type];
}

/** A path beside the configuration file, if there is one (a state folder may not be there yet); else the word as it stands: a pack, a pipeline, or a mistake. */
function located(value: string, key: string, path: string): string {
  if (known.get(key)?.paths !== true || (key === 'rules' && packNames.includes(value))) return value;
  const beside = resolve(dirname(path), value);
  return key === 'state' || existsSync(beside) ? beside : value;
}
