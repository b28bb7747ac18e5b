import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { LiveSource } from '../../model/live.ts';
import type { Result } from '../../model/result.ts';
import { fail, succeed } from '../../model/result.ts';
import { isAllowed } from '../../sources/credentials.ts';
import type { Listener } from '../../sources/listener.ts';
import { createListener } from '../../sources/listener.ts';
import type { TlsFiles } from '../../sources/tls.ts';
import { isLoopback, readAddress } from './listening.ts';
import type { WatchMetrics } from './watch-metrics.ts';

export interface EndpointOptions {
  /** `HOST:PORT`. */
  readonly listen: string;
  /** Whoever asks must have the token in it. */
  readonly tokenFile?: string;
  readonly tls?: TlsFiles;
  readonly metrics: WatchMetrics;
  readonly sources: () => readonly LiveSource[];
}

/** `/healthz`, `/readyz` and `/metrics`; an error is a sentence for the user. */
export function watchEndpoints(options: EndpointOptions): Result<Listener, string> {
  const { listen, tokenFile, tls, metrics, sources } = options;
  const address = readAddress(listen);
  if (address === undefined) return fail(`--listen: "${listen}" is no HOST:PORT`);
  const token = tokenFile === undefined ? undefined : readFileSync(tokenFile, 'utf8').trim();
  if (token === '' || (token === undefined && !isLoopback(address.host)))
    return fail('--listen: off loopback, --listen-token-file must name a file with a token');
  if (tls === undefined && !isLoopback(address.host))
    return fail(
      '--listen: off loopback, --listen-cert-file and --listen-key-file are needed: the token would be readable',
    );
  const listener = createListener({ ...address, ...(tls && { tls }) });
  const route = (path: string, answer: () => readonly [status: number, text: string]): void =>
    listener.route(path, (request, response) => {
      request.resume();
      if (!isAllowed(request, token === undefined ? {} : { token }))
        return respond(request, response, [401, '']);
      respond(request, response, answer());
    });
  route('/healthz', () => [200, 'ok\n']);
  route('/readyz', () =>
    metrics.isReady() ? [200, 'ok\n'] : [503, 'what arrives is not stored at the moment: see the log\n'],
  );
  route('/metrics', () => [200, metrics.text(sources())]);
  return succeed(listener);
}

function respond(
  { method }: IncomingMessage,
  response: ServerResponse,
  [status, text]: readonly [status: number, text: string],
): void {
  if (method !== 'GET' && method !== 'HEAD') return void response.writeHead(405).end();
  response.writeHead(status, { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' }).end(text);
}
