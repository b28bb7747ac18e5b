import type { Command } from 'commander';
import { Option } from 'commander';
import type { Setting, SettingValues } from '../app/settings/settings.ts';
import { environmentName } from '../app/settings/settings.ts';
import { allSettings } from '../app/settings/watch-settings.ts';

/** The flag of a setting, and its negation if it has both. Defaults are ours to apply, after environment and configuration. */
export function optionsOf({
  flags,
  negation,
  says,
  type,
  key,
  choices,
  default: otherwise,
}: Setting): readonly Option[] {
  const usual = type === 'switch' ? '' : ` Default: ${otherwise}.`;
  const option = new Option(flags, `${says}${usual} [${environmentName(key)}]`);
  if (choices !== undefined) option.argChoices = [...choices];
  if (type === 'list')
    option.argParser((value: string, before: unknown) => [...(Array.isArray(before) ? before : []), value]);
  return negation === undefined ? [option] : [option, new Option(negation, 'The opposite.')];
}

/** What was said on the command line, by key. */
export function flagValues(command: Command): SettingValues {
  const values = new Map<string, readonly string[]>();
  for (const { key } of allSettings) {
    const name = key.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
    const value: unknown = command.getOptionValue(name);
    if (value === undefined || command.getOptionValueSource(name) !== 'cli') continue;
    values.set(key, Array.isArray(value) ? value.map(String) : [String(value)]);
  }
  return values;
}
