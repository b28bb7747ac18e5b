import type { Problem } from '../../detect/rules/problem.ts';
import { suggestion } from '../../detect/rules/suggestion.ts';
import { fileProblem } from '../rules/rule-files.ts';
import type { Setting, SettingValues } from '../settings/settings.ts';
import { settingGroups } from '../settings/settings.ts';

interface Proposed {
  /** `key=value`. */
  readonly pairs: readonly string[];
  /** Another configuration file. */
  readonly file?: string | undefined;
}

/** The values of a proposal: those that are configured, but for what is proposed. */
export async function proposedValues(
  configured: SettingValues,
  { pairs, file }: Proposed,
): Promise<{ readonly values: SettingValues; readonly problems: readonly Problem[] }> {
  const read =
    file === undefined ? undefined : (await import('../settings/config-file.ts')).readConfigFile(file);
  const said = new Map<string, readonly string[]>();
  const problems: Problem[] = [...(read?.problems ?? [])];
  for (const pair of pairs) {
    const at = pair.indexOf('=');
    const key = at < 0 ? pair : pair.slice(0, at);
    const value = at < 0 ? '' : pair.slice(at + 1);
    const wrong = at < 0 ? 'give a key and a value: key=value' : wrongPair(key, value);
    if (wrong !== undefined) problems.push(fileProblem(`--with ${pair}`, 'wrong-value', wrong));
    else said.set(key, [...(said.get(key) ?? []), value]);
  }
  return { values: new Map([...configured, ...(read?.values ?? []), ...said]), problems };
}

/** How it is printed is no matter of a proposal. */
const known = new Map<string, Setting>(
  settingGroups
    .filter(({ title }) => title !== 'Output')
    .flatMap(group => group.settings)
    .map(setting => [setting.key, setting]),
);

function wrongPair(key: string, value: string): string | undefined {
  const setting = known.get(key);
  if (setting === undefined) return `there is no setting "${key}"${suggestion(key, known.keys())}`;
  const isSwitch = setting.type === 'switch';
  return isSwitch && value !== 'true' && value !== 'false' ? `${key} is true or false` : undefined;
}
