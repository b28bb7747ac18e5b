import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { All } from '../envelope/decode-all.ts';
import { decodeAll, decodeExample, reasonsOf } from '../envelope/decode-all.ts';

const callsOf = (all: All): readonly string[] =>
  all.events.map(({ request }) => {
    const { verb, object, outcome } = request;
    const subresource = object?.subresource === '' ? '' : `/${object?.subresource}`;
    return `${verb} ${object?.resource}${subresource} ${object?.namespace}/${object?.name} ${outcome}`;
  });

const expected: [string, readonly string[], number][] = [
  [
    's3-object.json',
    [
      'create taskdefinitions /orders allowed',
      'create taskdefinitions /metrics allowed',
      'update rules /metrics-5m allowed',
      'patch rules /metrics-5m allowed',
      'create ecstasks shop/web:7 allowed',
      'delete rules /metrics-5m allowed',
    ],
    1,
  ],
  [
    'records.jsonl',
    [
      'patch ecsservices shop/orders allowed',
      'create taskdefinitions /metrics refused',
      'create schedules reports/monthly allowed',
      'create ecstasks shop/report:7 allowed',
      'create ecstasks/exec shop/0123 allowed',
    ],
    0,
  ],
  ['lookup-events.json', ['patch ecsservices shop/orders allowed'], 0],
];

test('calls in the words of audit events; those to other services are counted', () => {
  for (const [name, calls, skipped] of expected) {
    for (const format of [undefined, 'cloudtrail'] as const) {
      const all = decodeExample('cloudtrail', name, { format });
      assert.deepEqual([callsOf(all), all.skipped, reasonsOf(all)], [calls, skipped, []], name);
    }
  }
});

test('who, whence and with what', () => {
  const [first] = decodeExample('cloudtrail', 's3-object.json').events;
  assert.ok(first);
  const { request, cluster } = first;
  assert.equal(cluster, '111122223333/eu-central-1');
  assert.equal(request.user.user, 'arn:aws:sts::111122223333:assumed-role/Developer/jane');
  assert.deepEqual(request.user.extra['cloudtrail.amazonaws.com/issuer'], [
    'arn:aws:iam::111122223333:role/Developer',
  ]);
  assert.deepEqual(request.user.extra['cloudtrail.amazonaws.com/mfa'], ['true']);
  assert.deepEqual([request.sourceIPs, request.at], [['198.51.100.20'], '2026-11-23T09:00:00Z']);
  assert.equal(request.auditId, '00000000-0000-4000-8000-000000000001');
  const byService = decodeExample('cloudtrail', 'records.jsonl').events[3];
  assert.equal(byService?.request.user.user, 'events.amazonaws.com');
});

test('values of environment variables are not passed on, wherever they stand', () => {
  const all = decodeExample('cloudtrail', 's3-object.json');
  const texts = all.events.map(({ event }) => JSON.stringify(event));
  assert.ok(texts.some(text => text.includes('TOKEN')));
  for (const text of texts) assert.ok(!/not-a-real-token|HIDDEN_DUE/.test(text), text);
});

test('damage', () => {
  const good = '{"eventVersion":"1.09","eventSource":"ecs.amazonaws.com","eventName":"ListTasks"}\n';
  assert.deepEqual(reasonsOf(decodeAll(`${good}{"a":1}\n7\n{"eventVersion"`)), [
    'not-an-audit-event@2',
    'not-an-audit-event@3',
    'cut-off@4',
  ]);
});
