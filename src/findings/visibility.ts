import type { Activity, AuditedRequest } from '../model/activity.ts';
import type { Visibility } from '../model/finding.ts';
import { isObject, objectAt, stringAt } from '../model/json.ts';
import type { ObservationType } from '../model/observation.ts';
import { observationOf } from '../model/observation.ts';
import type { Signal } from '../model/signal.ts';

const writes = new Set(['create', 'update', 'patch']);
/** Requests with an object in their body; exec, attach and the like have none. */
const withBody = new Set(['', 'ephemeralcontainers', 'scale']);

/** What of an activity could be seen, and what was not there but would have helped. */
export function visibilityOf(signal: Signal, activity: Activity | undefined): Visibility {
  if (activity === undefined) return { level: 'unknown', missing: signal.missing };
  if (activity.type === 'manifest') return { level: 'manifest', missing: signal.missing };
  if (activity.type !== 'audit') return { level: 'node', missing: signal.missing };
  const observed = observationOf(activity);
  if (observed !== undefined) return ofObserved(signal, observed);
  if (activity.format === 'admission-review') return ofReview(signal);
  const { request } = activity;
  const hidden = [...bodiesNotSeen(request), ...nameNotSeen(request)];
  const missing = hidden.length === 0 ? signal.missing : [...new Set([...signal.missing, ...hidden])];
  return { level: request.level === 'None' ? 'unknown' : request.level, missing };
}

/** The object is there to be seen, and who did it is not. */
const ofObserved = ({ missing }: Signal, observed: ObservationType): Visibility => ({
  level: 'watch',
  missing: observed === 'explained' ? missing : [...new Set([...missing, 'user'])],
});

/** It was asked for, by whom is known; what came of it, and from where, is not. */
const ofReview = ({ missing }: Signal): Visibility => ({
  level: 'RequestResponse',
  missing: [...new Set([...missing, 'responseStatus', 'sourceIPs', 'userAgent'])],
});

function bodiesNotSeen(request: AuditedRequest): readonly string[] {
  if (request.truncated) return ['requestObject', 'responseObject'];
  if (!wasCarriedOut(request) || !withBody.has(request.object?.subresource ?? '')) return [];
  if (request.level === 'Metadata') return ['requestObject', 'responseObject'];
  // A patch is not the object: what it was merged into is in the answer alone.
  return request.level === 'Request' && request.verb === 'patch' ? ['responseObject'] : [];
}

function wasCarriedOut({ verb, outcome, object }: AuditedRequest): boolean {
  return object !== undefined && writes.has(verb) && (outcome === 'allowed' || outcome === 'dry-run');
}

/** The server makes a name from generateName only after the audit log has taken the request's own. */
function nameNotSeen(request: AuditedRequest): readonly string[] {
  const { object, verb } = request;
  if (object === undefined || verb !== 'create' || object.name !== '' || request.outcome !== 'allowed')
    return [];
  if (stringAt(objectAt(request.responseHead, 'metadata'), 'name') !== undefined) return [];
  const { requestObject } = request;
  const sent = isObject(requestObject) ? objectAt(requestObject, 'metadata') : undefined;
  return stringAt(sent, 'name') === undefined ? ['objectRef.name'] : [];
}
