import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { Activity } from '../../model/activity.ts';
import { decodeAll, decodeExample, reasonsOf } from '../envelope/decode-all.ts';
import { knownTextFormats } from '../envoy/known-formats.ts';
import { compileTextFormat } from '../envoy/text-format.ts';
import { carrierOfFile, noCarrier } from './log-carrier.ts';

/** A flow in one line: from which pod, in which direction, to whom, what, how much. */
function told(activity: Activity): string {
  if (activity.type !== 'flow') return activity.type;
  const { pod, direction, peer, method, path, status, flags, bytesSent, bytesReceived, upstream } = activity;
  const where = pod.name === '' ? '?' : `${pod.namespace}/${pod.name}`;
  const whom = `${peer.host || '?'} ${peer.address || '?'}:${peer.port}${peer.serverName === '' ? '' : ` sni ${peer.serverName}`}`;
  const what = [method, path, status || '', ...flags].filter(part => part !== '').join(' ');
  return `${where} ${direction} ${whom} | ${what} | ${bytesSent}/${bytesReceived} ${upstream}`.trimEnd();
}

const pod = 'data/nightly-29712345-x7k2p';
const table: readonly (readonly [string, string, readonly string[], number])[] = [
  [
    'envoy',
    'envoy-default.log',
    [
      '? unknown files.example.net 203.0.113.9:443 | GET /r 200 | 0/4096',
      '? unknown ? 203.0.113.10:8443 |  | 5210/88123',
      '? unknown evil.example 10.0.0.2:80 | GET / 503 UF URX | 0/91',
    ],
    1,
  ],
  [
    'envoy',
    'istio.log',
    [
      '? outbound files.example.net 203.0.113.9:80 | GET /r 200 | 0/4096 PassthroughCluster',
      '? outbound api.partner.example 198.51.100.7:443 sni api.partner.example |  | 713/5120 outbound|443||api.partner.example',
      '? outbound ledger.data 10.244.0.31:8080 | POST /report 201 | 1200/17 outbound|8080||ledger.data.svc.cluster.local',
      '? inbound ? 10.244.0.1:53000 | GET /healthz 200 | 2/0 inbound|8080||',
    ],
    1,
  ],
  [
    'envoy',
    'istio.jsonl',
    [
      `${pod} outbound files.example.net 203.0.113.9:80 | GET /r 200 | 0/4096 PassthroughCluster`,
      `${pod} outbound ? 2001:db8::9:6443 | UH | 0/0 BlackHoleCluster`,
      '? unknown 10.224.0.5 10.244.1.95:80 | GET / 200 | 0/896 httproute/demo/nginx-route/rule/0',
    ],
    0,
  ],
  [
    'envoy',
    'collected.jsonl',
    [`${pod} outbound files.example.net 203.0.113.9:80 | GET /r 200 | 0/4096 PassthroughCluster`],
    0,
  ],
  [
    'hubble',
    'flows.jsonl',
    [
      `${pod} outbound files.example.net 203.0.113.9:443 |  | 0/0`,
      `${pod} outbound ? 10.0.0.21:10250 | DROPPED | 0/0`,
      `${pod} outbound ledger.data 10.0.0.40:8080 | POST /report | 0/0`,
    ],
    1,
  ],
  ['linkerd', 'access.jsonl', ['? inbound ? 10.42.0.70:32996 | GET /books 200 | 19/0'], 0],
  [
    'nginx',
    'ingress-nginx.jsonl',
    [
      '? inbound ? 198.51.100.23:0 | GET /cart 200 | 612/431',
      '? inbound ? 2001:db8::7:52110 | POST /report 201 | 17/0',
    ],
    0,
  ],
];

for (const [format, file, expected, skipped] of table)
  test(`${format}: ${file}`, () => {
    const all = decodeExample(format, file);
    assert.deepEqual([all.activities.map(told), all.skipped, reasonsOf(all)], [expected, skipped, []]);
    for (const activity of all.activities) {
      assert.ok(activity.type === 'flow');
      assert.match(activity.at, /^2026-\d\d-\d\dT0\d:\d\d:\d\d\.?\d*Z$/);
      assert.deepEqual([activity.format, activity.origin.source], [format, format]);
    }
  });

test('nothing of a query is kept, whatever the format', () => {
  for (const [format, file] of table)
    assert.doesNotMatch(JSON.stringify(decodeExample(format, file).activities), /abc|page=2|x=1/);
});

test("the pod is known by the file's place, and the node by the collector", () => {
  const [first] = decodeExample('envoy', 'collected.jsonl').activities;
  assert.ok(first?.type === 'flow');
  assert.deepEqual(
    [first.node, first.container.name, first.pod.uid],
    ['node-1', 'istio-proxy', '3d2a53b0-0f0e-4d53-9a2e-0c6a70d7d9ab'],
  );
  const line =
    '2026-11-23T04:42:00.400Z stdout F [2026-11-23T04:42:00.310Z] "GET /r HTTP/1.1" 200 - 0 1 2 1 "-" "c" "i" "h.example" "203.0.113.9:80"';
  const file = '/var/log/pods/data_nightly-1-x_3d2a53b0-0f0e-4d53-9a2e-0c6a70d7d9ab/istio-proxy/0.log';
  const { activities } = decodeAll(line, { file });
  assert.ok(activities[0]?.type === 'flow');
  assert.deepEqual(activities[0].pod, {
    namespace: 'data',
    name: 'nightly-1-x',
    uid: '3d2a53b0-0f0e-4d53-9a2e-0c6a70d7d9ab',
  });
  const link = `/var/log/containers/nightly-1-x_data_istio-proxy-${'ab'.repeat(32)}.log`;
  assert.deepEqual(carrierOfFile(link).pod, { namespace: 'data', name: 'nightly-1-x', uid: '' });
  assert.equal(carrierOfFile('/var/log/audit.log'), noCarrier);
});

test('a line that fits no format is refused, and not guessed at', () => {
  const good =
    '[2026-11-23T04:42:00.310Z] "GET /r HTTP/1.1" 200 - 0 1 2 1 "-" "c" "i" "h.example" "203.0.113.9:80"';
  const all = decodeAll(`${good}\n[2026-11-23T04:42:00.310Z] "GET /r HTTP/1.1" 200 - 0\nsomething else\n`);
  assert.deepEqual([all.activities.length, reasonsOf(all)], [1, ['not-json@2']]);
  assert.equal(all.skipped, 1);
});

test('what a client or a server sends cannot pass for a field of the proxy', () => {
  const text = fc.string({ unit: fc.constantFrom('"', ' ', 'a', '-', '1', ':', '.'), maxLength: 60 });
  const truth = new Map([
    ['START_TIME', '2026-11-23T04:42:00.310Z'],
    ['RESPONSE_CODE', '200'],
    ['BYTES_SENT', '17'],
    ['REQ(:AUTHORITY)', 'ledger.data:8080'],
    ['UPSTREAM_HOST', '203.0.113.9:80'],
    ['UPSTREAM_CLUSTER_RAW', 'PassthroughCluster'],
  ]);
  for (const known of knownTextFormats) {
    const format = compileTextFormat(known);
    fc.assert(
      fc.property(text, text, text, (agent, forwardedFor, served) => {
        const sent = new Map([
          ...truth,
          ['REQ(USER-AGENT)', agent],
          ['REQ(X-FORWARDED-FOR)', forwardedFor],
          ['RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)', served],
        ]);
        const line = known.replaceAll(/%([^%]+)%/g, (_, name: string) => sent.get(name) ?? '-');
        const values = format.read(line);
        assert.ok(values !== undefined, line);
        for (const [name, value] of truth)
          assert.equal(values.get(name) ?? value, value, `${name} in ${line}`);
        assert.equal(values.get('UPSTREAM_HOST'), '203.0.113.9:80');
      }),
      { numRuns: 400 },
    );
  }
});

test('no line makes the reader throw', () => {
  const format = compileTextFormat('%START_TIME% %% [%REQ(A?B):10%] %A%%B% "%C%"');
  fc.assert(fc.property(fc.string(), line => void format.read(line)));
  assert.deepEqual([...(format.read('now % [x y] 12 "c"') ?? [])].slice(0, 2), [
    ['START_TIME', 'now'],
    ['REQ(A?B)', 'x y'],
  ]);
});
