import type { IncomingMessage } from 'node:http';
import { createRemoteJWKSet, errors, jwtVerify } from 'jose';
import { bearerToken } from '../credentials.ts';

export interface IdentityOptions {
  /** The subscription's audience: what it was made with, or its push URL. */
  readonly audience: string;
  /** The service account that it was made with. */
  readonly email: string;
  /** Where the issuer's public keys are. */
  readonly keysUrl: URL;
}

/** Google's public keys for tokens of service accounts. */
export const googleKeys = new URL('https://www.googleapis.com/oauth2/v3/certs');

const issuers = ['https://accounts.google.com', 'accounts.google.com'];

/**
 * Is the request signed for us, by this service account? Anybody can have Google sign a token for any audience; the account tells them apart.
 * Keys are fetched when they are first needed, and again when they are changed.
 */
export function checkIdentity({
  audience,
  email,
  keysUrl,
}: IdentityOptions): (request: IncomingMessage) => Promise<boolean> {
  const keys = createRemoteJWKSet(keysUrl);
  return async request => {
    const token = bearerToken(request);
    if (token === undefined) return false;
    try {
      const { payload } = await jwtVerify(token, keys, {
        audience,
        issuer: issuers,
        algorithms: ['RS256', 'ES256'],
      });
      return payload['email'] === email && payload['email_verified'] === true;
    } catch (error) {
      if (error instanceof errors.JOSEError || error instanceof TypeError) return false;
      throw error;
    }
  };
}
