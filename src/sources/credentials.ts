import { hash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';

/** Who may send; one who has all that is asked for. */
export interface Credentials {
  /** The bearer token. */
  readonly token?: string;
  /** A certificate of the listener's client authority is needed; with a name, one with that common name. */
  readonly client?: { readonly name?: string };
}

/** `tokenOf`: where the client puts its token, if it is not a bearer token. */
export function isAllowed(
  request: IncomingMessage,
  { token, client }: Credentials,
  tokenOf = bearerToken,
): boolean {
  if (token !== undefined && !isSame(tokenOf(request), token)) return false;
  return client === undefined || hasCertificate(request, client.name);
}

export const bearerToken = ({ headers }: IncomingMessage): string | undefined =>
  /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1];

/** Compared as digests, in constant time: neither the length nor the beginning of the token can be found out by trying. */
export function isSame(given: string | undefined, token: string): boolean {
  return given !== undefined && timingSafeEqual(digest(given), digest(token));
}

const digest = (text: string): Buffer => hash('sha256', text, 'buffer');

function hasCertificate({ socket }: IncomingMessage, name: string | undefined): boolean {
  if (!(socket instanceof TLSSocket) || !socket.authorized) return false;
  return name === undefined || socket.getPeerCertificate().subject?.CN === name;
}
