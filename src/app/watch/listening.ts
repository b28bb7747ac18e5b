import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import type { Result } from '../../model/result.ts';
import { fail, succeed } from '../../model/result.ts';
import type { Credentials } from '../../sources/credentials.ts';
import type { TlsFiles } from '../../sources/tls.ts';

/** Where a source listens, and who may send. */
export interface Listening {
  readonly host: string;
  readonly port: number;
  readonly tls?: TlsFiles;
  readonly credentials: Credentials;
  /** Of a body or message. */
  readonly maxBodyBytes: number;
}

const defaultBodyBytes = 32 * 1024 * 1024;

/** An error is a sentence for the user: also what would not be safe. `hasOtherCredentials`: the source itself knows who may send. */
export function readListening(
  target: string,
  values: ReadonlyMap<string, string>,
  hasOtherCredentials = false,
): Result<Listening, string> {
  const address = readAddress(target);
  if (address === undefined) return fail(`"${target}" is no HOST:PORT`);
  const tls = readTls(values);
  const credentials = readCredentials(values);
  if (!tls.ok) return tls;
  if (!credentials.ok) return credentials;
  const isKnown = hasOtherCredentials || Object.keys(credentials.value).length > 0;
  const unsafe = unsafeSentence(address.host, tls.value, isKnown);
  if (unsafe !== undefined) return fail(`${target}: ${unsafe}`);
  const maxBodyBytes = Number(values.get('max-body-bytes') ?? defaultBodyBytes);
  if (!Number.isSafeInteger(maxBodyBytes) || maxBodyBytes <= 0)
    return fail('max-body-bytes must be a number above 0');
  return succeed({
    ...address,
    ...(tls.value && { tls: tls.value }),
    credentials: credentials.value,
    maxBodyBytes,
  });
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

function unsafeSentence(host: string, tls: TlsFiles | undefined, isKnown: boolean): string | undefined {
  if (isLoopback(host)) return undefined;
  if (tls === undefined)
    return 'off loopback, cert-file and key-file are needed: bodies and tokens would be readable';
  if (!isKnown) return 'off loopback, a token or client-ca-file is needed: anybody could write';
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

/** undefined: there is none; throws what the operating system says. */
export const readToken = (file: string | undefined): string | undefined =>
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
