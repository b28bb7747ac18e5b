import assert from 'node:assert/strict';
import { test } from 'node:test';
import { auditActivity } from '../formats/audit-activity.ts';
import type { JsonObject } from '../model/json.ts';
import { workloadOf } from './workload-reference.ts';

const origin = { source: 'test', file: 'audit.log', line: 1 };

const cases: readonly (readonly [string, JsonObject, readonly string[]])[] = [
  [
    'a secret, from the header alone',
    { objectRef: { resource: 'secrets', namespace: 'ns', name: 'db', apiVersion: 'v1' } },
    ['', 'Secret', 'ns', 'db', ''],
  ],
  [
    'a role binding',
    {
      objectRef: {
        resource: 'rolebindings',
        apiGroup: 'rbac.authorization.k8s.io',
        namespace: 'ns',
        name: 'rb',
      },
    },
    ['rbac.authorization.k8s.io', 'RoleBinding', 'ns', 'rb', ''],
  ],
  [
    'a generated name, from the response',
    {
      objectRef: { resource: 'pods', namespace: 'ns' },
      requestObject: { kind: 'Pod', metadata: { generateName: 'p-' } },
      responseObject: { kind: 'Pod', metadata: { name: 'p-x', namespace: 'ns', uid: 'u' } },
    },
    ['', 'Pod', 'ns', 'p-x', 'u'],
  ],
  [
    'exec: its pod, not the options',
    {
      objectRef: { resource: 'pods', subresource: 'exec', namespace: 'ns', name: 'p' },
      requestObject: { kind: 'PodExecOptions' },
    },
    ['', 'Pod', 'ns', 'p', ''],
  ],
  [
    'a refused request',
    {
      objectRef: { resource: 'pods', namespace: 'ns', name: 'p' },
      responseObject: { kind: 'Status', metadata: {} },
    },
    ['', 'Pod', 'ns', 'p', ''],
  ],
  [
    'a custom resource with a body',
    {
      objectRef: { resource: 'cronworkflows', apiGroup: 'argoproj.io', namespace: 'ns', name: 'w' },
      requestObject: { kind: 'CronWorkflow', metadata: { name: 'w' } },
    },
    ['argoproj.io', 'CronWorkflow', 'ns', 'w', ''],
  ],
  [
    'a custom resource without one: its resource',
    { objectRef: { resource: 'crontabs', apiGroup: 'stable.example.com', namespace: 'ns', name: 'w' } },
    ['stable.example.com', 'crontabs', 'ns', 'w', ''],
  ],
  [
    'a custom resource of the registry without one',
    { objectRef: { resource: 'cronworkflows', apiGroup: 'argoproj.io', namespace: 'ns', name: 'w' } },
    ['argoproj.io', 'CronWorkflow', 'ns', 'w', ''],
  ],
  ['no object at all', { requestURI: '/version' }, ['', '', '', '', '']],
];

for (const [name, event, expected] of cases) {
  test(name, () => {
    const activity = auditActivity({ event, origin, cluster: 'c', format: 'kubernetes-audit' });
    const { cluster, group, kind, namespace, name: of, uid } = workloadOf(activity);
    assert.deepEqual([cluster, group, kind, namespace, of, uid], ['c', ...expected]);
  });
}

test('a manifest', () => {
  const object = { apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: 'n', namespace: 'ns' } };
  const workload = workloadOf({ type: 'manifest', cluster: 'c', format: 'manifest', origin, object });
  assert.deepEqual(workload, {
    cluster: 'c',
    group: 'batch',
    kind: 'CronJob',
    namespace: 'ns',
    name: 'n',
    uid: '',
  });
});
