import { auditActivity } from '../../../formats/audit-activity.ts';
import type { AuditActivity, AuditedRequest } from '../../../model/activity.ts';
import { copiedRequest } from '../../../model/copied-request.ts';
import type { JsonObject } from '../../../model/json.ts';
import { isObject } from '../../../model/json.ts';
import type { NodeActivity } from '../../../model/node-activity.ts';
import type { Origin } from '../../../model/origin.ts';
import type { SigmaActivity } from '../event-of.ts';

/** An activity that is kept after its inspection, as small as possible and without bodies: they are large, and hold secrets. */
export type StoredActivity = StoredRequest | StoredSight;

/** Seen on a node: it holds little as it is. */
interface StoredSight {
  readonly seen: NodeActivity;
}

interface StoredRequest extends Pick<AuditedRequest, 'object' | 'outcome' | 'dryRun' | 'truncated'> {
  readonly cluster: string;
  readonly origin: Origin;
  readonly format: string;
  /** The event without bodies, as JSON: one flat text instead of dozens of objects. */
  readonly header: string;
}

export function storedActivity(activity: SigmaActivity): StoredActivity {
  if (activity.type === 'audit') return storedRequest(activity);
  return { seen: activity.type === 'file' ? { ...activity, object: undefined } : activity };
}

function storedRequest({ cluster, origin, format, event, request }: AuditActivity): StoredRequest {
  const { object, outcome, dryRun, truncated } = request;
  const header = JSON.stringify(withoutBodies(event));
  return { cluster, origin, format, header, outcome, dryRun, truncated, ...(object && { object }) };
}

const bodies = ['requestObject', 'responseObject'];

/** Bodies are not even read: they may not have been parsed yet. */
function withoutBodies(event: JsonObject): JsonObject {
  const keys = Object.keys(event).filter(key => !bodies.includes(key));
  return Object.fromEntries(keys.map(key => [key, event[key]]));
}

/** What the bodies said of the request (the name of a new object, a dry run) is kept. */
export function restoredActivity(stored: StoredActivity): SigmaActivity {
  if ('seen' in stored) return stored.seen;
  const { cluster, origin, format, header, object, outcome, dryRun, truncated } = stored;
  const event: unknown = JSON.parse(header);
  const bare = auditActivity({ event: isObject(event) ? event : {}, origin, cluster, format });
  const request = copiedRequest(bare.request, { outcome, dryRun, truncated, ...(object && { object }) });
  return { type: 'audit', cluster, origin, format, event: bare.event, request };
}
