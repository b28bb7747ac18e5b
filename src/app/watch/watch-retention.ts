import { setTimeout as sleep } from 'node:timers/promises';
import type { Store } from '../../model/store.ts';
import type { WatchLog } from './watch-log.ts';

export interface RetentionOptions {
  readonly store: Store;
  /** Milliseconds. */
  readonly keep: number;
  readonly maxStateBytes: number;
  readonly log: WatchLog;
  readonly stop: AbortSignal;
}

const every = 10 * 60_000;
/** Correlations of rules span hours at most; objects are known for longer, by what tells them whole. */
const journalKept = 24 * 3_600_000;
const journalEntries = 200_000;

/** Forgets from time to time what is older or more than wanted. A failure is told: the next commit meets the same disk. */
export async function startRetention({
  store,
  keep,
  maxStateBytes,
  log,
  stop,
}: RetentionOptions): Promise<void> {
  while (await waited(stop)) {
    const now = Date.now();
    try {
      const gone = store.retain({
        findingsBefore: now - keep,
        maxBytes: maxStateBytes,
        journalBefore: now - journalKept,
        maxJournal: journalEntries,
      });
      if (gone > 0) log.info('old findings and incidents were deleted', { count: gone });
    } catch (error) {
      log.error('what is old cannot be deleted', { error: String(error) });
    }
  }
}

/** False once stopped. */
async function waited(stop: AbortSignal): Promise<boolean> {
  try {
    await sleep(every, undefined, { signal: stop });
    return true;
  } catch (error) {
    if (stop.aborted) return false;
    throw error;
  }
}
