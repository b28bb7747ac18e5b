import type { AuditedRequest } from '../../model/activity.ts';
import { copiedRequest } from '../../model/copied-request.ts';

/** For tests: reads every field, those that are worked out on first access too. */
export function auditedAnything(request: AuditedRequest): string {
  return JSON.stringify(copiedRequest(request));
}
