import type { Batch } from '../model/live.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Chunk } from '../model/seams.ts';

/** Bodies of requests that wait to be stored, within bounds. */
export interface RequestQueue {
  /** Resolves once it is stored (true) or cannot be (false); `full`: try again later. */
  offer(piece: Chunk | Refusal): Promise<boolean> | 'full';
  /** All that has come, as one batch, so that many requests share one transaction. */
  read(stop: AbortSignal): AsyncGenerator<Batch>;
  /** Bytes that wait, or are being stored. */
  waiting(): number;
}

export interface QueueLimits {
  /** Of all that wait or are being stored. */
  readonly bytes: number;
  /** Of what is handed on at a time, but for a single body that is larger. */
  readonly batchBytes: number;
}

interface Waiting {
  readonly piece: Chunk | Refusal;
  readonly size: number;
  readonly done: (stored: boolean) => void;
}

const usual: QueueLimits = { bytes: 64 * 1024 * 1024, batchBytes: 4 * 1024 * 1024 };

/** What listening sources have. */
export const createPushQueue = (cluster: string): RequestQueue => createRequestQueue(cluster, usual);

/** What a request costs besides its body. */
const overhead = 1024;

export function createRequestQueue(cluster: string, limits: QueueLimits): RequestQueue {
  let waiting: Waiting[] = [];
  let bytes = 0;
  let reading = false;
  let wake: () => void = () => undefined;

  const takeSome = (): readonly Waiting[] => {
    let size = 0;
    const end = waiting.findIndex(one => {
      size += one.size;
      return size > limits.batchBytes;
    });
    const taken = end === -1 ? waiting : waiting.slice(0, Math.max(1, end));
    waiting = waiting.slice(taken.length);
    return taken;
  };
  const settle = (taken: readonly Waiting[], stored: boolean): void => {
    for (const { size, done } of taken) {
      bytes -= size;
      done(stored);
    }
  };
  const batchOf = (taken: readonly Waiting[]): Batch => ({
    cluster,
    pieces: taken.map(({ piece }) => piece),
    positions: [],
    settle: stored => settle(taken, stored),
  });
  return {
    waiting: () => bytes,
    offer: piece => {
      const size = overhead + ('bytes' in piece ? piece.bytes.length : 0);
      if (!reading || (bytes > 0 && bytes + size > limits.bytes)) return 'full';
      bytes += size;
      return new Promise(done => {
        waiting.push({ piece, size, done });
        wake();
      });
    },
    async *read(stop) {
      const ended = (): void => wake();
      stop.addEventListener('abort', ended);
      reading = true;
      try {
        while (waiting.length > 0 || !stop.aborted) {
          if (waiting.length > 0) yield batchOf(takeSome());
          else
            await new Promise<void>(resolve => {
              wake = resolve;
            });
        }
      } finally {
        reading = false;
        stop.removeEventListener('abort', ended);
        settle(waiting.splice(0), false);
      }
    },
  };
}
