import type { AuditActivity } from '../model/activity.ts';
import type { JsonObject } from '../model/json.ts';
import type { Origin } from '../model/origin.ts';
import { readRequest } from './kubernetes-audit/read-request.ts';

export interface AuditActivityParts {
  /** Under the field names of audit.k8s.io/v1, whatever envelope it came in. */
  readonly event: JsonObject;
  readonly origin: Origin;
  readonly cluster: string;
  readonly format: string;
}

/** An audit event as an activity. What its `request` says is worked out when it is read: most events are judged by a field or two. */
export function auditActivity({ event, origin, cluster, format }: AuditActivityParts): AuditActivity {
  return { type: 'audit', cluster, origin, format, event, request: readRequest(event) };
}
