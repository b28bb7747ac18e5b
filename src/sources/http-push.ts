import type { IncomingMessage, ServerResponse } from 'node:http';
import type { LiveSource } from '../model/live.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Chunk } from '../model/seams.ts';
import type { Credentials } from './credentials.ts';
import { isAllowed } from './credentials.ts';
import type { Listener } from './listener.ts';
import type { BodyProblem } from './read-body.ts';
import { readBody } from './read-body.ts';
import type { RequestQueue } from './request-queue.ts';
import { createRequestQueue } from './request-queue.ts';

export interface HttpPushOptions {
  /** As the user named it. */
  readonly name: string;
  /** The kind of source, for evidence. */
  readonly source: string;
  readonly cluster: string;
  readonly format?: string;
  readonly listener: Listener;
  readonly path: string;
  readonly credentials: Credentials;
  /** Of a body, before and after decompression. */
  readonly maxBodyBytes: number;
}

const queueBytes = 64 * 1024 * 1024;
const batchBytes = 4 * 1024 * 1024;
/** Seconds after which a client that was turned away may try again. */
const retryAfter = { 'Retry-After': '1' };

/** Input that clients send as bodies of HTTP requests. A request is answered with success once what came of it is stored, never before. */
export function httpPush(options: HttpPushOptions): LiveSource {
  const { name, cluster, format, listener, path } = options;
  const queue = createRequestQueue(cluster, { bytes: queueBytes, batchBytes });
  let stopping = false;
  listener.route(path, (request, response) => {
    void answer({ request, response, queue, options }).catch(() => response.destroy());
  });
  return {
    name,
    cluster,
    ...(format !== undefined && { format }),
    open: () => listener.open(),
    read: (_, stop) => queue.read(stop),
    waiting: queue.waiting,
    close: () => {
      if (stopping) return Promise.resolve();
      stopping = true;
      return listener.close();
    },
  };
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly queue: RequestQueue;
  readonly options: HttpPushOptions;
}

async function answer({ request, response, queue, options }: Exchange): Promise<void> {
  if (request.method !== 'POST') return refuse(request, response, 405);
  if (!isAllowed(request, options.credentials)) return refuse(request, response, 401);
  const body = await readBody(request, options.maxBodyBytes);
  const offered = queue.offer(body.ok ? chunkOf(body.value, options) : refusalOf(body.error, options));
  if (offered === 'full') return void response.writeHead(429, retryAfter).end();
  const stored = await offered;
  if (!stored) return void response.writeHead(503, retryAfter).end();
  if (body.ok) return void response.writeHead(200).end();
  // The rest of a body that is too long is not worth its reading.
  response.writeHead(body.error.status, { Connection: 'close' }).end(`${body.error.detail}\n`);
}

function refuse(request: IncomingMessage, response: ServerResponse, status: number): void {
  request.resume();
  response.writeHead(status).end();
}

function chunkOf(bytes: Buffer, { source, path }: HttpPushOptions): Chunk {
  return { source, file: path, bytes, last: true };
}

function refusalOf({ reason, detail }: BodyProblem, { source, path }: HttpPushOptions): Refusal {
  return { reason, detail, origin: { source, file: path, line: 1 } };
}
