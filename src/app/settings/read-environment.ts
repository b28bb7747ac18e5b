import type { Setting, SettingValues } from './settings.ts';
import { environmentName } from './settings.ts';
import { allSettings } from './watch-settings.ts';

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
  for (const setting of allSettings) {
    for (const [name, negated] of variablesOf(setting)) {
      const text = environment[name] ?? '';
      if (text === '') continue;
      const value = valuesOf(text, setting, negated);
      if (value === undefined) wrong.push(name);
      else values.set(setting.key, value);
    }
  }
  return { values, wrong };
}

function variablesOf({ key, type }: Setting): readonly (readonly [name: string, negated: boolean])[] {
  const own = [environmentName(key), false] as const;
  return type === 'switch' ? [own, [environmentName(`no-${key}`), true]] : [own];
}

function valuesOf(text: string, { type }: Setting, negated: boolean): readonly string[] | undefined {
  if (type === 'list') return text.split(',').map(part => part.trim());
  if (type !== 'switch') return [text];
  const truth = truths.get(text.toLowerCase());
  return truth === undefined ? undefined : [String((truth === 'true') !== negated)];
}
