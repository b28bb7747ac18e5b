import { setTimeout as sleep } from 'node:timers/promises';
import type { Batch } from '../../model/live.ts';
import type { ObservationType } from '../../model/observation.ts';
import type { Refusal } from '../../model/refusal.ts';
import type { Chunk } from '../../model/seams.ts';
import type { Position } from '../../model/store.ts';

/** What the sources of requests of a cluster have delivered so far. */
export interface Deliveries {
  /** How much later than the request its event may come, milliseconds. */
  readonly grace: number;
  /** What happened before is not told any more, milliseconds since 1970: a webhook sends to who is there. */
  readonly since: number;
  /** Everything before this time was delivered but for the grace, milliseconds since 1970; undefined: nothing yet. */
  until(): number | undefined;
}

export interface Queued {
  /** When it was seen, milliseconds since 1970. */
  readonly at: number;
  readonly size: number;
  /** Was it there when the watch began? Then there is nothing to wait for. */
  readonly isKnown: boolean;
  /** Could the audit log have told of it at all, or was it itself away then? */
  readonly mayBeTold: boolean;
  readonly positions: readonly Position[];
  piece?(type: ObservationType): Chunk | Refusal;
}

export interface ChangeQueue {
  /** Waits for room. */
  push(queued: Queued): Promise<void>;
  /** Nothing more will come. */
  end(): void;
  read(stop: AbortSignal): AsyncGenerator<Batch>;
}

export interface ChangeQueueOptions {
  readonly cluster: string;
  /** Absent: the cluster has no source of requests in this watch. */
  readonly deliveries?: Deliveries | undefined;
}

const limits = { bytes: 64 * 1024 * 1024, batchBytes: 4 * 1024 * 1024, batch: 2_000 } as const;
/** If the audit log says nothing for so long, it cannot be waited for. */
const patience = 10 * 60_000;
const lookEvery = 250;

/** Changes in their order, each held back until the audit log had the time to tell of it. */
export function createChangeQueue({ cluster, deliveries }: ChangeQueueOptions): ChangeQueue {
  let waiting: Queued[] = [];
  let bytes = 0;
  let ended = false;
  let wake: () => void = () => undefined;

  /** undefined: not yet. */
  const typeOf = ({ at, isKnown, mayBeTold }: Queued, now: number): ObservationType | undefined => {
    if (isKnown) return 'known';
    if (deliveries === undefined || !mayBeTold) return 'sole';
    const due = at + deliveries.grace;
    if (now >= due && (deliveries.until() ?? 0) >= due) return 'awaited';
    return now >= at + patience ? 'sole' : undefined;
  };
  const take = (now: number): Batch | undefined => {
    const pieces: (Chunk | Refusal)[] = [];
    const positions = new Map<string, Position>();
    let size = 0;
    let count = 0;
    for (const queued of waiting) {
      const type = typeOf(queued, now);
      if (type === undefined || size > limits.batchBytes || count >= limits.batch) break;
      count += 1;
      size += queued.size;
      if (queued.piece) pieces.push(queued.piece(type));
      for (const position of queued.positions) positions.set(position.key, position);
    }
    if (count === 0) return undefined;
    waiting = waiting.slice(count);
    bytes -= size;
    return { cluster, pieces, positions: [...positions.values()], settle: () => undefined };
  };
  return {
    async push(queued) {
      while (bytes > limits.bytes) await sleep(lookEvery);
      bytes += queued.size;
      waiting.push(queued);
      wake();
    },
    end: () => {
      ended = true;
      wake();
    },
    async *read(stop) {
      stop.addEventListener('abort', () => wake());
      while (!stop.aborted && !(ended && waiting.length === 0)) {
        const batch = take(Date.now());
        if (batch !== undefined) yield batch;
        else
          await new Promise<void>(resolve => {
            const timer = waiting.length > 0 ? setTimeout(resolve, lookEvery) : undefined;
            wake = () => {
              clearTimeout(timer);
              resolve();
            };
          });
      }
      bytes = 0;
    },
  };
}
