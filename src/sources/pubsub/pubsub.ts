import type { IncomingMessage } from 'node:http';
import type { LiveSource } from '../../model/live.ts';
import type { HttpPushOptions } from '../http-push.ts';
import { httpPush } from '../http-push.ts';
import type { IdentityOptions } from './push-identity.ts';
import { checkIdentity } from './push-identity.ts';

export interface PubsubOptions extends Omit<HttpPushOptions, 'source' | 'format' | 'protocol'> {
  /** Whose signed tokens are accepted. Absent: the token of the credentials must do, as `?token=` of the subscription's URL. */
  readonly identity?: IdentityOptions;
}

/**
 * A push subscription of Google Cloud Pub/Sub, fed by a log sink of a GKE cluster: an entry of Cloud Logging a request, wrapped in a message or
 * not. What is not answered with success is sent again, until the subscription's retention ends.
 * https://cloud.google.com/pubsub/docs/push https://cloud.google.com/pubsub/docs/authenticate-push-subscriptions
 */
export function pubsub({ identity, ...options }: PubsubOptions): LiveSource {
  const admits = identity && checkIdentity(identity);
  return httpPush({
    ...options,
    source: 'pubsub',
    format: 'gke',
    protocol: { tokenOf: tokenInUrl, ...(admits && { admits }) },
  });
}

function tokenInUrl({ url = '' }: IncomingMessage): string | undefined {
  return new URLSearchParams(url.split('?')[1] ?? '').get('token') ?? undefined;
}
