import { existsSync } from 'node:fs';
import type { Problem } from '../../detect/rules/problem.ts';
import { fileProblem } from '../rules/rule-files.ts';
import { readEnvironment } from './read-environment.ts';
import type { SettingValues } from './settings.ts';
import { environmentName } from './settings.ts';

export const configFileName = 'watchbill.yaml';

export interface Gathered {
  readonly values: SettingValues;
  readonly problems: readonly Problem[];
  /** The configuration file that was read; `""`: none. */
  readonly file: string;
  /** Where each value comes from: `flag`, `environment WATCHBILL_RULES`, `watchbill.yaml:3:1`. */
  readonly origins: ReadonlyMap<string, string>;
}

interface Origins {
  readonly flags: SettingValues;
  /** The configuration file; absent: `watchbill.yaml` if there is one here; `""`: none. */
  readonly config?: string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** What was set, wherever: flags before the environment before the configuration file. */
export async function gatherSettings({ flags, config, environment }: Origins): Promise<Gathered> {
  const named = config ?? environment['WATCHBILL_CONFIG'];
  const path = named ?? (existsSync(configFileName) ? configFileName : '');
  const file = path === '' ? undefined : (await import('./config-file.ts')).readConfigFile(path);
  const fromEnvironment = readEnvironment(environment);
  const wrong = fromEnvironment.wrong.map(name =>
    fileProblem(name, 'wrong-value', 'the variable must be true or false'),
  );
  return {
    values: new Map([...(file?.values ?? []), ...fromEnvironment.values, ...flags]),
    problems: [...(file?.problems ?? []), ...wrong],
    file: path,
    origins: new Map([
      ...(file?.places ?? []),
      ...[...fromEnvironment.values.keys()].map(key => [key, `environment ${environmentName(key)}`] as const),
      ...[...flags.keys()].map(key => [key, 'flag'] as const),
    ]),
  };
}
