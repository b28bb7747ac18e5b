import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeAll, decodeExample, reasonsOf } from '../envelope/decode-all.ts';
import { readTarget } from './target.ts';

test('every shape in which Cloud Logging delivers gives the same events', () => {
  const expected = decodeExample('gke', 'bucket-export.jsonl').events.map(({ event }) => event);
  assert.equal(expected.length, 7);
  const table: [string, number, number][] = [
    ['bucket-export.jsonl', 7, 1],
    ['gcloud-logging-read.json', 7, 1],
    ['entries-list.json', 7, 1],
    ['pubsub-push.jsonl', 7, 1],
    ['pubsub-pull.json', 3, 0],
    ['bigquery.jsonl', 3, 0],
  ];
  for (const [name, count, skipped] of table) {
    for (const format of [undefined, 'gke'] as const) {
      const all = decodeExample('gke', name, { format });
      assert.deepEqual(
        all.events.map(({ event }) => event),
        expected.slice(0, count),
        name,
      );
      assert.deepEqual([all.skipped, reasonsOf(all)], [skipped, []], name);
      for (const { cluster, format: by } of all.events)
        assert.deepEqual([cluster, by], ['shop-prod', 'gke'], name);
    }
  }
});

test('an entry under the names of audit.k8s.io/v1', () => {
  const [create, status, denied, started, ended, patch, conflict] = decodeExample(
    'gke',
    'bucket-export.jsonl',
  ).events.map(({ request }) => request);
  assert.deepEqual(create?.object, {
    group: 'batch',
    version: 'v1',
    resource: 'cronjobs',
    subresource: '',
    namespace: 'shop',
    name: 'nightly-report',
    uid: '0d2d2c3f-9a0e-4a0a-9d0a-2f1b6a5c7e10',
  });
  assert.deepEqual(
    [
      create.auditId,
      create.level,
      create.stage,
      create.verb,
      create.user.user,
      create.sourceIPs,
      create.outcome,
    ],
    [
      '5b7d8a3e-6a1f-4a4e-8f0e-0d8a4f1c2b11',
      'RequestResponse',
      'ResponseComplete',
      'create',
      'alice@shop.example',
      ['198.51.100.24'],
      'allowed',
    ],
  );
  assert.equal(create.code, undefined);
  assert.ok(create.responseObject !== undefined && !('@type' in create.responseObject));
  assert.equal(create.responseObject['kind'], 'CronJob');
  assert.deepEqual(
    [status?.object?.subresource, status?.verb, status?.level],
    ['status', 'update', 'Metadata'],
  );
  assert.deepEqual(
    [denied?.code, denied?.outcome, denied?.annotations['authorization.k8s.io/decision']],
    [403, 'refused', 'forbid'],
  );
  assert.equal(denied?.annotations['logging.googleapis.com/grpc-status-code'], '7');
  assert.deepEqual(
    [started?.stage, ended?.stage, started?.auditId === ended?.auditId],
    ['ResponseStarted', 'ResponseComplete', true],
  );
  assert.deepEqual(
    [started?.object?.group, started?.object?.subresource, started?.object?.name],
    ['', 'exec', 'web-7c9d'],
  );
  assert.deepEqual(patch?.requestObject, { spec: { replicas: 3 } });
  assert.deepEqual(patch?.user.extra['iam.googleapis.com/delegated-by'], ['alice@shop.example']);
  assert.deepEqual(
    [conflict?.code, conflict?.outcome, conflict?.object?.group],
    [409, 'failed', 'rbac.authorization.k8s.io'],
  );
});

test('what method and resource names say', () => {
  const table: [string, string, string][] = [
    [
      'io.k8s.batch.v1.cronjobs.create',
      'batch/v1/namespaces/ns/cronjobs/x',
      'create batch/v1 ns/cronjobs/x ',
    ],
    ['io.k8s.batch.v1.cronjobs.create', 'batch/v1/namespaces/ns/cronjobs', 'create batch/v1 ns/cronjobs/ '],
    [
      'io.k8s.batch.v1.cronjobs.status.update',
      'batch/v1/namespaces/ns/cronjobs/x/status',
      'update batch/v1 ns/cronjobs/x status',
    ],
    ['io.k8s.core.v1.pods.deletecollection', 'core/v1/namespaces/ns/pods', 'deletecollection /v1 ns/pods/ '],
    ['io.k8s.core.v1.namespaces.create', 'core/v1/namespaces/ns', 'create /v1 ns/namespaces/ns '],
    [
      'io.k8s.core.v1.namespaces.finalize.update',
      'core/v1/namespaces/ns/finalize',
      'update /v1 ns/namespaces/ns finalize',
    ],
    ['io.k8s.core.v1.nodes.proxy.get', 'core/v1/nodes/n1/proxy/metrics/cadvisor', 'get /v1 /nodes/n1 proxy'],
    ['io.k8s.core.v1.pods.list', 'core/v1/pods', 'list /v1 /pods/ '],
    ['io.k8s.networking.v1.networkpolicies.delete', '', 'delete networking.k8s.io/v1 /networkpolicies/ '],
    ['io.k8s.batch.v1.jobs.create', '', 'create batch/v1 /jobs/ '],
    ['io.k8s.core.v1.secrets.get', 'namespaces/ns/secrets/s', 'get /v1 ns/secrets/s '],
    [
      'io.argoproj.v1alpha1.cronworkflows.patch',
      'argoproj.io/v1alpha1/namespaces/ns/cronworkflows/w',
      'patch argoproj.io/v1alpha1 ns/cronworkflows/w ',
    ],
    [
      'io.k8s.autoscaling.v1.verticalpodautoscalers.get',
      'autoscaling.k8s.io/v1/namespaces/ns/verticalpodautoscalers/v',
      'get autoscaling.k8s.io/v1 ns/verticalpodautoscalers/v ',
    ],
  ];
  for (const [method, resource, expected] of table) {
    const { verb, reference } = readTarget(method, resource);
    assert.ok(reference !== undefined, method);
    const { apiGroup, apiVersion, namespace, name, subresource } = reference;
    const said = `${verb} ${apiGroup}/${apiVersion} ${namespace}/${reference.resource}/${name} ${subresource}`;
    assert.equal(said, expected, method);
  }
  assert.deepEqual(readTarget('io.k8s.get', 'healthz'), { verb: 'get', reference: undefined });
});

const entry = (payload: object, more: object = {}): string =>
  JSON.stringify({
    insertId: 'i',
    protoPayload: { serviceName: 'k8s.io', methodName: 'io.k8s.core.v1.pods.create', ...payload },
    ...more,
  });

test('every error of gRPC has its documented HTTP code; a success has none', () => {
  const codes = [undefined, 499, 500, 400, 504, 404, 409, 403, 429, 400, 409, 400, 501, 500, 503, 500, 401];
  for (const [code, http] of codes.entries()) {
    const request = decodeAll(entry({ status: { code } })).events[0]?.request;
    assert.equal(request?.code, http, `code ${code}`);
    assert.equal(request?.outcome === 'allowed', code === 0, `code ${code}`);
  }
  const strange = decodeAll(entry({ status: { code: 99, message: 'odd' } })).events[0]?.request;
  assert.deepEqual([strange?.code, strange?.outcome, strange?.message], [undefined, 'failed', 'odd']);
  assert.equal(decodeAll(entry({})).events[0]?.request.outcome, 'allowed');
  const forbidden = decodeAll(entry({ authorizationInfo: [{ granted: true }, { granted: false }] }));
  assert.equal(forbidden.events[0]?.request.outcome, 'refused');
});

test('a JSON patch is a list again', () => {
  const patch = [{ op: 'replace', path: '/spec/suspend', value: true }];
  const request = { '@type': 'k8s.io/Patch', value: patch };
  assert.deepEqual(decodeAll(entry({ request })).events[0]?.event['requestObject'], patch);
});

test('entries of other services and logs are counted, other things refused', () => {
  const other = JSON.stringify({ insertId: 'a', logName: 'projects/p/logs/stdout', textPayload: 'hello' });
  const all = decodeAll(
    `${entry({})}\n${other}\n{"a":1}\n${entry({ methodName: '' })}\n[1,"x",null]\n{"message":{"data":"bm8ganNvbg=="}}\n`,
  );
  assert.deepEqual([all.events.length, all.skipped], [1, 1]);
  assert.deepEqual(reasonsOf(all), [
    'not-an-audit-event@3',
    'not-an-audit-event@4',
    ...Array.from({ length: 3 }, () => 'not-an-audit-event@5'),
    'not-json@6',
  ]);
});
