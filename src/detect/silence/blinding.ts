import type { AuditActivity } from '../../model/activity.ts';
import { fieldOf, objectAt } from '../../model/json.ts';
import type { Signal } from '../../model/signal.ts';
import { activitySignal } from './activity-signal.ts';
import { createBounded } from './bounded.ts';
import { makesPods } from './makes-pods.ts';

const writes = new Set(['create', 'update', 'patch']);
const day = 24 * 3_600_000;

/** Single requests after which less is seen. */
export function createBlinding(): { inspect(activity: AuditActivity): readonly Signal[] } {
  const truncated = createBounded<number>(5_000);
  return {
    inspect: activity => {
      const { request } = activity;
      if (request.outcome !== 'allowed' || request.object === undefined) return [];
      return [...tooLarge(activity, truncated), ...policyWritten(activity), ...webhookRemoved(activity)];
    },
  };
}

/** Once a day of one user and kind: some objects are always too large. */
function tooLarge(
  activity: AuditActivity,
  told: { get(key: string): number | undefined; set(key: string, at: number): void },
): readonly Signal[] {
  const { request, cluster } = activity;
  const { object, verb, user, at, truncated } = request;
  if (!truncated || object === undefined || !writes.has(verb)) return [];
  const key = JSON.stringify([cluster, object.group, object.resource, object.namespace, user.user]);
  const time = Date.parse(at);
  const before = told.get(key);
  if (before !== undefined && Math.abs(time - before) < day) return [];
  told.set(key, time);
  const severity = makesPods(object.resource) ? 'medium' : 'low';
  const reasons = [
    `${verb} of ${object.resource} came with the annotation audit.k8s.io/truncated: its body is unknown`,
  ];
  return [activitySignal('truncated', severity, { activity, reasons })];
}

/** An audit policy, or an API server's flags for it, in an object: a ConfigMap of kubeadm or of an operator. */
function policyWritten(activity: AuditActivity): readonly Signal[] {
  const { object, verb, requestObject } = activity.request;
  if (object?.resource !== 'configmaps' || object.subresource !== '' || !writes.has(verb)) return [];
  const keys = Object.entries(objectAt(requestObject, 'data') ?? {}).filter(
    ([, value]) => typeof value === 'string' && speaksOfAudit(value),
  );
  if (keys.length === 0) return [];
  const reasons = keys.map(
    ([key]) => `"${key}" of the ConfigMap holds an audit policy, or audit flags of an API server`,
  );
  return [activitySignal('policy', 'medium', { activity, reasons })];
}

const speaksOfAudit = (text: string): boolean =>
  (text.includes('audit.k8s.io/') && text.includes('Policy')) ||
  text.includes('audit-policy-file') ||
  text.includes('audit-webhook-config-file');

/** Ours is known by its name, as docs/guides/run.md has it. */
function webhookRemoved(activity: AuditActivity): readonly Signal[] {
  const { object, verb, requestObject } = activity.request;
  if (!object?.resource.endsWith('webhookconfigurations') || !object.name.includes('watchbill')) return [];
  const hooks = fieldOf(requestObject, 'webhooks');
  const emptied = writes.has(verb) && Array.isArray(hooks) && hooks.length === 0;
  if (verb !== 'delete' && !emptied) return [];
  const reasons = [
    `${object.resource} ${object.name} ${emptied ? 'has no webhook any more' : 'was deleted'}`,
  ];
  return [activitySignal('sensor', 'high', { activity, reasons })];
}
