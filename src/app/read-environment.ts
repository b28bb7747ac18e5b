import type { Setting, SettingValues } from './settings.ts';
import { environmentName, settings } from './settings.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const truths = new Map([
  ['true', 'true'],
  ['1', 'true'],
  ['yes', 'true'],
  ['false', 'false'],
  ['0', 'false'],
  ['no', 'false'],
]);

/**
 * Settings from variables named after the flags: WATCHBILL_FAIL_ON=high, WATCHBILL_RULES=watchbill,community,
 * WATCHBILL_NO_CEL=true (or WATCHBILL_CEL=false). An empty one is as good as none. Also the names of switches that say neither yes nor no.
 */
export function readEnvironment(environment: Environment): {
  readonly values: SettingValues;
  readonly wrong: readonly string[];
} {
  const values = new Map<string, readonly string[]>();
  const wrong: string[] = [];
  for (const setting of settings) {
    const names = [environmentName(setting.key), environmentName(`no-${setting.key}`)];
    for (const [index, name] of (setting.type === 'switch' ? names : names.slice(0, 1)).entries()) {
      const text = environment[name] ?? '';
      const value = text === '' ? undefined : valuesOf(text, setting, index === 1);
      if (value !== undefined) values.set(setting.key, value);
      else if (text !== '') wrong.push(name);
    }
  }
  return { values, wrong };
}

function valuesOf(text: string, { type }: Setting, negated: boolean): readonly string[] | undefined {
  if (type === 'list') return text.split(',').map(part => part.trim());
  if (type !== 'switch') return [text];
  const truth = truths.get(text.toLowerCase());
  return truth === undefined ? undefined : [String((truth === 'true') !== negated)];
}
