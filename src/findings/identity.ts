import { hash } from 'node:crypto';
import type { Activity, AuditedRequest, ManifestActivity } from '../model/activity.ts';
import type { Signal } from '../model/signal.ts';
import { seenSubject } from './seen-subject.ts';

/**
 * Hexadecimal digest of what one detector said of one request or manifest: the same for the same input, whichever stage
 * of the request was seen and however often it was delivered.
 */
export function identityOf(signal: Signal, activity: Activity | undefined): string {
  const { type, id, title } = signal.detector;
  return digest([type, id || title, ...subjectOf(signal, activity)]);
}

/** A collision-resistant digest (SHA-256, cut to 128 bits): part of its input is chosen by clients. */
export function digest(parts: readonly string[]): string {
  // As bytes in a text: half the time of a buffer of its own; and a part of a longer text would keep all of it.
  scratch.write(hash('sha256', JSON.stringify(parts), 'binary'), 'binary');
  return scratch.toString('hex', 0, 16);
}

const scratch = Buffer.alloc(32);

function subjectOf(signal: Signal, activity: Activity | undefined): readonly string[] {
  if (activity === undefined) return ['evidence', JSON.stringify(signal.evidence)];
  if (activity.type === 'manifest') return manifest(activity);
  return activity.type === 'audit' ? request(activity.cluster, activity) : seenSubject(activity);
}

function manifest({ cluster, origin, object }: ManifestActivity): readonly string[] {
  return ['manifest', cluster, origin.file, canonical(object)];
}

/**
 * Audit-ID is a header that clients may set, so it identifies nothing by itself; time of arrival, user and URI are the
 * server's own words. At RequestReceived neither the name of a new object nor an impersonated user is known: they stay out.
 */
function request(
  cluster: string,
  activity: Extract<Activity, { readonly type: 'audit' }>,
): readonly string[] {
  const made: AuditedRequest = activity.request;
  const { auditId, receivedAt, verb, uri, object } = made;
  // Wrappers without an audit id or URI (GKE) have no stages either: there the whole event identifies the request.
  const rest = auditId === '' || uri === '' ? canonical(activity.event) : '';
  const target =
    object === undefined
      ? []
      : [
          object.group,
          object.resource,
          object.subresource,
          object.namespace,
          verb === 'create' ? '' : object.name,
        ];
  return ['request', cluster, auditId, receivedAt, made.user.user, verb, uri, rest, ...target];
}

/** JSON with sorted keys, so that the order in which a file writes them does not matter. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
