import type { LiveSource } from '../../model/live.ts';
import type { HttpPushOptions } from '../http-push.ts';
import { httpPush } from '../http-push.ts';

export type AuditWebhookOptions = Omit<HttpPushOptions, 'source' | 'format'>;

/**
 * The webhook backend of API servers (`--audit-webhook-config-file`): an EventList a request. What is not answered with success is sent
 * again by them, five times in some 80 seconds, and then dropped; so what was stored and answered too late comes twice, and is known again.
 */
export function auditWebhook(options: AuditWebhookOptions): LiveSource {
  return httpPush({ ...options, source: 'audit-webhook', format: 'kubernetes-audit' });
}
