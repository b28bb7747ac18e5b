import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeAll, decodeExample, reasonsOf } from '../envelope/decode-all.ts';
import { readRow } from './schema.ts';

test('an excerpt of the data set', () => {
  const all = decodeExample('logstash-csv', 'audit-logs.csv');
  assert.deepEqual([all.events.length, all.skipped, all.refusals.length], [40, 0, 0]);
  const [first] = all.events;
  assert.deepEqual(first?.event, {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    auditID: 'a1b86d5d-6f8f-4058-9710-19f5cc40a68a',
    stage: 'ResponseStarted',
    requestURI:
      '/api/v1/namespaces/kube-flannel/configmaps?allowWatchBookmarks=true&fieldSelector=metadata.name%3Dkube-flannel-cfg&resourceVersion=6577334&timeout=7m43s&timeoutSeconds=463&watch=true',
    verb: 'watch',
    user: { username: 'system:node:k8s-node-1-perfspec' },
    objectRef: {
      resource: 'configmaps',
      namespace: 'kube-flannel',
      name: 'kube-flannel-cfg',
      apiVersion: 'v1',
    },
    responseStatus: { metadata: {}, code: 403 },
    requestReceivedTimestamp: '2023-01-27T18:28:08.129781Z',
  });
  assert.deepEqual([first.request.level, first.request.outcome], ['unknown', 'refused']);
  const token = all.events.find(({ request }) => request.object?.subresource === 'token')?.request;
  assert.deepEqual(
    [token?.verb, token?.object?.resource, token?.object?.namespace, token?.code],
    ['create', 'serviceaccounts', 'kube-system', 201],
  );
  const group = all.events.find(({ request }) => request.object?.resource === 'cronworkflows')?.request
    .object;
  assert.deepEqual([group?.group, group?.version], ['argoproj.io', 'v1alpha1']);
});

test('rows of other shapes are refused, each for itself', () => {
  const good =
    'h,2023-01-27T18:28:08Z,alice,create,jobs,,"a ""b"", c",,/apis/batch/v1/namespaces/x/jobs,id,ResponseComplete,201,uid,owner,details';
  const rows = [good, 'a,b,c', good.replace('create', '42'), good.replace('"a', '"a\n'), good.slice(0, 40)];
  const all = decodeAll(rows.join('\n'));
  assert.deepEqual(
    all.events.map(({ request }) => request.object?.name),
    ['a "b", c', 'a\n "b", c'],
  );
  assert.deepEqual(reasonsOf(all), ['not-an-audit-event@2', 'not-an-audit-event@3', 'cut-off@6']);
  assert.deepEqual(all.events[0]?.event['responseObject'], {
    metadata: { uid: 'uid', ownerReferences: [{ uid: 'owner' }] },
    details: { uid: 'details' },
  });
});

test('cells of RFC 4180', () => {
  assert.equal(readRow('a,b'), undefined);
  assert.equal(readRow(`"open${','.repeat(14)}`), undefined);
  assert.equal(readRow(`"a"b${','.repeat(14)}`), undefined);
  assert.equal(readRow(`"a,""b"${','.repeat(14)}`)?.host, 'a,"b');
});
