import type { Batch, LiveSource } from '../model/live.ts';
import type { Position } from '../model/store.ts';

/** A batch with its source. */
export interface Arrived {
  readonly source: LiveSource;
  readonly batch: Batch;
}

export interface InboxOptions {
  readonly sources: readonly LiveSource[];
  readonly positions: (source: LiveSource) => readonly Position[];
  readonly stop: AbortSignal;
}

/**
 * What has arrived at any of the sources, at most one batch of each at a time. A source is asked for its next batch when the last one has been
 * dealt with, so that none is read faster than it can be stored. Ends when all have ended; throws what a source throws.
 */
export async function* arrivals({
  sources,
  positions,
  stop,
}: InboxOptions): AsyncGenerator<readonly Arrived[]> {
  const iterators = new Map(
    sources.map(source => [source, source.read(positions(source), stop)[Symbol.asyncIterator]()]),
  );
  let arrived: Arrived[] = [];
  let failure: { readonly error: unknown } | undefined;
  let wake: () => void = () => undefined;
  const ask = (source: LiveSource): void => {
    const next = iterators.get(source)?.next();
    next?.then(
      ({ done, value }) => {
        if (done === true) iterators.delete(source);
        else arrived.push({ source, batch: value });
        wake();
      },
      (error: unknown) => {
        failure = { error };
        wake();
      },
    );
  };
  for (const source of sources) ask(source);
  try {
    while (iterators.size > 0) {
      if (arrived.length === 0 && failure === undefined)
        await new Promise<void>(resolve => {
          wake = resolve;
        });
      if (failure !== undefined) throw failure.error;
      const ready = arrived;
      arrived = [];
      if (ready.length === 0) continue;
      yield ready;
      for (const { source } of ready) ask(source);
    }
  } finally {
    for (const { batch } of arrived) batch.settle(false);
    await Promise.allSettled([...iterators.values()].map(iterator => iterator.return?.(undefined)));
  }
}
