import { auditActivity } from '../../src/formats/audit-activity.ts';
import type { AuditActivity } from '../../src/model/activity.ts';
import type { Json, JsonObject } from '../../src/model/json.ts';

export interface Sent {
  readonly verb: string;
  /** `batch/v1/cronjobs/shop/tidy`, with the subresource behind it; `v1/pods/shop/one` of the core group. */
  readonly object: string;
  readonly body?: Json;
  readonly answer?: JsonObject;
  readonly code?: number;
  readonly query?: string;
  readonly user?: string;
  /** Whom the user acts as. */
  readonly as?: string;
  /** What the authenticator says of the user besides. */
  readonly extra?: JsonObject;
  /** Seconds after the beginning. */
  readonly at?: number;
  readonly annotations?: { readonly [key: string]: string };
  readonly agent?: string;
  readonly address?: string;
  readonly id?: string;
}

let count = 0;

/** An audit event of a request, as the API server logs it at Request, or with `answer` at RequestResponse. */
export function audited(sent: Sent): AuditActivity {
  const parts = sent.object.split('/');
  const [group, version = '', resource = '', namespace = '', name = '', subresource = ''] =
    parts[0] === 'v1' ? ['', ...parts] : parts;
  count += 1;
  const time = new Date(Date.UTC(2026, 0, 5, 10) + (sent.at ?? count) * 1_000).toISOString();
  const level =
    sent.answer !== undefined ? 'RequestResponse' : sent.body === undefined ? 'Metadata' : 'Request';
  const event: JsonObject = {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level,
    auditID: sent.id ?? `id-${count}`,
    stage: 'ResponseComplete',
    requestURI: `/x?${sent.query ?? ''}`,
    verb: sent.verb,
    user: {
      username: sent.user ?? 'jane@corp.example',
      groups: ['system:authenticated'],
      ...(sent.extra && { extra: sent.extra }),
    },
    ...(sent.as !== undefined && { impersonatedUser: { username: sent.as } }),
    ...clientOf(sent),
    objectRef: { apiGroup: group ?? '', apiVersion: version, resource, namespace, name, subresource },
    responseStatus: { code: sent.code ?? (sent.verb === 'create' ? 201 : 200) },
    requestReceivedTimestamp: time,
    stageTimestamp: time,
    ...(sent.body === undefined ? {} : { requestObject: sent.body }),
    ...(sent.answer === undefined ? {} : { responseObject: sent.answer }),
    annotations: { 'authorization.k8s.io/decision': 'allow', ...sent.annotations },
  };
  return auditActivity({
    event,
    origin: { source: 'test', file: 'audit.log', line: count },
    cluster: 'c',
    format: 'kubernetes-audit',
  });
}

const clientOf = ({ agent = 'kubectl/v1.34.0', address }: Sent): JsonObject => ({
  userAgent: agent,
  ...(address !== undefined && { sourceIPs: [address] }),
});
