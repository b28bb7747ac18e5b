import type { Batch, LiveSource } from '../model/live.ts';
import type { Position } from '../model/store.ts';
import type { Occasions } from './noticing.ts';

/** A batch with its source. */
export interface Arrived {
  readonly source: LiveSource;
  readonly batch: Batch;
}

export interface InboxOptions {
  readonly sources: readonly LiveSource[];
  readonly positions: (source: LiveSource) => readonly Position[];
  readonly stop: AbortSignal;
  /** With it, nothing is handed on, too, from time to time. */
  readonly occasions?: Pick<Occasions, 'start'>;
  /** Hears of a source that has ended. */
  readonly ended?: (source: LiveSource) => void;
}

/**
 * What has arrived at any of the sources, at most one batch of each at a time. A source is asked for its next batch when the last one has been
 * dealt with, so that none is read faster than it can be stored. Ends when all have ended; throws what a source throws.
 */
export async function* arrivals({
  sources,
  positions,
  stop,
  occasions,
  ended: hear,
}: InboxOptions): AsyncGenerator<readonly Arrived[]> {
  const ending = new AbortController();
  const stopOrEnd = AbortSignal.any([stop, ending.signal]);
  const iterators = new Map(
    sources.map(source => [source, source.read(positions(source), stopOrEnd)[Symbol.asyncIterator]()]),
  );
  let arrived: Arrived[] = [];
  let failure: { readonly error: unknown } | undefined;
  let wake: () => void = () => undefined;
  const ask = (source: LiveSource): void => {
    const next = iterators.get(source)?.next();
    next?.then(
      ({ done, value }) => {
        if (done === true) {
          iterators.delete(source);
          hear?.(source);
        } else arrived.push({ source, batch: value });
        wake();
      },
      (error: unknown) => {
        failure = { error };
        wake();
      },
    );
  };
  let isTime = false;
  const stopTime = occasions?.start(() => {
    isTime = true;
    wake();
  });
  for (const source of sources) ask(source);
  try {
    while (iterators.size > 0) {
      if (arrived.length === 0 && failure === undefined && !isTime)
        await new Promise<void>(resolve => {
          wake = resolve;
        });
      if (failure !== undefined) throw failure.error;
      const ready = arrived;
      arrived = [];
      if (ready.length === 0 && !isTime) continue;
      isTime = false;
      yield ready;
      for (const { source } of ready) ask(source);
    }
  } finally {
    // A source that waits for input ends its waiting; what it may have at that moment is not stored any more.
    ending.abort();
    stopTime?.();
    for (const iterator of iterators.values()) await ended(iterator);
    for (const { batch } of arrived) batch.settle(false);
  }
}

async function ended(iterator: AsyncIterator<Batch>): Promise<void> {
  try {
    await iterator.return?.(undefined);
  } catch {
    // It failed, which is told already, or does so only now that nobody wants it any more.
  }
}
