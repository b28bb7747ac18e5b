import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { TlsFiles } from './tls.ts';
import { readTlsFiles, renewTls } from './tls.ts';

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

/** A client that sends its headers, or its body, more slowly than this is not waited for; one that has said nothing for longer has gone. */
const patience = {
  headersTimeout: 10_000,
  requestTimeout: 60_000,
  connectionsCheckingInterval: 2_000,
  // Longer than balancers and collectors keep theirs, so that none sends into a connection that is being closed.
  keepAliveTimeout: 90_000,
};

function createPlainOrTls({ tls }: ListenerOptions, answer: Answer): Server {
  if (tls === undefined) return createServer(patience, answer);
  // Whether the certificate is needed is said by each source: the credentials look at it.
  const server = createTlsServer({ ...patience, ...readTlsFiles(tls), rejectUnauthorized: false }, answer);
  const stop = renewTls(server, tls);
  server.once('close', stop);
  return server;
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
