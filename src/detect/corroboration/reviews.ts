import type { Activity, AuditActivity, AuditedRequest } from '../../model/activity.ts';
import { objectAt, stringAt } from '../../model/json.ts';

/** Requests that webhooks of admission were asked about, and the same in the audit log: whose ids differ. */
export interface Reviews {
  /** Remembers a request, so that the other side's is known as the same. Was it told by the other side? */
  take(activity: AuditActivity): boolean;
  /** Ids of the detectors that have spoken about this request, whichever side told of it; undefined: it was not taken. */
  spoken(activity: Activity): Set<string> | undefined;
}

interface Told {
  readonly isReview: boolean;
  readonly name: string;
  readonly from: number;
  readonly at: number;
  readonly spoken: Set<string>;
}

const limits = { keys: 20_000, each: 64 } as const;
/** A review's time is that of this machine, the log's that of the API server. Milliseconds. */
const skew = 5_000;

/** What is not met again within some minutes is forgotten; that is all that a restart forgets, too. */
export function createReviews(): Reviews {
  const told = new Map<string, readonly Told[]>();
  const speakers = new WeakMap<Activity, Set<string>>();
  return {
    take(activity) {
      const key = keyOf(activity);
      const one = toldBy(activity);
      const known = told.get(key) ?? [];
      const same = known.find(other => isSame(other, one));
      const left = same ? known.filter(other => other !== same) : [...known, one].slice(-limits.each);
      told.delete(key);
      if (left.length > 0) told.set(key, left);
      if (told.size > limits.keys) told.delete(told.keys().next().value ?? '');
      speakers.set(activity, (same ?? one).spoken);
      return same !== undefined;
    },
    spoken: activity => speakers.get(activity),
  };
}

function isSame(a: Told, b: Told): boolean {
  if (a.isReview === b.isReview) return false;
  // The log does not tell names that the server made.
  if (a.name !== b.name && a.name !== '' && b.name !== '') return false;
  return a.from <= b.at + skew && b.from <= a.at + skew;
}

function toldBy({ format, request }: AuditActivity): Told {
  const made = stringAt(objectAt(request.responseHead, 'metadata'), 'name') ?? '';
  return {
    isReview: format === 'admission-review',
    name: request.object?.name || made,
    from: Date.parse(request.receivedAt),
    at: Date.parse(request.at),
    spoken: new Set(),
  };
}

/** Whoever acts as somebody is seen by webhooks as that one alone. */
function keyOf({ cluster, request }: AuditActivity): string {
  const { object, user, impersonated } = request;
  const { group = '', resource = '', subresource = '', namespace = '' } = object ?? {};
  const who = (impersonated ?? user).user;
  return JSON.stringify([cluster, kindOf(request), group, resource, subresource, namespace, who]);
}

const connecting: ReadonlySet<string> = new Set(['exec', 'attach', 'portforward', 'proxy']);

/** An update in a review may be a patch in the log; `get` or `create` may connect. */
function kindOf({ verb, object }: AuditedRequest): string {
  if (connecting.has(object?.subresource ?? '')) return 'connect';
  return verb === 'update' || verb === 'patch' || verb === 'create' ? 'write' : verb;
}
