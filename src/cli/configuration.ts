import { existsSync, readFileSync } from 'node:fs';
import type { Result } from '../model/result.ts';
import { fail, succeed } from '../model/result.ts';
import type { OptionDefinition, OptionValues } from './scan-options.ts';
import { environmentName, scanOptions } from './scan-options.ts';

export const configurationFile = 'watchbill.yaml';

/**
 * Flags before environment before the configuration file (`watchbill.yaml` where one stands, or the one that was named; `""`
 * names none). An error is a sentence for the user.
 */
export async function gatherValues(
  flags: OptionValues,
  config: string | undefined,
): Promise<Result<OptionValues, string>> {
  const file = await readConfiguration(config);
  if (!file.ok) return file;
  return succeed(new Map([...file.value, ...readEnvironment(process.env), ...flags]));
}

function readEnvironment(environment: NodeJS.ProcessEnv): OptionValues {
  const values = new Map<string, readonly string[]>();
  for (const { key, type } of scanOptions) {
    const value = environment[environmentName(key)];
    if (value !== undefined && value !== '') values.set(key, type === 'list' ? value.split(',') : [value]);
  }
  return values;
}

async function readConfiguration(config: string | undefined): Promise<Result<OptionValues, string>> {
  const path = config ?? (existsSync(configurationFile) ? configurationFile : '');
  if (path === '') return succeed(new Map());
  const { LineCounter, isMap, isScalar, parseDocument } = await import('yaml');
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return fail(`${path}: cannot be read`);
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [problem] = document.errors;
  if (problem !== undefined) return fail(`${path}: ${problem.message}`);
  const values = new Map<string, readonly string[]>();
  if (document.contents === null) return succeed(values);
  if (!isMap(document.contents)) return fail(`${path}: must be a map of options to values`);
  for (const { key, value } of document.contents.items) {
    if (!isScalar(key)) return fail(`${path}: an option's name must be text`);
    const { line, col } = lines.linePos(key.range?.[0] ?? 0);
    const read = readSetting(
      String(key.value),
      document.toJS({ maxAliasCount: 10 })[String(key.value)] ?? value,
    );
    if (!read.ok) return fail(`${path}:${line}:${col}: ${read.error}`);
    values.set(String(key.value), read.value);
  }
  return succeed(values);
}

function readSetting(key: string, value: unknown): Result<readonly string[], string> {
  const definition: OptionDefinition | undefined = scanOptions.find(option => option.key === key);
  if (definition === undefined || definition.once)
    return fail(`"${key}" is no option of the configuration file`);
  const list = Array.isArray(value) ? value : [value];
  if (Array.isArray(value) && definition.type !== 'list') return fail(`"${key}" takes one value`);
  if (!list.every(item => fits(item, definition))) return fail(`"${key}" takes ${wanted(definition)}`);
  return succeed(list.map(String));
}

function fits(value: unknown, { type }: OptionDefinition): boolean {
  if (type === 'flag') return typeof value === 'boolean';
  if (type === 'number') return typeof value === 'number';
  return typeof value === 'string';
}

function wanted({ type }: OptionDefinition): string {
  return { flag: 'true or false', number: 'a number', list: 'texts', text: 'a text' }[type];
}
