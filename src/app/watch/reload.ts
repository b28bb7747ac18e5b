import { isDeepStrictEqual } from 'node:util';
import type { Problem } from '../../detect/rules/problem.ts';
import type { LiveSource } from '../../model/live.ts';
import type { Notice } from '../../model/notice.ts';
import type { Result } from '../../model/result.ts';
import type { WatchSettings } from '../settings/read-watch-settings.ts';
import { compileForWatch, loadSuppressions } from './run-watch.ts';
import type { WatchLog } from './watch-log.ts';
import type { WatchMetrics } from './watch-metrics.ts';

/** What a watch works with until it is told to read its configuration anew. */
export interface Round {
  readonly settings: WatchSettings;
  readonly sources: readonly LiveSource[];
}

/** The configuration as it is now; with errors among the problems, or a sentence, it cannot be used. */
export interface Reread {
  readonly settings?: WatchSettings;
  readonly problems: readonly Problem[];
  readonly sentence?: string;
}

export interface Reload {
  /** Reads the configuration anew. What is wrong with it is told, and the old one stays. */
  request(): Promise<void>;
  /** Aborted when the watch should go on with other settings. */
  signal(): AbortSignal;
  /** What to go on with after that. */
  next(round: Round): Promise<Round>;
}

export interface ReloadOptions {
  readonly reread: () => Promise<Reread>;
  readonly log: WatchLog;
  readonly metrics: WatchMetrics;
  readonly tell: (notice: Notice) => void;
  readonly now: () => number;
  /** Makes sources, with what they share. */
  readonly makeSources: (settings: WatchSettings) => Promise<Result<readonly LiveSource[], string>>;
}

export function createReload(options: ReloadOptions): Reload {
  const { log, metrics, tell, now, reread } = options;
  let changing = new AbortController();
  let wanted: WatchSettings | undefined;
  const note = (problem: string): void => {
    metrics.reloaded(problem === '');
    tell({ type: 'configuration', at: now(), problem });
  };
  return {
    request: async () => {
      const { settings, problems, sentence } = await checked(await reread());
      const wrong = problems.filter(({ severity }) => severity === 'error');
      for (const { file, line, column, message, code } of wrong)
        log.error('the configuration was refused', { file, line, column, code, message });
      if (sentence !== undefined) log.error('the configuration was refused', { message: sentence });
      const [first] = wrong;
      if (settings === undefined || first !== undefined || sentence !== undefined)
        return note(sentence ?? placeOf(first));
      wanted = settings;
      changing.abort();
    },
    signal: () => changing.signal,
    next: async round => {
      const settings = wanted ?? round.settings;
      wanted = undefined;
      changing = new AbortController();
      for (const key of ['state', 'listen', 'listenTokenFile'] as const)
        if (settings[key] !== round.settings[key])
          log.warn('a setting cannot change while the watch runs: restart it', { setting: key });
      const sources = await changedSources(round, settings, options);
      note(sources === undefined ? 'its sources cannot be opened' : '');
      log.info(sources === undefined ? 'the old configuration stays' : 'the configuration was read anew');
      const { state } = round.settings;
      return sources === undefined ? round : { settings: { ...settings, state }, sources };
    },
  };
}

/** Everything that can be checked before: rules, exceptions, and the sources' own options. */
async function checked(read: Reread): Promise<Reread> {
  const { settings, problems } = read;
  if (settings === undefined || problems.some(({ severity }) => severity === 'error')) return read;
  const { problems: inRules } = await compileForWatch(settings);
  const { problems: inSuppressions } = await loadSuppressions(settings.suppressions);
  return { ...read, problems: [...problems, ...inRules, ...inSuppressions] };
}

const placeOf = (problem: Problem | undefined): string =>
  problem === undefined
    ? 'it cannot be read'
    : `${problem.file}:${problem.line}:${problem.column}: ${problem.message}`;

/** The same where they stay as they are; undefined where the new ones cannot be opened: then the old ones are open again. */
async function changedSources(
  { settings: before, sources }: Round,
  settings: WatchSettings,
  { log, makeSources }: ReloadOptions,
): Promise<readonly LiveSource[] | undefined> {
  if (isDeepStrictEqual(before.sources, settings.sources)) return sources;
  await Promise.all(sources.map(source => source.close()));
  const opened = await openSources(await makeSources(settings));
  if (typeof opened !== 'string') return opened;
  log.error('the new sources cannot be opened', { message: opened });
  const again = await openSources(await makeSources(before));
  if (typeof again === 'string') throw new Error(again);
  return undefined;
}

/** Or why they cannot be. */
async function openSources(
  made: Result<readonly LiveSource[], string>,
): Promise<readonly LiveSource[] | string> {
  if (!made.ok) return made.error;
  try {
    for (const source of made.value) await source.open();
    return made.value;
  } catch (error) {
    await Promise.all(made.value.map(source => source.close()));
    return error instanceof Error ? error.message : String(error);
  }
}
