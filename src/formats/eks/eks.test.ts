import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { All } from '../envelope/decode-all.ts';
import { decodeAll, decodeExample, reasonsOf } from '../envelope/decode-all.ts';

const names = (all: All): readonly string[] =>
  all.events.map(({ request }) => `${request.verb} ${request.object?.resource} ${request.user.user}`);

const everyone = [
  'create cronjobs alice@shop.example',
  'get pods oncall@shop.example',
  'list secrets system:serviceaccount:shop:web',
];

test('every shape in which CloudWatch delivers gives the same events', () => {
  const table: [string, number, string][] = [
    ['subscription.jsonl', 2, 'shop-prod'],
    ['firehose-concatenated.log', 2, 'shop-prod'],
    ['lambda.json', 0, 'shop-prod'],
    ['kinesis.json', 1, 'shop-prod'],
    ['firehose-transform.json', 1, 'shop-prod'],
    ['filter-log-events.json', 1, ''],
    ['get-log-events.json', 0, ''],
    ['insights.json', 0, 'shop-prod'],
  ];
  for (const [name, skipped, cluster] of table) {
    for (const format of [undefined, 'eks'] as const) {
      const all = decodeExample('eks', name, { format });
      assert.deepEqual(names(all), everyone, name);
      assert.deepEqual([all.skipped, reasonsOf(all)], [skipped, []], name);
      for (const { cluster: seen, format: by } of all.events)
        assert.deepEqual([seen, by], [cluster, 'eks'], name);
    }
  }
});

test('an export to S3: truncated lines are saved as far as they go, lines of other components are passed over', () => {
  const all = decodeExample('eks', 's3-export.log');
  assert.deepEqual(names(all), [...everyone, everyone[0]]);
  assert.deepEqual([all.skipped, reasonsOf(all)], [1, ['truncated-beyond-repair@5']]);
  const saved = all.events[3]?.request;
  assert.ok(saved !== undefined);
  assert.equal(saved.truncated, true);
  assert.equal(saved.at, '2026-11-23T04:41:02.066Z');
  assert.equal(saved.code, 201);
  assert.equal(saved.outcome, 'allowed');
  assert.deepEqual(saved.requestObject, all.events[0]?.request.requestObject);
  assert.deepEqual(saved.responseObject, {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'nightly-report' },
  });
  assert.equal(all.events[0]?.request.truncated, false);
  assert.equal(all.events[3]?.origin.line, 4);
});

test('streams of other components are told by the path of the export', () => {
  const text = readFileSync(new URL('examples/authenticator.log', import.meta.url), 'utf8');
  const file = 'export/1b2c/authenticator-0a1b2c3d4e5f60718293a4b5c6d7e8f9/000000.gz';
  for (const options of [{ file }, {}]) {
    const all = decodeAll(text, options);
    assert.deepEqual([all.activities.length, all.skipped, all.refusals.length], [0, 1, 0]);
  }
});

test('what is inside a payload is judged: damage, bombs, payloads in payloads, other text', () => {
  const lambda = (payload: Buffer): string =>
    JSON.stringify({ awslogs: { data: payload.toString('base64') } });
  const table: [Buffer, string][] = [
    [gzipSync('{"messageType":"DATA_MESSAGE"').subarray(0, 20), 'corrupt-compression@1'],
    [gzipSync(Buffer.alloc(65 * 1024 * 1024, ' ')), 'expands-too-far@1'],
    [gzipSync('no json'), 'not-json@1'],
    [gzipSync(`${'['.repeat(600)}${']'.repeat(600)}`), 'too-deep@1'],
    [gzipSync('{"some":"thing"}'), 'not-an-audit-event@1'],
    [gzipSync(lambda(gzipSync('{}'))), 'not-an-audit-event@1'],
    [gzipSync('{"logGroup":"g","logStream":"","logEvents":[{"message":"hello"}]}'), 'not-an-audit-event@1'],
    [
      gzipSync(
        '{"logEvents":[{"message":"{\\"kind\\":\\"Event\\",\\"apiVersion\\":\\"audit.k8s.io/v9\\"}"}]}',
      ),
      'unknown-version@1',
    ],
  ];
  for (const [payload, reason] of table) {
    const all = decodeAll(lambda(payload));
    assert.deepEqual([all.activities.length, reasonsOf(all)], [0, [reason]], reason);
  }
});

test('times that no date has do no harm', () => {
  const event = (timestamp: unknown): string =>
    JSON.stringify({
      logEvents: [
        {
          timestamp,
          message:
            '{"kind":"Event","apiVersion":"audit.k8s.io/v1","verb":"get","requestURI":"/","user":{"username":"a"},"objectRef":{"res[Truncated...]',
        },
      ],
    });
  for (const timestamp of [1e300, -1e300, 'x', null, {}, 0]) {
    const all = decodeAll(event(timestamp), { format: 'eks' });
    assert.equal(
      all.events[0]?.request.at,
      timestamp === 0 ? '1970-01-01T00:00:00.000Z' : '',
      String(timestamp),
    );
  }
});
