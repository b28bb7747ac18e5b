import { setTimeout as sleep } from 'node:timers/promises';
import type { Batch, LiveSource } from '../../model/live.ts';
import type { Position } from '../../model/store.ts';
import type { Reader } from './content-reader.ts';
import { createContentReader } from './content-reader.ts';

export interface LiveFileOptions {
  /** As the user named it. */
  readonly name: string;
  readonly cluster: string;
  /** Files, folders and globs. */
  readonly paths: readonly string[];
  readonly format?: string;
  /** End when everything that is there was read. */
  readonly once?: boolean;
  /** How often files are looked at, in milliseconds. */
  readonly pollEvery?: number;
}

/**
 * Audit logs in files, followed through rotation, truncation and compression. Where it goes on after a restart, it knows from the position
 * stored with what came of the bytes before: also in a file that was renamed, copied or compressed meanwhile, and in those that came after it.
 */
export function liveFile(options: LiveFileOptions): LiveSource {
  const { name, cluster, format } = options;
  return {
    name,
    cluster,
    ...(format !== undefined && { format }),
    open: () => Promise.resolve(),
    read: (positions, stop) => read(options, positions, stop),
    close: () => Promise.resolve(),
  };
}

async function* read(
  options: LiveFileOptions,
  positions: readonly Position[],
  stop: AbortSignal,
): AsyncGenerator<Batch> {
  const { name, cluster, paths, once = false, pollEvery = 250 } = options;
  const reader: Reader = createContentReader({ source: name, paths, positions, stop, once });
  try {
    while (!stop.aborted) {
      let idle = true;
      for await (const { pieces, positions: reached } of reader.advance()) {
        idle = false;
        yield { cluster, pieces, positions: reached, settle: () => undefined };
      }
      if (once && idle) return;
      if (idle) await waited(pollEvery, stop);
    }
  } finally {
    reader.close();
  }
}

async function waited(milliseconds: number, stop: AbortSignal): Promise<void> {
  try {
    await sleep(milliseconds, undefined, { signal: stop });
  } catch (error) {
    if (!stop.aborted) throw error;
  }
}
