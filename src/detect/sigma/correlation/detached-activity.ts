import type { AuditActivity, AuditedRequest } from '../../../model/activity.ts';
import type { JsonObject } from '../../../model/json.ts';

/** A copy that stays valid after the inspection. It has no bodies: they are large, and hold secrets. */
export function detachedActivity(activity: AuditActivity): AuditActivity {
  const { type, cluster, origin, format, event, request } = activity;
  return { type, cluster, origin, format, event: withoutBodies(event), request: bareRequest(request) };
}

const bodies = ['requestObject', 'responseObject'];

function withoutBodies(event: JsonObject): JsonObject {
  const keys = Object.keys(event).filter(key => !bodies.includes(key));
  return Object.fromEntries(keys.map(key => [key, event[key]]));
}

/** Field by field: a spread would read the bodies, which may not have been parsed yet. */
function bareRequest(request: AuditedRequest): AuditedRequest {
  const { impersonated, object, code } = request;
  return {
    auditId: request.auditId,
    level: request.level,
    stage: request.stage,
    verb: request.verb,
    uri: request.uri,
    user: request.user,
    ...(impersonated === undefined ? {} : { impersonated }),
    sourceIPs: request.sourceIPs,
    userAgent: request.userAgent,
    ...(object === undefined ? {} : { object }),
    ...(code === undefined ? {} : { code }),
    message: request.message,
    outcome: request.outcome,
    dryRun: request.dryRun,
    fieldManager: request.fieldManager,
    receivedAt: request.receivedAt,
    at: request.at,
    annotations: request.annotations,
    truncated: request.truncated,
  };
}
