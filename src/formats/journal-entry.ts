import type { Activity, AuditedRequest } from '../model/activity.ts';
import type { Json } from '../model/json.ts';
import { isObject, objectAt, stringAt } from '../model/json.ts';
import type { NodeActivity } from '../model/node-activity.ts';
import type { JournalEntry } from '../model/store.ts';
import { auditActivity } from './audit-activity.ts';
import { redactedEvent, redactedObject } from './redacted-event.ts';

/** The same activity without what must not be stored. */
export function sealedActivity(activity: Activity, salt: string): Activity {
  const { cluster, origin, format } = activity;
  if (activity.type === 'manifest') return { ...activity, object: redactedObject(activity.object, salt) };
  if (activity.type !== 'audit') return sealedSight(activity, salt);
  return auditActivity({ cluster, origin, format, event: redactedEvent(activity.event, salt) });
}

/** A sealed activity as it is kept for detectors that must see it again. */
export function journalEntry(activity: Activity): JournalEntry {
  const { cluster, origin, format } = activity;
  const kept = { cluster, origin, format };
  if (activity.type === 'manifest') {
    const body = JSON.stringify({ ...kept, object: activity.object });
    return { object: '', whole: false, gone: false, body };
  }
  if (activity.type !== 'audit')
    return { object: '', whole: false, gone: false, body: JSON.stringify({ seen: activity }) };
  const body = JSON.stringify({ ...kept, event: activity.event });
  return { ...subjectOf(cluster, activity.request), body };
}

/** The activity again; undefined if the entry is not one of ours. */
export function activityOfEntry({ body }: JournalEntry): Activity | undefined {
  const kept: unknown = JSON.parse(body);
  if (objectAt(kept, 'seen') !== undefined) return seenAgain(body);
  const place = objectAt(kept, 'origin');
  const event = objectAt(kept, 'event');
  const object = objectAt(kept, 'object');
  const line: Json | undefined = place?.['line'];
  const origin = {
    source: stringAt(place, 'source') ?? '',
    file: stringAt(place, 'file') ?? '',
    line: typeof line === 'number' ? line : 0,
  };
  const common = { cluster: stringAt(kept, 'cluster') ?? '', origin, format: stringAt(kept, 'format') ?? '' };
  if (event !== undefined) return auditActivity({ ...common, event });
  return object === undefined ? undefined : { type: 'manifest', ...common, object };
}

/** What a format read on a node holds no secrets, but for the manifest in a file. */
function sealedSight(activity: NodeActivity, salt: string): NodeActivity {
  if (activity.type !== 'file' || activity.object === undefined) return activity;
  return { ...activity, object: redactedObject(activity.object, salt) };
}

function seenAgain(body: string): NodeActivity {
  const { seen }: { readonly seen: NodeActivity } = JSON.parse(body);
  return seen;
}

function subjectOf(cluster: string, request: AuditedRequest): Omit<JournalEntry, 'body'> {
  const { object, verb, outcome } = request;
  if (object === undefined || object.name === '' || outcome !== 'allowed')
    return { object: '', whole: false, gone: false };
  const { group, resource, namespace, name, subresource } = object;
  return {
    object: JSON.stringify([cluster, group, resource, namespace, name]),
    whole: subresource === '' && isWhole(request),
    gone: subresource === '' && verb === 'delete',
  };
}

/** A patch alone does not tell an object; what the server answers does. */
function isWhole({ verb, requestObject, responseObject }: AuditedRequest): boolean {
  if (verb !== 'create' && verb !== 'update' && verb !== 'patch') return false;
  return isSpoken(responseObject) || (verb !== 'patch' && isSpoken(requestObject));
}

const isSpoken = (body: unknown): boolean => isObject(body) && Object.hasOwn(body, 'spec');
