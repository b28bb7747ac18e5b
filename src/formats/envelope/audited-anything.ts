import type { AuditedRequest } from '../../model/activity.ts';

/** For tests: reads every field, those that are worked out on first access too. */
export function auditedAnything(request: AuditedRequest): string {
  return JSON.stringify({ ...request });
}
