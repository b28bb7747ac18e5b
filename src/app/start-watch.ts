import type { Problem } from '../detect/rules/problem.ts';
import { exitCodes } from './exit-codes.ts';
import { liveSources } from './live-sources.ts';
import type { WatchSettings } from './read-watch-settings.ts';
import { compileForWatch, loadSuppressions, runWatch } from './run-watch.ts';
import { textLog } from './watch-log.ts';

export interface WatchSurroundings {
  readonly stop: AbortSignal;
  /** A line on standard error. */
  readonly write: (line: string) => void;
}

export interface WatchResult {
  readonly code: number;
  /** With errors among them, nothing was begun. */
  readonly problems: readonly Problem[];
  readonly sentence?: string;
}

/** Checks everything that can be checked before, watches, and says how it ended. */
export async function startWatch(
  settings: WatchSettings,
  { stop, write }: WatchSurroundings,
): Promise<WatchResult> {
  const { problems: inRules } = await compileForWatch(settings);
  const { problems: inSuppressions } = await loadSuppressions(settings.suppressions);
  const problems = [...inRules, ...inSuppressions];
  if (problems.some(({ severity }) => severity === 'error')) return { code: exitCodes.usage, problems };
  const sources = await liveSources(settings.sources, settings.once);
  if (!sources.ok) return { code: exitCodes.usage, problems, sentence: sources.error };
  const log = textLog(write);
  let announced = false;
  const observer = {
    ready: (replayed: number): void => {
      log.info('watching', { sources: sources.value.length, replayed });
      if (!announced) write('ready');
      announced = true;
    },
    committed: () => undefined,
  };
  try {
    await runWatch({ ...settings, sources: sources.value, log, observer, stop });
    return { code: exitCodes.clean, problems };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { code: codeOf(error), problems, sentence: error.message };
  }
}

/** What the operating system or the database said; anything else is a bug. */
function codeOf(error: Error): number {
  if (error.name === 'LockedFolder' || ('code' in error && error.code === 'ERR_SQLITE_ERROR'))
    return exitCodes.state;
  if (!('syscall' in error)) throw error;
  return error.syscall === 'listen' ? exitCodes.input : exitCodes.state;
}
