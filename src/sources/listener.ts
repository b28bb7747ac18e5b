import { readFileSync } from 'node:fs';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { Server as TlsServer } from 'node:https';
import { createServer as createTlsServer } from 'node:https';
import type { SecureContextOptions } from 'node:tls';

/** Files of a server's identity; all of a listener's sources share them. */
export interface TlsFiles {
  readonly certificate: string;
  readonly key: string;
  /** Whose certificates clients may have; absent: they need none. */
  readonly clientAuthority?: string;
}

export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** One address on which sources listen, each on a path of its own. */
export interface Listener {
  /** Throws if the path is taken. */
  route(path: string, answer: Answer): void;
  /** Does nothing if it is open already. Throws what the operating system says. */
  open(): Promise<void>;
  /** What is being answered is answered to its end. */
  close(): Promise<void>;
  /** The port, once it is open. */
  port(): number;
}

export interface ListenerOptions {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  readonly tls?: TlsFiles;
}

export function createListener(options: ListenerOptions): Listener {
  const routes = new Map<string, Answer>();
  const server = createPlainOrTls(options, (request, response) => {
    const [path = '/'] = (request.url ?? '/').split('?');
    const answer = routes.get(path);
    if (answer !== undefined) return answer(request, response);
    response.writeHead(404).end();
    request.resume();
  });
  // An API server keeps its connections open; a client that sends nothing for a minute has gone.
  server.requestTimeout = 60_000;
  let opened: Promise<void> | undefined;
  return {
    route: (path, answer) => {
      if (routes.has(path)) throw new Error(`two sources listen on ${options.host}:${options.port}${path}`);
      routes.set(path, answer);
    },
    open: () => {
      opened ??= listen(server, options);
      return opened;
    },
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
    port: () => {
      const address = server.address();
      return typeof address === 'object' && address !== null ? address.port : options.port;
    },
  };
}

function createPlainOrTls({ tls }: ListenerOptions, answer: Answer): Server {
  if (tls === undefined) return createServer(answer);
  const asked = tls.clientAuthority === undefined ? {} : { requestCert: true, rejectUnauthorized: false };
  const server = createTlsServer({ ...identity(tls), ...asked }, answer);
  const timer = setInterval(() => exchange(server, tls), exchangeEvery);
  timer.unref();
  server.once('close', () => clearInterval(timer));
  return server;
}

const identity = ({ certificate, key, clientAuthority }: TlsFiles): SecureContextOptions => ({
  cert: readFileSync(certificate),
  key: readFileSync(key),
  minVersion: 'TLSv1.2',
  ...(clientAuthority !== undefined && { ca: readFileSync(clientAuthority) }),
});

const exchangeEvery = 10_000;

/** Certificates are exchanged while it runs; half a pair of files is none, and the next look sees the whole. */
function exchange(server: TlsServer, tls: TlsFiles): void {
  try {
    server.setSecureContext(identity(tls));
  } catch {
    // What was read last goes on to be used.
  }
}

function listen(server: Server, { host, port }: ListenerOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
