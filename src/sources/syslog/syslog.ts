import { createSocket } from 'node:dgram';
import type { Server, Socket } from 'node:net';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createServer as createTlsServer, TLSSocket } from 'node:tls';
import type { LiveSource } from '../../model/live.ts';
import type { Refusal } from '../../model/refusal.ts';
import type { Chunk } from '../../model/seams.ts';
import type { RequestQueue } from '../request-queue.ts';
import { createPushQueue } from '../request-queue.ts';
import type { TlsFiles } from '../tls.ts';
import { readTlsFiles, renewTls } from '../tls.ts';
import { createSyslogFrames } from './syslog-frames.ts';

export interface SyslogOptions {
  /** As the user named it. */
  readonly name: string;
  readonly cluster: string;
  readonly host: string;
  readonly port: number;
  readonly transport: 'tcp' | 'udp';
  readonly tls?: TlsFiles;
  /** The common name that clients' certificates must have. */
  readonly clientName?: string;
  readonly maxMessageBytes: number;
}

/** Pieces that one connection may have waiting: then it is not read on until some are stored. */
const mostWaiting = 64;

/**
 * Syslog (RFC 5424, RFC 3164) over TCP (RFC 6587), TLS (RFC 5425) or UDP (RFC 5426), with audit events as its messages. The protocol has no
 * acknowledgements: what a connection has delivered is offered until it is stored, and then only is more read from it; what is in the
 * sockets when the process ends is lost, and so are datagrams that come too fast, which are counted.
 */
export function syslog(options: SyslogOptions): LiveSource {
  const { name, cluster } = options;
  const queue = createPushQueue(cluster);
  const listening = options.transport === 'udp' ? datagrams(options, queue) : connections(options, queue);
  return {
    name,
    cluster,
    format: 'wrapped',
    ...listening,
    read: (_, stop) => queue.read(stop),
    waiting: queue.waiting,
  };
}

type Listening = Pick<LiveSource, 'open' | 'close'>;

function connections(options: SyslogOptions, queue: RequestQueue): Listening {
  const open = new Set<Socket>();
  const take = (socket: Socket): void => {
    if (!isAdmitted(socket, options)) return void socket.destroy();
    open.add(socket);
    void readAll(socket, options, queue)
      .catch(() => undefined)
      .finally(() => open.delete(socket.destroy()));
  };
  const server = serverOf(options, take);
  const { host, port } = options;
  return {
    open: () =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, () => {
          server.off('error', reject);
          server.on('error', () => undefined);
          resolve();
        });
      }),
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}

function serverOf({ tls }: SyslogOptions, take: (socket: Socket) => void): Server {
  if (tls === undefined) return createServer(take);
  const server = createTlsServer(
    { ...readTlsFiles(tls), handshakeTimeout: 10_000, rejectUnauthorized: true },
    take,
  );
  server.once('close', renewTls(server, tls));
  return server;
}

function isAdmitted(socket: Socket, { clientName }: SyslogOptions): boolean {
  if (clientName === undefined) return true;
  return socket instanceof TLSSocket && socket.getPeerCertificate().subject?.CN === clientName;
}

async function readAll(socket: Socket, options: SyslogOptions, queue: RequestQueue): Promise<void> {
  const frames = createSyslogFrames(options.maxMessageBytes);
  const waiting = new Set<Promise<void>>();
  const take = async (piece: Chunk | Refusal): Promise<void> => {
    const stored = storedAtLast(queue, piece, socket).finally(() => waiting.delete(stored));
    waiting.add(stored);
    if (waiting.size >= mostWaiting) await Promise.race(waiting);
  };
  for await (const bytes of socket) {
    const messages = frames.push(Buffer.from(bytes));
    if (messages === undefined) return void (await take(tooLong(options)));
    if (messages.length > 0) await take(chunkOf(messages, options));
  }
  const last = frames.end();
  if (last.length > 0) await take(chunkOf(last, options));
  await Promise.all(waiting);
}

/** Offered again until it is stored, or the source is closed. */
async function storedAtLast(queue: RequestQueue, piece: Chunk | Refusal, socket: Socket): Promise<void> {
  while (!socket.destroyed || socket.readableEnded) {
    const offered = queue.offer(piece);
    if (offered !== 'full' && (await offered)) return;
    await sleep(100);
  }
}

function datagrams(options: SyslogOptions, queue: RequestQueue): Listening {
  const { host, port } = options;
  const server = createSocket(host.includes(':') ? 'udp6' : 'udp4');
  let dropped = 0;
  const note = (): void => {
    if (dropped === 0) return;
    const detail = `${dropped} datagrams came while too much was waiting`;
    if (queue.offer(refusal(options, 'lost', detail)) !== 'full') dropped = 0;
  };
  server.on('message', bytes => {
    note();
    if (queue.offer(chunkOf([bytes], options)) === 'full') dropped += 1;
  });
  server.on('error', () => undefined);
  return {
    open: () =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.bind(port, host, () => {
          server.off('error', reject);
          resolve();
        });
      }),
    close: () => new Promise(resolve => server.close(() => resolve())),
  };
}

/** One message a line, whatever line ends are in them: JSON does not mind. */
function chunkOf(messages: readonly Buffer[], { transport }: SyslogOptions): Chunk {
  const text = messages
    .map(message =>
      message
        .toString('utf8')
        .trimEnd()
        .replaceAll(/[\r\n]/g, ' '),
    )
    .join('\n');
  return { source: 'syslog', file: transport, bytes: Buffer.from(`${text}\n`), last: true };
}

function refusal({ transport }: SyslogOptions, reason: Refusal['reason'], detail: string): Refusal {
  return { reason, detail, origin: { source: 'syslog', file: transport, line: 1 } };
}

const tooLong = (options: SyslogOptions): Refusal =>
  refusal(options, 'too-long', `a message of more than ${options.maxMessageBytes} bytes`);
