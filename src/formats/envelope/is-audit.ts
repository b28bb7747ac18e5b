import type { JsonObject } from '../../model/json.ts';
import { auditEvents } from '../kubernetes-audit/audit-events.ts';

/** An audit event or an EventList, also one of an unknown version, which is then refused for that. */
export function isAudit(value: JsonObject): boolean {
  return auditEvents(value).some(result => result.ok || result.error.reason === 'unknown-version');
}
