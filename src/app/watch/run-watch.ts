import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Corroboration } from '../../detect/corroboration/corroboration.ts';
import type { Problem } from '../../detect/rules/problem.ts';
import { confirmedBy } from '../../findings/suppressions/confirmed.ts';
import type { LiveSource } from '../../model/live.ts';
import type { Store } from '../../model/store.ts';
import type { WatchObserver } from '../../pipeline/watch.ts';
import { watch } from '../../pipeline/watch.ts';
import type { Compiled, DetectorOptions } from '../detectors.ts';
import { compileDetectors } from '../detectors.ts';
import { parts } from '../parts.ts';
import type { WatchSettings } from '../settings/read-watch-settings.ts';
import type { Reload, Round } from './reload.ts';
import type { WatchClock } from './watch-clock.ts';
import type { WatchLog } from './watch-log.ts';
import type { WatchMetrics } from './watch-metrics.ts';
import { watchParts } from './watch-parts.ts';
import { startRetention } from './watch-retention.ts';
import { watchServers } from './watch-servers.ts';

export interface WatchOptions {
  /** What it begins with. */
  readonly round: Round;
  readonly reload: Reload;
  readonly log: WatchLog;
  readonly observer: WatchObserver;
  readonly metrics: WatchMetrics;
  readonly clock: WatchClock;
  readonly stop: AbortSignal;
}

/** Milliseconds to wait before a watch that failed is begun anew; longer each time, up to the last. */
const pauses = [100, 500, 2_000, 5_000, 15_000];

/**
 * Watches until stopped, or until its sources end. If a commit fails, or a source, it goes back to what was stored and begins anew; what was
 * not stored was not acknowledged, and comes again. Throws if it cannot begin at all.
 */
export async function runWatch(options: WatchOptions): Promise<void> {
  const { reload } = options;
  let { round } = options;
  let store = await openStore(round.settings);
  try {
    for (const source of round.sources) await source.open();
    for (let failures = 0; ; ) {
      const began = Date.now();
      const error = await watchOnce({ ...options, round }, store);
      if (isOver(options, error)) return;
      if (reload.signal().aborted) round = await reload.next(round);
      failures = error === undefined || Date.now() - began > 60_000 ? 0 : failures + 1;
      if (error === undefined) continue;
      store.close();
      store = await begunAnew({ ...options, round }, error, failures);
    }
  } finally {
    await Promise.all(round.sources.map(source => source.close()));
    store.close();
  }
}

/** It was stopped, or its sources have ended; throws what went wrong at the last. */
function isOver({ stop, reload }: WatchOptions, error: unknown): boolean {
  if (!stop.aborted) return error === undefined && !reload.signal().aborted;
  if (error !== undefined) throw error;
  return true;
}

async function begunAnew(options: WatchOptions, error: unknown, failures: number): Promise<Store> {
  options.metrics.failed();
  options.log.error('the watch failed and begins anew from what was stored', { error: String(error) });
  const pause = pauses[Math.min(failures - 1, pauses.length - 1)] ?? 0;
  await sleep(pause, undefined, { signal: options.stop }).catch(() => undefined);
  return reopened(options);
}

/** Rules with errors are told and left out; only at the first start are they a reason not to begin. */
export async function compileForWatch(options: DetectorOptions): Promise<Compiled> {
  return compileDetectors({ ...options, follow: true, durable: true });
}

async function openStore({ state }: WatchSettings): Promise<Store> {
  const create = await parts.stores.sqlite();
  return create({ folder: state, newSalt: () => randomBytes(6).toString('base64url') });
}

/** The disk that failed may fail for long. */
async function reopened(options: WatchOptions): Promise<Store> {
  for (let failures = 0; ; failures += 1) {
    try {
      return await openStore(options.round.settings);
    } catch (error) {
      if (options.stop.aborted) throw error;
      options.log.error('the state folder cannot be opened', { error: String(error) });
      const pause = pauses[Math.min(failures, pauses.length - 1)];
      await sleep(pause, undefined, { signal: options.stop }).catch(() => undefined);
    }
  }
}

/** What made it fail; undefined if it ended. */
async function watchOnce(options: WatchOptions, store: Store): Promise<unknown> {
  const { round, observer, clock } = options;
  const { settings, sources } = round;
  const { suppressions } = await loadSuppressions(settings.suppressions);
  const isConfirmed = confirmedBy(suppressions, () => new Date().toISOString());
  const rules = await compileForWatch({ ...settings, isConfirmed });
  const compiled = { ...rules, detectors: rules.detectors.map(options.metrics.measured) };
  const ending = new AbortController();
  const stop = AbortSignal.any([options.stop, options.reload.signal()]);
  const retention = startRetention({ ...options, ...settings, store, stop: ending.signal });
  const asking = watchServers({ requests: settings.sources, sources, ...clock, stop: ending.signal });
  try {
    await watch({
      ...watchParts({
        compiled,
        suppressions,
        maxRecordBytes: settings.maxRecordBytes,
        corroboration: await corroborationOf(sources),
      }),
      sources,
      store,
      now: clock.now,
      ...(!settings.once && { occasions: clock.occasions }),
      observer,
      stop,
    });
    return undefined;
  } catch (error) {
    return error;
  } finally {
    ending.abort();
    await Promise.all([retention, asking]);
  }
}

/** Only what is told by more than one source can be compared. */
async function corroborationOf(sources: readonly LiveSource[]): Promise<Corroboration | undefined> {
  if (!sources.some(({ format }) => format === 'kubernetes-watch' || format === 'admission-review'))
    return undefined;
  const create = await parts.detectors.corroboration();
  return create();
}

export async function loadSuppressions(path: string | undefined) {
  if (path === undefined) return { suppressions: [], problems: [] satisfies readonly Problem[] };
  const { readSuppressions } = await import('../tuning/suppressions.ts');
  return readSuppressions(path);
}
