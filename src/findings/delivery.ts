import { hash } from 'node:crypto';
import type { Activity } from '../model/activity.ts';
import { stringAt } from '../model/json.ts';

/**
 * The same for an event that is delivered again, by whichever source; undefined where it cannot be told. An Audit-ID alone can be chosen by the
 * client, the server's times with their microseconds cannot; and one request may come from two sources at different levels.
 */
export function deliveryOf(activity: Activity): string | undefined {
  if (activity.type === 'manifest') return undefined;
  const { cluster, event, request } = activity;
  const { auditId, receivedAt, at, verb, uri, user, code } = request;
  if (auditId === '' || receivedAt === '') return undefined;
  const parts = [cluster, auditId, stringAt(event, 'stage'), stringAt(event, 'level'), receivedAt, at];
  const text = JSON.stringify([...parts, verb, uri, user.user, code ?? null]);
  return hash('sha256', text, 'base64url').slice(0, 16);
}
