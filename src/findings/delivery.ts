import { hash } from 'node:crypto';
import type { Activity } from '../model/activity.ts';
import { stringAt } from '../model/json.ts';
import type { NodeActivity } from '../model/node-activity.ts';
import { seenSubject } from './seen-subject.ts';

/**
 * The same for an event that is delivered again, by whichever source; undefined where it cannot be told. An Audit-ID alone can be chosen by the
 * client, the server's times with their microseconds cannot; and one request may come from two sources at different levels.
 */
export function deliveryOf(activity: Activity): string | undefined {
  if (activity.type === 'manifest') return undefined;
  if (activity.type !== 'audit') return nodeDelivery(activity);
  const { cluster, event, request } = activity;
  const { auditId, receivedAt, at, verb, uri, user, code } = request;
  if (auditId === '' || receivedAt === '') return undefined;
  const parts = [cluster, auditId, stringAt(event, 'stage'), stringAt(event, 'level'), receivedAt, at];
  const text = JSON.stringify([...parts, verb, uri, user.user, code ?? null]);
  return hash('sha256', text, 'base64url').slice(0, 16);
}

/** What a runtime, an agent or a proxy saw has no id of its own: it is what it says, at its time. */
function nodeDelivery(activity: NodeActivity): string | undefined {
  if (activity.at === '') return undefined;
  return hash('sha256', JSON.stringify(seenSubject(activity)), 'base64url').slice(0, 16);
}
