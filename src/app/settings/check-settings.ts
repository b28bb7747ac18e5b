import type { Problem } from '../../detect/rules/problem.ts';
import { createDelivered } from '../watch/delivered.ts';
import { liveSources } from '../watch/live-sources.ts';
import { compileForWatch, loadSuppressions } from '../watch/run-watch.ts';
import { readSettings } from './read-settings.ts';
import { readWatchSettings } from './read-watch-settings.ts';
import type { SettingValues } from './settings.ts';

export interface SettingsCheck {
  readonly problems: readonly Problem[];
  /** What is wrong and has no place in a file. */
  readonly sentences: readonly string[];
}

/** Everything that can be checked without running: values, rules, pipelines, suppressions and, where sources are named, a watch. */
export async function checkSettings(values: SettingValues): Promise<SettingsCheck> {
  const read = readSettings(values, 0);
  if (!read.ok) return { problems: [], sentences: [read.error] };
  const { problems: inRules } = await compileForWatch(read.value);
  const { problems: inSuppressions } = await loadSuppressions(read.value.suppressions);
  return {
    problems: [...inRules, ...inSuppressions].filter(isError),
    sentences: await watchSentences(values),
  };
}

const isError = ({ severity }: Problem): boolean => severity === 'error';

async function watchSentences(values: SettingValues): Promise<readonly string[]> {
  if (!values.has('state') && !values.has('source')) return [];
  const read = readWatchSettings(values);
  if (!read.ok) return [read.error];
  try {
    const sources = await liveSources(read.value.sources, {
      once: false,
      delivered: createDelivered(0),
    });
    return sources.ok ? [] : [`--source: ${sources.error}`];
  } catch (error) {
    return [`--source: ${error instanceof Error ? error.message : String(error)}`];
  }
}
