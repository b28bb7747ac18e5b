import type { Activity } from '../../model/activity.ts';
import type { JsonObject } from '../../model/json.ts';
import { resourceOfKind } from '../../workloads/workload-reference.ts';
import { eventActivity } from '../cases/case-activity.ts';

/** For tests: who asks, with what, from where. */
export interface Client {
  readonly user: string;
  readonly agent: string;
  readonly manager: string;
  readonly address: string;
  readonly pod?: string;
}

export const gitops: Client = {
  user: 'system:serviceaccount:delivery:reconciler',
  agent: 'reconciler/v2.1.0 (linux/amd64)',
  manager: 'reconciler',
  address: '192.0.2.10',
  pod: 'reconciler-6c9d7f8b5d-x2v9k',
};

export const person = (name: string): Client => ({
  user: `${name}@corp.example`,
  agent: 'kubectl/v1.37.2 (linux/amd64) kubernetes/abc',
  manager: 'kubectl-client-side-apply',
  address: '192.0.2.77',
});

interface Asked {
  readonly by: Client;
  readonly verb: 'create' | 'update' | 'delete';
  readonly object: JsonObject & { readonly kind: string; readonly metadata: JsonObject };
  readonly at: number;
  readonly level?: 'Metadata' | 'RequestResponse';
}

let count = 0;

/** For tests: a request that was answered with the object. `at` is in milliseconds since 1970. */
export function asked({ by, verb, object, at, level = 'RequestResponse' }: Asked): Activity {
  count += 1;
  const { name = '', namespace = '' } = object.metadata;
  const [group = '', version = ''] = String(object['apiVersion']).includes('/')
    ? String(object['apiVersion']).split('/')
    : ['', 'v1'];
  const resource = resourceOfKind(object.kind);
  const time = new Date(at).toISOString();
  const extra = by.pod === undefined ? {} : { extra: { 'authentication.kubernetes.io/pod-name': [by.pod] } };
  const bodies =
    level === 'Metadata' || verb === 'delete'
      ? {}
      : {
          requestObject: object,
          responseObject: {
            ...object,
            metadata: {
              ...object.metadata,
              resourceVersion: String(Math.floor(at / 1000)),
              uid: `uid-${namespace}-${name}`,
            },
          },
        };
  return eventActivity(
    {
      kind: 'Event',
      apiVersion: 'audit.k8s.io/v1',
      level,
      auditID: `audit-${count}`,
      stage: 'ResponseComplete',
      requestURI: `/apis/${group}/${version}/namespaces/${namespace}/${resource}/${name}?fieldManager=${by.manager}`,
      verb,
      user: { username: by.user, groups: ['system:authenticated'], ...extra },
      sourceIPs: [by.address],
      userAgent: by.agent,
      objectRef: { resource, namespace, name, apiGroup: group, apiVersion: version },
      responseStatus: { code: verb === 'create' ? 201 : 200 },
      requestReceivedTimestamp: time,
      stageTimestamp: time,
      annotations: { 'authorization.k8s.io/decision': 'allow' },
      ...bodies,
    },
    count,
  );
}

/** For tests: a CronJob with one container. */
export function cronJob(name: string, namespace: string, podSpec: JsonObject, spec: JsonObject = {}) {
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name, namespace },
    spec: { schedule: '30 2 * * *', ...spec, jobTemplate: { spec: { template: { spec: podSpec } } } },
  } as const;
}

export const container = (
  image: string,
  command: readonly string[] = ['/app/run'],
  more: JsonObject = {},
): JsonObject => ({
  containers: [{ name: 'main', image, command, ...more }],
});

export const dayLength = 86_400_000;
export const start = Date.UTC(2026, 4, 4, 8);

/** For tests: weeks in which a reconciler brings out new versions of some CronJobs in some namespaces, every day. */
export function quietWeeks(days: number): readonly Activity[] {
  const activities: Activity[] = [];
  for (let day = 0; day < days; day += 1) {
    for (const [index, namespace] of ['shop', 'data', 'web'].entries()) {
      for (const name of ['report', 'cleanup', 'export']) {
        const image = `registry.corp.example/${namespace}/${name}:1.${day}.0`;
        const object = cronJob(`${namespace}-${name}`, namespace, {
          ...container(image),
          serviceAccountName: `${namespace}-${name}`,
        });
        const at = start + day * dayLength + index * 60_000;
        activities.push(asked({ by: gitops, verb: day === 0 ? 'create' : 'update', object, at }));
      }
    }
  }
  return activities;
}
