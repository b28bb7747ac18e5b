import type { LiveSource } from '../../model/live.ts';
import type { Result } from '../../model/result.ts';
import { fail, succeed } from '../../model/result.ts';
import type { Listener } from '../../sources/listener.ts';
import { createListener } from '../../sources/listener.ts';
import type { PubsubOptions } from '../../sources/pubsub/pubsub.ts';
import { parts } from '../parts.ts';
import type { Listening } from './listening.ts';
import { readListening, readToken } from './listening.ts';
import { readFormat } from './read-format.ts';
import { sourceName } from './source-name.ts';
import type { SourceRequest } from './source-request.ts';

/** Listeners by their addresses: sources on one address share it, each on a path of its own. */
export type Listeners = Map<string, { readonly listener: Listener; readonly tls: string }>;

const defaultPaths: ReadonlyMap<string, string> = new Map([['otlp', '/v1/logs']]);

/** Sources to which clients send by HTTP. An error is a sentence for the user. */
export async function pushSource(
  request: SourceRequest,
  listeners: Listeners,
): Promise<Result<LiveSource, string>> {
  const { type, target, values } = request;
  const identity = readIdentity(request);
  if (!identity.ok) return identity;
  const pathToken = readToken(values.get('path-token-file'));
  if (pathToken === '') return fail(`${values.get('path-token-file')} is empty`);
  const listening = readListening(target, values, identity.value !== undefined || pathToken !== undefined);
  if (!listening.ok) return listening;
  const path = values.get('path') ?? defaultPaths.get(type) ?? '/';
  if (!path.startsWith('/')) return fail(`path "${path}" must begin with a slash`);
  const format = readFormat(values);
  if (!format.ok) return format;
  const listener = listenerFor(target, listening.value, listeners);
  if (!listener.ok) return listener;
  const { credentials, maxBodyBytes } = listening.value;
  const name = sourceName(request);
  const common = {
    name,
    cluster: values.get('cluster') ?? '',
    listener: listener.value,
    path,
    credentials,
    maxBodyBytes,
  };
  try {
    if (type === 'admission')
      return succeed(
        (await parts.liveSources.admission())({ ...common, ...(pathToken !== undefined && { pathToken }) }),
      );
    return succeed(
      await made(type, { ...common, ...format.value, ...(identity.value && { identity: identity.value }) }),
    );
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}

async function made(type: SourceRequest['type'], options: PubsubOptions): Promise<LiveSource> {
  switch (type) {
    case 'firehose':
      return (await parts.liveSources.firehose())(options);
    case 'pubsub':
      return (await parts.liveSources.pubsub())(options);
    case 'otlp':
      return (await parts.liveSources.otlp())({ ...options, protocol: 'http' });
    case 'http-logs':
      return (await parts.liveSources['http-logs']())(options);
    default:
      return (await parts.liveSources['audit-webhook']())(options);
  }
}

function listenerFor(
  target: string,
  { host, port, tls }: Listening,
  listeners: Listeners,
): Result<Listener, string> {
  const known = listeners.get(target);
  const key = JSON.stringify(tls ?? null);
  if (known !== undefined && known.tls !== key)
    return fail(`${target}: sources on one address must name the same certificate files`);
  const listener = known?.listener ?? createListener({ host, port, ...(tls && { tls }) });
  listeners.set(target, { listener, tls: key });
  return succeed(listener);
}

function readIdentity({ type, values }: SourceRequest): Result<PubsubOptions['identity'], string> {
  const [audience, email] = [values.get('audience'), values.get('service-account')];
  if (type !== 'pubsub' || (audience === undefined && email === undefined)) return succeed(undefined);
  if (audience === undefined || email === undefined)
    return fail(
      'audience and service-account belong together: anybody can have a token signed for any audience',
    );
  const keys = values.get('keys-url') ?? 'https://www.googleapis.com/oauth2/v3/certs';
  return URL.canParse(keys)
    ? succeed({ audience, email, keysUrl: new URL(keys) })
    : fail(`keys-url "${keys}" is no URL`);
}
