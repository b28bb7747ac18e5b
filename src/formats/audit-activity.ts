import type { AuditActivity, AuditedRequest } from '../model/activity.ts';
import type { JsonObject } from '../model/json.ts';
import type { Origin } from '../model/origin.ts';
import { readRequest } from './kubernetes-audit/read-request.ts';
import type { AddLazyProperties } from './lazy-properties.ts';
import { lazyProperties } from './lazy-properties.ts';

export interface AuditActivityParts {
  /** Under the field names of audit.k8s.io/v1, whatever envelope it came in. */
  readonly event: JsonObject;
  readonly origin: Origin;
  readonly cluster: string;
  readonly format: string;
}

const addRequest: AddLazyProperties<JsonObject, { readonly request: AuditedRequest }> = lazyProperties({
  request: readRequest,
});

/** An audit event as an activity. `request` is read on first access: most events are judged by a field or two. */
export function auditActivity({ event, origin, cluster, format }: AuditActivityParts): AuditActivity {
  const activity = { type: 'audit', cluster, origin, format, event } as const;
  addRequest(activity, event);
  return activity;
}
