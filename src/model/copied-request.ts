import type { AuditedRequest } from './activity.ts';

/** The request as plain properties, each worked out now, with changes. It stays valid after its activity. */
export function copiedRequest(
  request: AuditedRequest,
  changes: Partial<AuditedRequest> = {},
): AuditedRequest {
  const has = (key: keyof AuditedRequest): boolean => Object.hasOwn(changes, key);
  const copied = {
    auditId: request.auditId,
    level: request.level,
    stage: request.stage,
    verb: request.verb,
    uri: request.uri,
    user: request.user,
    ...(request.impersonated && { impersonated: request.impersonated }),
    sourceIPs: request.sourceIPs,
    userAgent: request.userAgent,
    object: has('object') ? undefined : request.object,
    ...(request.code !== undefined && { code: request.code }),
    message: request.message,
    outcome: changes.outcome ?? request.outcome,
    dryRun: changes.dryRun ?? request.dryRun,
    fieldManager: request.fieldManager,
    receivedAt: request.receivedAt,
    at: request.at,
    annotations: request.annotations,
    requestObject: has('requestObject') ? undefined : request.requestObject,
    responseObject: has('responseObject') ? undefined : request.responseObject,
    responseHead: has('responseHead') ? undefined : request.responseHead,
    truncated: request.truncated,
  };
  return { ...copied, ...changes };
}
