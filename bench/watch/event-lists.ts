import { auditLog } from '../generate/audit-log.ts';

/** What an API server sends at a time: as many events as it does by default, of this moment, none of which was sent before. */
export interface EventList {
  readonly number: number;
  readonly body: Buffer;
}

/** As many events are in each: `--audit-webhook-batch-max-size`. */
export const batch = 400;

/** Generated events one after the other, the last of each list one that a rule finds for certain, by a user who is named after the list. */
export function* eventLists(): Generator<EventList> {
  let items: string[] = [];
  let number = 0;
  for (const line of liveLog()) {
    items.push(line.slice(envelope.length));
    if (items.length < batch - 1) continue;
    items.push(marker(number, Date.now()));
    yield {
      number,
      body: Buffer.from(`{"kind":"EventList",${version},"metadata":{},"items":[{${items.join(',{')}]}`),
    };
    items = [];
    number += 1;
  }
}

const version = '"apiVersion":"audit.k8s.io/v1"';
/** In a list, events have no kind and version of their own. */
const envelope = `{"kind":"Event",${version},`;

function* liveLog(): Generator<string> {
  for (let seed = 1; ; seed += 1) yield* auditLog(50_000, seed, Date.now);
}

/** The rule that finds the last event of each list. */
export const markerRule = "Token issued for one of Kubernetes' own controllers";

export const markerUser = (number: number): string => `list-${number}@bench.example`;

function marker(number: number, now: number): string {
  const time = new Date(now).toISOString().replace('Z', '000Z');
  const event = {
    level: 'Metadata',
    auditID: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    stage: 'ResponseComplete',
    requestURI: '/api/v1/namespaces/kube-system/serviceaccounts/cronjob-controller/token',
    verb: 'create',
    user: { username: markerUser(number), groups: ['system:authenticated'] },
    sourceIPs: ['198.51.100.17'],
    userAgent: 'kubectl/v1.34.1 (linux/amd64) kubernetes/93248f9',
    objectRef: {
      resource: 'serviceaccounts',
      namespace: 'kube-system',
      name: 'cronjob-controller',
      apiVersion: 'v1',
      subresource: 'token',
    },
    responseStatus: { metadata: {}, code: 201 },
    requestReceivedTimestamp: time,
    stageTimestamp: time,
    annotations: { 'authorization.k8s.io/decision': 'allow' },
  };
  return JSON.stringify(event).slice(1);
}
