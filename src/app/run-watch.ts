import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Corroboration } from '../detect/corroboration/corroboration.ts';
import type { Problem } from '../detect/rules/problem.ts';
import { confirmedBy } from '../findings/confirmed.ts';
import type { LiveSource } from '../model/live.ts';
import type { Store } from '../model/store.ts';
import type { WatchObserver } from '../pipeline/watch.ts';
import { watch } from '../pipeline/watch.ts';
import type { Compiled, DetectorOptions } from './detectors.ts';
import { compileDetectors } from './detectors.ts';
import { parts } from './parts.ts';
import type { WatchClock } from './watch-clock.ts';
import type { WatchLog } from './watch-log.ts';
import type { WatchMetrics } from './watch-metrics.ts';
import { watchParts } from './watch-parts.ts';
import { startRetention } from './watch-retention.ts';

export interface WatchOptions extends Omit<DetectorOptions, 'follow' | 'durable'> {
  readonly state: string;
  readonly sources: readonly LiveSource[];
  readonly suppressions?: string;
  readonly maxRecordBytes?: number;
  /** Milliseconds. */
  readonly keep: number;
  readonly maxStateBytes: number;
  readonly log: WatchLog;
  readonly observer: WatchObserver;
  readonly metrics: WatchMetrics;
  readonly clock: WatchClock;
  /** What there is, is all that there will be. */
  readonly once: boolean;
  readonly stop: AbortSignal;
}

/** Milliseconds to wait before a watch that failed is begun anew; longer each time, up to the last. */
const pauses = [100, 500, 2_000, 5_000, 15_000];

/**
 * Watches until stopped, or until its sources end. If a commit fails, or a source, it goes back to what was stored and begins anew; what was
 * not stored was not acknowledged, and comes again. Throws if it cannot begin at all.
 */
export async function runWatch(options: WatchOptions): Promise<void> {
  const { log, stop, sources } = options;
  let store = await openStore(options);
  try {
    for (const source of sources) await source.open();
    for (let failures = 0; ; failures += 1) {
      const began = Date.now();
      const error = await watchOnce(options, store);
      if (error === undefined) return;
      if (stop.aborted) throw error;
      if (Date.now() - began > 60_000) failures = 0;
      options.metrics.failed();
      log.error('the watch failed and begins anew from what was stored', { error: String(error) });
      store.close();
      await sleep(pauses[Math.min(failures, pauses.length - 1)], undefined, { signal: stop }).catch(
        () => undefined,
      );
      store = await reopened(options);
    }
  } finally {
    await Promise.all(sources.map(source => source.close()));
    store.close();
  }
}

/** Rules with errors are told and left out; only at the first start are they a reason not to begin. */
export async function compileForWatch(options: DetectorOptions): Promise<Compiled> {
  return compileDetectors({ ...options, follow: true, durable: true });
}

async function openStore({ state }: WatchOptions): Promise<Store> {
  const create = await parts.stores.sqlite();
  return create({ folder: state, newSalt: () => randomBytes(6).toString('base64url') });
}

/** The disk that failed may fail for long. */
async function reopened(options: WatchOptions): Promise<Store> {
  for (let failures = 0; ; failures += 1) {
    try {
      return await openStore(options);
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
  const { stop, maxRecordBytes, sources, observer } = options;
  const { suppressions } = await loadSuppressions(options.suppressions);
  const isConfirmed = confirmedBy(suppressions, () => new Date().toISOString());
  const rules = await compileForWatch({ ...options, isConfirmed });
  const compiled = { ...rules, detectors: rules.detectors.map(options.metrics.measured) };
  const ending = new AbortController();
  const retention = startRetention({ ...options, store, stop: ending.signal });
  try {
    await watch({
      ...watchParts({
        compiled,
        suppressions,
        maxRecordBytes,
        corroboration: await corroborationOf(sources),
      }),
      sources,
      store,
      now: options.clock.now,
      ...(!options.once && { occasions: options.clock.occasions }),
      observer,
      stop,
    });
    return undefined;
  } catch (error) {
    return error;
  } finally {
    ending.abort();
    await retention;
  }
}

/** Only what is told by more than one source can be compared. */
async function corroborationOf(sources: readonly LiveSource[]): Promise<Corroboration | undefined> {
  if (!sources.some(({ format }) => format === 'kubernetes-watch')) return undefined;
  const create = await parts.detectors.corroboration();
  return create();
}

export async function loadSuppressions(path: string | undefined) {
  if (path === undefined) return { suppressions: [], problems: [] satisfies readonly Problem[] };
  const { readSuppressions } = await import('./suppressions.ts');
  return readSuppressions(path);
}
