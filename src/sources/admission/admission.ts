import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { objectAt, stringAt } from '../../model/json.ts';
import type { Batch, LiveSource } from '../../model/live.ts';
import type { Refusal } from '../../model/refusal.ts';
import type { Chunk } from '../../model/seams.ts';
import type { Credentials } from '../credentials.ts';
import { isAllowed } from '../credentials.ts';
import type { Listener } from '../listener.ts';
import { readBody } from '../read-body.ts';
import type { RequestQueue } from '../request-queue.ts';
import { createRequestQueue } from '../request-queue.ts';

export interface AdmissionOptions {
  /** As the user named it. */
  readonly name: string;
  readonly cluster: string;
  readonly listener: Listener;
  /** Without the token. */
  readonly path: string;
  /** Stands behind the path, as its last part. */
  readonly pathToken?: string;
  readonly credentials: Credentials;
  readonly maxBodyBytes: number;
}

const limits = { bytes: 64 * 1024 * 1024, batchBytes: 4 * 1024 * 1024 } as const;
const source = 'admission';

/** A webhook of admission that allows all that it is asked, at once, and hands on what it was asked. */
export function admission(options: AdmissionOptions): LiveSource {
  const { name, cluster, listener, path, pathToken } = options;
  const queue = createRequestQueue(cluster, limits);
  const keeping = createKeeping(queue, path);
  const route = pathToken === undefined ? path : `${path.replace(/\/$/, '')}/${pathToken}`;
  let closed: Promise<void> | undefined;
  listener.route(route, (request, response) => {
    void answer({ request, response, keeping, options }).catch(() => response.destroy());
  });
  return {
    name,
    cluster,
    mayBeQuiet: true,
    format: 'admission-review',
    open: () => listener.open(),
    read: (_, stop) => keeping.read(stop),
    waiting: keeping.waiting,
    close: () => {
      closed ??= listener.close();
      return closed;
    },
  };
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly keeping: Keeping;
  readonly options: AdmissionOptions;
}

async function answer({ request, response, keeping, options }: Exchange): Promise<void> {
  const receivedAt = new Date().toISOString();
  const { credentials, maxBodyBytes, path } = options;
  const refuse = (status: number): void => {
    request.resume();
    response.writeHead(status).end();
  };
  if (request.method !== 'POST') return refuse(405);
  if (!isAllowed(request, credentials)) return refuse(401);
  const body = await readBody(request, maxBodyBytes);
  if (!body.ok) {
    response.writeHead(body.error.status, { Connection: 'close' }).end();
    const { reason, detail } = body.error;
    return keeping.keep({ reason, detail, origin: { source, file: path, line: 1 } });
  }
  const uid = uidOf(body.value);
  if (uid === undefined) response.writeHead(400).end();
  else
    response
      .writeHead(200, { 'Content-Type': 'application/json' })
      .end(JSON.stringify({ ...review, response: { uid, allowed: true } }));
  const bytes = Buffer.concat([
    Buffer.from(`{"receivedAt":"${receivedAt}","review":`),
    body.value,
    Buffer.from('}\n'),
  ]);
  keeping.keep({ source, file: path, bytes, last: true });
}

const review = { apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview' } as const;

/** What the answer must name; undefined where it is no review. */
function uidOf(body: Buffer): string | undefined {
  try {
    const parsed: unknown = JSON.parse(body.toString('utf8'));
    return stringAt(objectAt(parsed, 'request'), 'uid');
  } catch {
    return undefined;
  }
}

interface Keeping {
  /** To be stored; tried again while that fails. */
  keep(piece: Chunk | Refusal): void;
  read(stop: AbortSignal): AsyncGenerator<Batch>;
  waiting(): number;
}

const retryEvery = 250;
const patience = 5 * 60_000;

/** Nobody sends again what was answered, so what cannot be stored now is kept, within bounds, and what is lost is counted. */
function createKeeping(queue: RequestQueue, path: string): Keeping {
  let waiting = 0;
  let lost = 0;
  const store = async (piece: Chunk | Refusal, size: number): Promise<void> => {
    const end = performance.now() + patience;
    waiting += size;
    let stored = false;
    while (!stored && performance.now() < end) {
      const offered = queue.offer(piece);
      stored = offered !== 'full' && (await offered);
      if (!stored) await sleep(retryEvery);
    }
    waiting -= size;
    if (!stored) lost += 1;
  };
  return {
    waiting: () => waiting,
    keep(piece) {
      const size = 'bytes' in piece ? piece.bytes.length : 0;
      if (waiting + size > limits.bytes) lost += 1;
      else void store(piece, size);
    },
    async *read(stop) {
      for await (const batch of queue.read(stop)) {
        const told = lost;
        if (told === 0) yield batch;
        else {
          yield {
            ...batch,
            pieces: [lossOf(told, path), ...batch.pieces],
            settle: stored => {
              if (stored) lost -= told;
              batch.settle(stored);
            },
          };
        }
      }
    },
  };
}

const lossOf = (count: number, path: string): Refusal => ({
  reason: 'unreadable',
  detail: `${count} reviews were let through unseen: they came faster than they could be stored`,
  origin: { source, file: path, line: 1 },
});
