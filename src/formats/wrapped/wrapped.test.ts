import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { All } from '../envelope/decode-all.ts';
import { decodeAll, decodeExample, reasonsOf } from '../envelope/decode-all.ts';
import { createJoinedLines } from './joined-lines.ts';

const said = (all: All): readonly string[] =>
  all.events.map(
    ({ request }) =>
      `${request.auditId.slice(-2)} ${request.verb} ${request.object?.resource} ${request.outcome}`,
  );

const everyone = ['01 create cronjobs allowed', '02 get pods allowed', '03 list secrets refused'];

test('every collector gives the same events', () => {
  const table: [string, number, readonly string[]][] = [
    ['cri.log', 1, []],
    ['docker.log', 0, []],
    ['fluent-bit.jsonl', 0, []],
    ['fluent-bit-merged.json', 0, []],
    ['fluentd.jsonl', 0, []],
    ['vector.jsonl', 0, []],
    ['journald.jsonl', 0, ['truncated-beyond-repair@4']],
    ['logcli.jsonl', 0, []],
    ['loki.json', 0, []],
    ['elastic.jsonl', 0, []],
    ['filebeat.jsonl', 0, []],
    ['splunk-hec.jsonl', 0, []],
    ['splunk-export.jsonl', 0, []],
    ['opentelemetry.json', 0, []],
    ['syslog.log', 0, []],
  ];
  for (const [name, skipped, reasons] of table) {
    for (const format of [undefined, 'wrapped'] as const) {
      const all = decodeExample('wrapped', name, { format });
      assert.deepEqual([...said(all)].sort(), everyone, name);
      assert.deepEqual([all.skipped, reasonsOf(all)], [skipped, reasons], name);
      for (const { format: by } of all.events) assert.equal(by, 'wrapped', name);
    }
  }
});

const event = (id: string, more: object = {}): string =>
  JSON.stringify({ kind: 'Event', apiVersion: 'audit.k8s.io/v1', auditID: id, verb: 'get', ...more });

const cri = (tag: string, text: string, stream = 'stdout'): string =>
  `2026-11-23T04:37:02.066567Z ${stream} ${tag} ${text}\n`;

test('lines in parts: each stream and file for itself; what stays without its rest is refused', () => {
  const [a, b] = [event('a'), event('b')];
  const text = [
    cri('P', a.slice(0, 20)),
    cri('P', b.slice(0, 30), 'stderr'),
    cri('P:x', a.slice(20, 30)),
    cri('F', b.slice(30), 'stderr'),
    cri('F', a.slice(30)),
    cri('F', event('c')),
    cri('P', event('d').slice(0, 40)),
  ].join('');
  const all = decodeAll(text);
  assert.deepEqual(
    all.events.map(({ request, origin }) => `${request.auditId}@${origin.line}`),
    ['b@4', 'a@5', 'c@6'],
  );
  assert.deepEqual(reasonsOf(all), ['cut-off@7']);
});

test('lines in parts take bounded memory', () => {
  const lines = createJoinedLines(10);
  assert.equal(lines.add('f', '123456', true), 'waits');
  assert.equal(lines.add('f', '123456', true), 'waits');
  assert.equal(lines.add('f', '1', false), 'too-long');
  assert.deepEqual(lines.add('f', 'fresh', false), { line: 'fresh' });
  assert.equal(lines.add('g\nstdout', 'rest', true), 'waits');
  assert.deepEqual(lines.drain('f\n'), []);
  assert.deepEqual(lines.drain('g\n'), ['rest']);
  assert.deepEqual(lines.drain('g\n'), []);
});

test('parts that collectors mark in their own ways', () => {
  const whole = event('a');
  const [first, second] = [whole.slice(0, 40), whole.slice(40)];
  const pairs: [object, object][] = [
    [
      { log: first, _p: 'P', stream: 'stdout', x: 1 },
      { log: second, _p: 'F', stream: 'stdout', x: 1 },
    ],
    [
      { log: first, logtag: 'P' },
      { log: second, logtag: 'F' },
    ],
    [
      { log: first, partial_message: 'true', partial_last: 'false' },
      { log: second, partial_message: 'true', partial_last: 'true' },
    ],
    [
      { log: first, stream: 'stdout', time: 't' },
      { log: `${second}\n`, stream: 'stdout', time: 't' },
    ],
  ];
  for (const pair of pairs) {
    const all = decodeAll(
      `${JSON.stringify({ message: event('first') })}\n${pair.map(one => JSON.stringify(one)).join('\n')}\n`,
      {
        format: 'wrapped',
      },
    );
    assert.deepEqual(said(all).length, 2, JSON.stringify(pair[0]));
    assert.deepEqual(all.refusals, []);
  }
});

test('fields that a collector adds beside those of the event stay out of it', () => {
  const merged = JSON.stringify({
    message: { ...JSON.parse(event('a')), stream: 'stdout', date: 1, kubernetes: { host: 'x' } },
  });
  const all = decodeAll(merged, { format: 'wrapped' });
  assert.deepEqual(all.events[0]?.event, JSON.parse(event('a')));
});

test('annotations that Elastic wrote with underscores', () => {
  const all = decodeExample('wrapped', 'elastic.jsonl');
  assert.equal(all.events[0]?.request.annotations['authorization.k8s.io/decision'], 'allow');
});

test('lines without an event are refused one by one; what the API server logs beside is counted', () => {
  const table: [string, readonly string[], number][] = [
    [cri('F', 'I1123 04:37:02.000000       1 trace.go:236] done', 'stdout'), [], 1],
    [cri('F', 'anything', 'stderr'), [], 1],
    [cri('F', 'anything'), ['not-an-audit-event@2'], 0],
    [cri('F', '{"some":"thing"}'), ['not-an-audit-event@2'], 0],
    [cri('F', '{"cut":'), ['not-json@2'], 0],
    [
      cri(
        'F',
        `${event('x', { user: { username: 'a' }, requestURI: '/' }).slice(0, -1)},"objectRef":{"a":"b[Truncated...]`,
      ),
      [],
      0,
    ],
    [cri('F', '{"kind":"Ev[Truncated...]'), ['truncated-beyond-repair@2'], 0],
    [cri('F', `${'{"a":'.repeat(501)}1${'}'.repeat(501)}`), ['too-deep@2'], 0],
    [cri('F', event('x').replace('v1', 'v2')), ['unknown-version@2'], 0],
    [`${'{"log":'.repeat(30)}1${'}'.repeat(30)}\n`, ['not-an-audit-event@2'], 0],
  ];
  for (const [line, reasons, skipped] of table) {
    const all = decodeAll(cri('F', event('a')) + line);
    assert.deepEqual([reasonsOf(all), all.skipped], [reasons, skipped], line.slice(0, 200));
  }
});

test('a log of something else is not taken for one of audit events', () => {
  for (const text of [
    cri('F', 'GET /healthz 200'),
    '{"message":"hello"}\n',
    '{"log":"x\\n","stream":"stdout","time":"t"}\n',
  ]) {
    assert.deepEqual(reasonsOf(decodeAll(text.repeat(50))), ['unknown-format@1']);
  }
});

test('a long list of wrappers, larger than what is looked at, is read item by item', () => {
  const items = Array.from({ length: 300 }, (_, index) => ({
    date: index,
    log: event(`id-${index}`, { userAgent: 'x'.repeat(400) }),
  }));
  for (const text of [JSON.stringify(items), JSON.stringify(items, null, 2)]) {
    const all = decodeAll(text);
    assert.deepEqual([all.events.length, all.refusals.length], [300, 0]);
  }
});
