import type { IncomingMessage, ServerResponse } from 'node:http';
import type { LiveSource } from '../model/live.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Result } from '../model/result.ts';
import { succeed } from '../model/result.ts';
import type { Chunk } from '../model/seams.ts';
import type { Credentials } from './credentials.ts';
import { isAllowed } from './credentials.ts';
import type { Listener } from './listener.ts';
import type { BodyProblem } from './read-body.ts';
import { readBody } from './read-body.ts';
import type { RequestQueue } from './request-queue.ts';
import { createPushQueue } from './request-queue.ts';

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
  readonly protocol?: PushProtocol;
}

/** What a sender expects besides a status. */
export interface PushProtocol {
  /** Where it puts the token; absent: `Authorization: Bearer`. */
  readonly tokenOf?: (request: IncomingMessage) => string | undefined;
  /** Asked after the credentials; never throws. */
  readonly admits?: (request: IncomingMessage) => Promise<boolean>;
  /** The body as a format reads it. */
  readonly read?: (body: Buffer, request: IncomingMessage) => Result<Buffer, BodyProblem>;
  /** The body of an answer; a problem is a sentence. */
  readonly answer?: (request: IncomingMessage, problem: string | undefined) => Reply;
}

export interface Reply {
  readonly type: string;
  readonly body: string | Buffer;
}

/** Seconds after which a client that was turned away may try again. */
const retryAfter = { 'Retry-After': '1' };

/** Input that clients send as bodies of HTTP requests. A request is answered with success once what came of it is stored, never before. */
export function httpPush(options: HttpPushOptions): LiveSource {
  const { name, cluster, format, listener, path } = options;
  const queue = createPushQueue(cluster);
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

async function answer(exchange: Exchange): Promise<void> {
  const { request, queue, options } = exchange;
  if (request.method !== 'POST') return turnAway(exchange, 405, 'only POST');
  if (!(await isAdmitted(request, options))) return turnAway(exchange, 401, 'not allowed');
  const body = await bodyOf(request, options);
  const offered = queue.offer(body.ok ? chunkOf(body.value, options) : refusalOf(body.error, options));
  if (offered === 'full')
    return respond(exchange, { status: 429, problem: 'too much waits', headers: retryAfter });
  const stored = await offered;
  if (!stored) return respond(exchange, { status: 503, problem: 'it cannot be stored', headers: retryAfter });
  if (body.ok) return respond(exchange, { status: 200 });
  // The rest of a body that is too long is not worth its reading.
  const { status, detail } = body.error;
  respond(exchange, { status, problem: detail, headers: { Connection: 'close' } });
}

async function isAdmitted(
  request: IncomingMessage,
  { credentials, protocol = {} }: HttpPushOptions,
): Promise<boolean> {
  if (!isAllowed(request, credentials, protocol.tokenOf)) return false;
  return protocol.admits === undefined || protocol.admits(request);
}

async function bodyOf(
  request: IncomingMessage,
  { maxBodyBytes, protocol: { read = succeed } = {} }: HttpPushOptions,
): Promise<Result<Buffer, BodyProblem>> {
  const body = await readBody(request, maxBodyBytes);
  return body.ok ? read(body.value, request) : body;
}

/** Nothing more is read of somebody who may not send. */
function turnAway(exchange: Exchange, status: number, problem: string): void {
  respond(exchange, { status, problem, headers: { Connection: 'close' } });
}

interface Outcome {
  readonly status: number;
  readonly problem?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

function respond({ request, response, options }: Exchange, { status, problem, headers }: Outcome): void {
  const said = problem === undefined ? '' : `${problem}\n`;
  const { type, body } = options.protocol?.answer?.(request, problem) ?? { type: 'text/plain', body: said };
  const about = body.length === 0 ? {} : { 'Content-Type': type, 'Content-Length': Buffer.byteLength(body) };
  response.writeHead(status, { ...headers, ...about }).end(body);
}

function chunkOf(bytes: Buffer, { source, path }: HttpPushOptions): Chunk {
  return { source, file: path, bytes, last: true };
}

function refusalOf({ reason, detail }: BodyProblem, { source, path }: HttpPushOptions): Refusal {
  return { reason, detail, origin: { source, file: path, line: 1 } };
}
