import type { Problem } from '../../detect/rules/problem.ts';
import type { Result } from '../../model/result.ts';
import { succeed } from '../../model/result.ts';
import type { WatchObserver } from '../../pipeline/watch.ts';
import type { Listener } from '../../sources/listener.ts';
import { exitCodes } from '../exit-codes.ts';
import type { WatchSettings } from '../settings/read-watch-settings.ts';
import { createDelivered } from './delivered.ts';
import { liveSources } from './live-sources.ts';
import type { Reread, Round } from './reload.ts';
import { createReload } from './reload.ts';
import { compileForWatch, loadSuppressions, runWatch } from './run-watch.ts';
import { createWatchClock } from './watch-clock.ts';
import type { EndpointOptions } from './watch-endpoints.ts';
import { watchEndpoints } from './watch-endpoints.ts';
import type { WatchLog } from './watch-log.ts';
import { textLog } from './watch-log.ts';
import { createWatchMetrics } from './watch-metrics.ts';

export interface WatchSurroundings {
  /** Reads the configuration again. */
  readonly reread: () => Promise<Reread>;
  /** Is given what to call when the configuration should be read anew. */
  readonly onReload: (request: () => void) => void;
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
  { stop, write, reread, onReload }: WatchSurroundings,
): Promise<WatchResult> {
  const { problems: inRules } = await compileForWatch(settings);
  const { problems: inSuppressions } = await loadSuppressions(settings.suppressions);
  const problems = [...inRules, ...inSuppressions];
  if (problems.some(({ severity }) => severity === 'error')) return { code: exitCodes.usage, problems };
  const delivered = createDelivered(Date.now());
  const makeSources = ({ sources: requests, once }: WatchSettings) =>
    liveSources(requests, { once, delivered });
  const sources = await makeSources(settings);
  if (!sources.ok) return { code: exitCodes.usage, problems, sentence: sources.error };
  const log = textLog(write);
  const metrics = createWatchMetrics();
  const clock = createWatchClock();
  const reload = createReload({ reread, log, metrics, makeSources, ...clock });
  let round: Round = { settings, sources: sources.value };
  const endpoints = endpointsOf(settings, { metrics, sources: () => round.sources });
  if (!endpoints.ok) return { code: exitCodes.usage, problems, sentence: endpoints.error };
  const observer = announcing(delivered.observing(metrics.observer), {
    log,
    write,
    sources: () => round.sources.length,
  });
  const next = async (before: Round): Promise<Round> => {
    round = await reload.next(before);
    return round;
  };
  onReload(
    () =>
      void reload
        .request()
        .catch((error: unknown) => log.error('the configuration cannot be read', { error: String(error) })),
  );
  try {
    await endpoints.value?.open();
    await runWatch({ round, reload: { ...reload, next }, log, metrics, clock, observer, stop });
    return { code: exitCodes.clean, problems };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { code: codeOf(error), problems, sentence: error.message };
  } finally {
    await endpoints.value?.close();
  }
}

function endpointsOf(
  { listen, listenTokenFile, listenTls }: WatchSettings,
  about: Pick<EndpointOptions, 'metrics' | 'sources'>,
): Result<Listener | undefined, string> {
  if (listen === undefined) return succeed(undefined);
  return watchEndpoints({
    ...about,
    listen,
    ...(listenTokenFile !== undefined && { tokenFile: listenTokenFile }),
    ...(listenTls && { tls: listenTls }),
  });
}

interface Announcing {
  readonly log: WatchLog;
  readonly write: (line: string) => void;
  readonly sources: () => number;
}

/** Says `ready` once, when the sources are open for the first time. */
function announcing(observer: WatchObserver, { log, write, sources }: Announcing): WatchObserver {
  let announced = false;
  return {
    committed: observer.committed,
    ready: replayed => {
      observer.ready(replayed);
      log.info('watching', { sources: sources(), replayed });
      if (!announced) write('ready');
      announced = true;
    },
  };
}

/** What the operating system or the database said; anything else is a bug. */
function codeOf(error: Error): number {
  if (error.name === 'LockedFolder' || ('code' in error && error.code === 'ERR_SQLITE_ERROR'))
    return exitCodes.state;
  if (!('syscall' in error)) throw error;
  return error.syscall === 'listen' ? exitCodes.input : exitCodes.state;
}
