import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import type { FormatName } from '../formats/format-options.ts';
import type { LiveSource } from '../model/live.ts';
import { folderKinds } from '../model/node-activity.ts';
import type { Result } from '../model/result.ts';
import { fail, succeed } from '../model/result.ts';
import type { Credentials } from '../sources/credentials.ts';
import type { Listener, TlsFiles } from '../sources/listener.ts';
import { createListener } from '../sources/listener.ts';
import type { Delivered } from './delivered.ts';
import { parts } from './parts.ts';
import { sourceName } from './source-name.ts';
import type { SourceRequest } from './source-request.ts';
import { watchedTwice, watchingSource } from './watching-source.ts';

/** Makes the sources that were asked for; those with one address share a listener. An error is a sentence for the user. */
export async function liveSources(
  requests: readonly SourceRequest[],
  { once, delivered }: LiveSourceOptions,
): Promise<Result<readonly LiveSource[], string>> {
  const listeners = new Map<string, Listening>();
  const sources: LiveSource[] = [];
  for (const request of requests) {
    const made = await liveSource(request, { once, delivered, listeners, requests });
    if (!made.ok) return made;
    sources.push(made.value);
  }
  const names = sources.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) return fail(`the source ${twice} is named twice`);
  const problem = watchedTwice(requests);
  return problem === undefined ? succeed(sources) : fail(problem);
}

export interface LiveSourceOptions {
  readonly once: boolean;
  readonly delivered: Delivered;
}

interface Listening {
  readonly listener: Listener;
  /** To compare with. */
  readonly tls: string;
}

interface Shared extends LiveSourceOptions {
  readonly requests: readonly SourceRequest[];
  readonly listeners: Map<string, Listening>;
}

async function liveSource(request: SourceRequest, shared: Shared): Promise<Result<LiveSource, string>> {
  const { type, target, values } = request;
  const cluster = values.get('cluster') ?? '';
  if (type === 'kubernetes-watch') return watchingSource(request, shared);
  if (type === 'node-files') return nodeFilesSource(request, shared);
  if (type === 'containerd') return containerdOf(request, shared);
  if (type !== 'audit-file') return listeningSource(request, shared);
  const create = await parts.liveSources['audit-file']();
  const format = readFormat(values);
  if (!format.ok) return format;
  const name = sourceName(request);
  return succeed(
    create({
      name,
      cluster,
      paths: [target],
      once: shared.once,
      ...format.value,
    }),
  );
}

async function containerdOf(
  { type, target, values }: SourceRequest,
  { once }: Shared,
): Promise<Result<LiveSource, string>> {
  const create = await parts.liveSources.containerd();
  const [cluster, node] = [values.get('cluster') ?? '', values.get('node')];
  return succeed(
    create({ name: `${type}:${target}`, cluster, socket: target, once, ...(node !== undefined && { node }) }),
  );
}

async function nodeFilesSource(
  { type, target, values }: SourceRequest,
  { once }: Shared,
): Promise<Result<LiveSource, string>> {
  const create = await parts.liveSources['node-files']();
  const [kind, node] = [values.get('kind') ?? '', values.get('node')];
  if (kind !== '' && folderKinds.every(known => known !== kind))
    return fail(`kind "${kind}" is none of ${folderKinds.join(', ')}`);
  const cluster = values.get('cluster') ?? '';
  return succeed(
    create({
      name: `${type}:${target}`,
      cluster,
      folder: target,
      kind,
      once,
      ...(node !== undefined && { node }),
    }),
  );
}

async function listeningSource(
  request: SourceRequest,
  { listeners }: Shared,
): Promise<Result<LiveSource, string>> {
  const { target, values } = request;
  const address = readAddress(target);
  if (address === undefined) return fail(`"${target}" is no HOST:PORT`);
  const tls = readTls(values);
  const credentials = readCredentials(values);
  if (!tls.ok) return tls;
  if (!credentials.ok) return credentials;
  const hasPathToken = values.has('path-token-file');
  const unsafe = unsafeSentence(address.host, tls.value, { ...credentials.value, hasPathToken });
  if (unsafe !== undefined) return fail(`${target}: ${unsafe}`);
  const known = listeners.get(target);
  const key = JSON.stringify(tls.value ?? null);
  if (known !== undefined && known.tls !== key)
    return fail(`${target}: sources on one address must name the same certificate files`);
  const listener = known?.listener ?? createListener({ ...address, ...(tls.value && { tls: tls.value }) });
  listeners.set(target, { listener, tls: key });
  const source = await pushSource(request, listener, credentials.value);
  return source;
}

const defaultBodyBytes = 32 * 1024 * 1024;

async function pushSource(
  request: SourceRequest,
  listener: Listener,
  credentials: Credentials,
): Promise<Result<LiveSource, string>> {
  const { type, values } = request;
  const path = values.get('path') ?? '/';
  if (!path.startsWith('/')) return fail(`path "${path}" must begin with a slash`);
  const maxBodyBytes = Number(values.get('max-body-bytes') ?? defaultBodyBytes);
  if (!Number.isSafeInteger(maxBodyBytes) || maxBodyBytes <= 0)
    return fail('max-body-bytes must be a number above 0');
  const format = readFormat(values);
  if (!format.ok) return format;
  const name = sourceName(request);
  const pathToken = readToken(values.get('path-token-file'));
  if (pathToken === '') return fail(`${values.get('path-token-file')} is empty`);
  const common = { name, cluster: values.get('cluster') ?? '', listener, path, credentials, maxBodyBytes };
  try {
    if (type === 'admission') {
      const token = pathToken === undefined ? {} : { pathToken };
      return succeed((await parts.liveSources.admission())({ ...common, ...token }));
    }
    if (type !== 'http-logs') return succeed((await parts.liveSources['audit-webhook']())(common));
    return succeed((await parts.liveSources['http-logs']())({ ...common, ...format.value }));
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}

function readFormat(values: ReadonlyMap<string, string>): Result<{ readonly format?: FormatName }, string> {
  const format = values.get('format');
  if (format === undefined) return succeed({});
  const known = parts.formats.find(name => name === format);
  return known === undefined
    ? fail(`format "${format}" is none of ${parts.formats.join(', ')}`)
    : succeed({ format: known });
}

/** `HOST:PORT`, with brackets around an IPv6 address. */
export function readAddress(text: string): { readonly host: string; readonly port: number } | undefined {
  const [, bracketed, plain, digits] = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(text) ?? [];
  const host = bracketed ?? plain;
  const port = Number(digits);
  return host === undefined || port > 65_535 ? undefined : { host, port };
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

function unsafeSentence(
  host: string,
  tls: TlsFiles | undefined,
  { token, client, hasPathToken }: Credentials & { readonly hasPathToken: boolean },
): string | undefined {
  if (isLoopback(host)) return undefined;
  if (tls === undefined)
    return 'off loopback, cert-file and key-file are needed: bodies and tokens would be readable';
  if (token === undefined && client === undefined && !hasPathToken)
    return 'off loopback, a token or client-ca-file is needed: anybody could write';
  return undefined;
}

function readTls(values: ReadonlyMap<string, string>): Result<TlsFiles | undefined, string> {
  const [certificate, key] = [values.get('cert-file'), values.get('key-file')];
  const clientAuthority = values.get('client-ca-file');
  if (certificate === undefined && key === undefined)
    return clientAuthority === undefined
      ? succeed(undefined)
      : fail('client-ca-file needs cert-file and key-file');
  if (certificate === undefined || key === undefined) return fail('cert-file and key-file belong together');
  return succeed({ certificate, key, ...(clientAuthority !== undefined && { clientAuthority }) });
}

const readToken = (file: string | undefined): string | undefined =>
  file === undefined ? undefined : readFileSync(file, 'utf8').trim();

function readCredentials(values: ReadonlyMap<string, string>): Result<Credentials, string> {
  const file = values.get('token-file');
  const name = values.get('client-name');
  const needsCertificate = values.has('client-ca-file');
  if (name !== undefined && !needsCertificate) return fail('client-name needs client-ca-file');
  const token = readToken(file);
  if (token === '') return fail(`${file} is empty`);
  return succeed({
    ...(token !== undefined && { token }),
    ...(needsCertificate && { client: name === undefined ? {} : { name } }),
  });
}
