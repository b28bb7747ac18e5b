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

export function isAllowed(request: IncomingMessage, { token, client }: Credentials): boolean {
  if (token !== undefined && !hasToken(request, token)) return false;
  return client === undefined || hasCertificate(request, client.name);
}

/** Compared as digests, in constant time: neither the length nor the beginning of the token can be found out by trying. */
function hasToken({ headers }: IncomingMessage, token: string): boolean {
  const given = /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1];
  return given !== undefined && timingSafeEqual(digest(given), digest(token));
}

const digest = (text: string): Buffer => hash('sha256', text, 'buffer');

function hasCertificate({ socket }: IncomingMessage, name: string | undefined): boolean {
  if (!(socket instanceof TLSSocket) || !socket.authorized) return false;
  return name === undefined || socket.getPeerCertificate().subject?.CN === name;
}
