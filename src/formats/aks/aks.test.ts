import assert from 'node:assert/strict';
import { test } from 'node:test';
import { copiedRequest } from '../../model/copied-request.ts';
import { decodeAll, decodeExample, reasonsOf } from '../envelope/decode-all.ts';

test('every shape in which Azure delivers gives the same events', () => {
  const expected = decodeExample('aks', 'storage-account.jsonl').events.map(({ request }) =>
    copiedRequest(request),
  );
  assert.equal(expected.length, 4);
  const table: [string, number, number][] = [
    ['storage-account.jsonl', 4, 1],
    ['event-hub.json', 4, 1],
    ['object-log.jsonl', 3, 0],
    ['azure-diagnostics.jsonl', 4, 0],
    ['aks-audit.jsonl', 4, 1],
    ['cli-query.json', 4, 0],
    ['query-api.json', 4, 0],
  ];
  for (const [name, count, skipped] of table) {
    for (const format of [undefined, 'aks'] as const) {
      const all = decodeExample('aks', name, { format });
      assert.deepEqual([all.events.length, all.skipped, reasonsOf(all)], [count, skipped, []], name);
      for (const [index, { request, cluster }] of all.events.entries()) {
        // A row has no column for the user as whom a request was made.
        const { impersonated: _, ...fields } = copiedRequest(request);
        const { impersonated: __, ...wanted } = expected[index] ?? assert.fail();
        assert.deepEqual(fields, wanted, name);
        assert.equal(cluster, 'shop-prod', name);
      }
    }
  }
});

test('a body that was too large is unknown, not absent', () => {
  for (const name of ['storage-account.jsonl', 'aks-audit.jsonl', 'cli-query.json']) {
    const { event, request } = decodeExample('aks', name).events[3] ?? assert.fail();
    assert.deepEqual([event['requestObject'], event['responseObject']], [undefined, undefined], name);
    assert.deepEqual(
      [request.truncated, request.annotations['audit.k8s.io/truncated']],
      [true, 'true'],
      name,
    );
    assert.equal(request.annotations['authorization.k8s.io/decision'], 'allow', name);
  }
});

test('records without an event are refused, those of other categories counted', () => {
  const record = (category: string, properties: unknown): string =>
    JSON.stringify({ time: 't', resourceId: '/x/managedClusters/A', category, properties });
  const lines = [
    record('kube-audit', { log: '{"kind":"Event"' }),
    record('kube-audit', {}),
    record('kube-audit', { log: 'hello' }),
    record(
      'kube-audit',
      JSON.stringify({ log: '{"kind":"Event","apiVersion":"audit.k8s.io/v1","verb":"get"}\n' }),
    ),
    record('cluster-autoscaler', { log: 'hello' }),
    '{"some":"thing"}',
    '{"Type":"AKSControlPlane","Message":"x"}',
  ];
  const all = decodeAll(lines.join('\n'));
  assert.deepEqual([all.events.length, all.events[0]?.cluster, all.skipped], [1, 'a', 2]);
  assert.deepEqual(reasonsOf(all), [
    'not-json@1',
    'not-an-audit-event@2',
    'not-json@3',
    'not-an-audit-event@6',
  ]);
});
