import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import type { JsonObject } from '../../src/model/json.ts';
import { listAt, numberAt, stringAt } from '../../src/model/json.ts';
import { auditEvent } from '../support/signals.ts';
import {
  fileOf,
  harmless,
  linesOf,
  newFolder,
  objectsIn,
  recording,
  suspicious,
  watchbill,
} from './run-watchbill.ts';

/** A heap that is far too small to hold any of these inputs twice. */
const env = { NODE_OPTIONS: '--max-old-space-size=160' };

interface Outcome {
  readonly code: number | null;
  readonly summary: JsonObject;
  readonly refused: Readonly<Record<string, number>>;
  readonly findings: number;
}

function scanned(text: string | Buffer, ...words: readonly string[]): Outcome {
  const { code, out, err } = watchbill(['scan', fileOf(text), '-o', 'ndjson', ...words], { env });
  assert.doesNotMatch(err, /bug of Watchbill|heap out of memory/);
  const objects = objectsIn(out);
  const summary = objects.at(-1) ?? {};
  assert.equal(summary['type'], 'summary');
  const refusals = listAt(summary, 'refusals').map(each => [
    stringAt(each, 'reason') ?? '',
    numberAt(each, 'count') ?? 0,
  ]);
  const findings = objects.filter(({ type }) => type === 'finding').length;
  return { code, summary, refused: Object.fromEntries(refusals), findings };
}

const good = suspicious;
const event = JSON.stringify(auditEvent());
const known = scanned(good).findings;

describe('hostile input: counted refusals, and what is good beside it is judged', () => {
  const table: readonly (readonly [what: string, bad: string | Buffer, reason: string])[] = [
    ['a line cut off in the middle', `${event.slice(0, 700)}\n`, 'not-json'],
    ['a line that goes on after its object', `${event}}}}\n`, 'not-json'],
    ['text', 'panic: runtime error\n', 'not-json'],
    ['JSON of something else', '{"hello": "world"}\n', 'not-an-audit-event'],
    [
      '10 MB of one value, beyond the limit',
      `${JSON.stringify(auditEvent({ userAgent: 'x'.repeat(10 << 20) }))}\n`,
      'too-long',
    ],
    ['nesting', `${event.slice(0, -1)},"x":${'['.repeat(100_000)}${']'.repeat(100_000)}}\n`, 'too-deep'],
    [
      'bytes that are not UTF-8',
      Buffer.concat([
        Buffer.from(event.slice(0, 40)),
        Buffer.from([0xff, 0xfe, 0xc0]),
        Buffer.from(`${event.slice(40)}\n`),
      ]),
      'not-utf8',
    ],
    ['NUL bytes', `${'\0'.repeat(1000)}\n`, 'not-json'],
  ];
  for (const [what, bad, reason] of table)
    it(what, () => {
      const text = Buffer.concat([Buffer.from(harmless), Buffer.from(bad), Buffer.from(good)]);
      const { refused, findings, code } = scanned(text, '--strict', '--max-record-bytes', String(8 << 20));
      assert.deepEqual(refused, { [reason]: 1 });
      assert.ok(findings >= known, `${findings} findings`);
      assert.equal(code, 3);
    });

  it('a last line without its end', () => {
    const { refused, findings } = scanned(good + event.slice(0, 900));
    assert.deepEqual(refused, { 'cut-off': 1 });
    assert.equal(findings, known);
  });

  it('a line of 10 MB within the limit is judged', () => {
    const long = auditEvent({ auditID: 'long', userAgent: 'x'.repeat(10 << 20) });
    const { findings, summary } = scanned(linesOf(long));
    assert.ok(findings >= known);
    assert.equal(summary['refused'], 0);
  });
});

describe('hostile values', () => {
  const judged = (what: string, text: string): void =>
    void it(what, () => {
      const { summary, findings } = scanned(text);
      assert.equal(summary['events'], 1);
      assert.ok(findings >= 1);
    });

  judged(
    'keys that would reach a prototype',
    `${event.slice(0, -1)},"__proto__":{"verb":"get"},"constructor":{"prototype":{"verb":"get"}}}\n`,
  );
  judged('huge numbers', `${event.slice(0, -1)},"big":1e999,"long":${'9'.repeat(4000)}}\n`);
  judged('a key given twice', `${event.slice(0, -1)},"zzz":1,"zzz":2}\n`);
  judged('half a surrogate pair', `${event.slice(0, -1)},"half":"\\ud800"}\n`);
  judged('carriage returns', `${event}\r\n`);
  judged('a byte order mark', `\ufeff${event}\n`);

  it('names of types that are none', () => {
    const odd = [
      auditEvent({ verb: 5, user: 'x', objectRef: [], sourceIPs: 'x', responseStatus: [], requestObject: 7 }),
      auditEvent({ verb: null, user: null, objectRef: null, annotations: [], responseObject: 'x' }),
      auditEvent({
        requestObject: { kind: 'CronJob', spec: { jobTemplate: [[]] } },
        responseObject: { spec: 9 },
      }),
      auditEvent({
        responseObject: { kind: 'Pod', metadata: [], spec: { containers: { a: 1 }, volumes: 'x' } },
      }),
    ];
    const { summary } = scanned(linesOf(...odd), '--rules', 'watchbill', '--rules', 'community', '--strict');
    assert.equal(Number(summary['events']) + Number(summary['refused']), odd.length);
  });
});

describe('decompression', () => {
  const bomb = Buffer.alloc(300 << 20, `${JSON.stringify({ a: ' '.repeat(1000) })}\n`);

  it('a bomb is read in bounded memory', () => {
    for (const bytes of [gzipSync(bomb, { level: 1 }), zstdCompressSync(bomb)]) {
      const { code, summary } = scanned(bytes);
      assert.equal(code, 3);
      assert.ok(Number(summary['refused']) > 0);
    }
  });

  it('what came before the damage is judged', () => {
    const bytes = gzipSync(good.repeat(2000));
    const { refused, findings, code } = scanned(bytes.subarray(0, bytes.length - 100));
    assert.ok('corrupt-compression' in refused || 'cut-off' in refused);
    assert.ok(findings >= known);
    assert.equal(code, 3);
  });
});

it('every wrong file beside a good one, in one folder', () => {
  const folder = newFolder();
  assert.equal(watchbill(['scan', folder, recording, '-o', 'ndjson']).code, 3);
});
