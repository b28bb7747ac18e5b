import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { Interest } from '../model/interest.ts';
import type { Json } from '../model/json.ts';
import type { DecoderOptions } from './decoder.ts';
import { createDecoder, formatNames } from './decoder.ts';
import { formatParts } from './parts.ts';

interface Outcome {
  readonly formats: readonly string[];
  readonly lines: readonly number[];
  readonly events: readonly Json[];
  /** `not-json@3` */
  readonly refusals: readonly string[];
  readonly skipped: number;
}

const everything = { cluster: 'c', interest: 'everything' } as const;

function decodeChunks(chunks: readonly Buffer[], options: DecoderOptions = everything): Outcome {
  const found: { formats: string[]; lines: number[]; events: Json[]; refusals: string[]; skipped: number } = {
    formats: [],
    lines: [],
    events: [],
    refusals: [],
    skipped: 0,
  };
  const push = createDecoder(options, ({ activities, refusals, skipped }) => {
    for (const activity of activities) {
      found.formats.push(activity.format);
      found.lines.push(activity.origin.line);
      found.events.push(
        JSON.parse(
          JSON.stringify(
            activity.type === 'audit' ? activity.event : 'object' in activity ? activity.object : {},
          ),
        ),
      );
    }
    found.refusals.push(...refusals.map(({ reason, origin }) => `${reason}@${origin.line}`));
    found.skipped += skipped;
  });
  for (const chunk of chunks) {
    const reused = Buffer.from(chunk);
    push({ source: 'audit-file', file: 'a.log', bytes: reused, last: false });
    reused.fill(0x3f);
  }
  push({ source: 'audit-file', file: 'a.log', bytes: Buffer.alloc(0), last: true });
  return found;
}

const decode = (text: string | Buffer, options?: DecoderOptions): Outcome =>
  decodeChunks([Buffer.from(text)], options);

const event = {
  kind: 'Event',
  apiVersion: 'audit.k8s.io/v1',
  level: 'Request',
  auditID: 'a-1',
  stage: 'ResponseComplete',
  requestURI: '/apis/batch/v1/namespaces/orders/jobs',
  verb: 'create',
  user: { username: 'alice' },
  sourceIPs: ['198.51.100.4'],
  userAgent: 'kubectl',
  objectRef: { resource: 'jobs', namespace: 'orders', name: 'tidy', apiGroup: 'batch', apiVersion: 'v1' },
  responseStatus: { metadata: {}, code: 201 },
  requestObject: { kind: 'Job', metadata: { name: 'tidy' } },
  requestReceivedTimestamp: '2026-11-23T04:33:40.473733Z',
  stageTimestamp: '2026-11-23T04:33:40.511404Z',
};
const { kind: _kind, apiVersion: _apiVersion, ...item } = event;
const compact = JSON.stringify(event);
const pretty = JSON.stringify(event, null, 2);
const list = { kind: 'EventList', apiVersion: 'audit.k8s.io/v1', metadata: {}, items: [item, item] };
const prettyLines = pretty.split('\n').length;
const bom = '\ufeff';
const big = { ...event, requestObject: { text: 'x'.repeat(200_000) } };

describe('the layout of an audit log is recognised', () => {
  const cases: readonly (readonly [string, string, readonly number[]])[] = [
    ['JSON lines', `${compact}\n${compact}\n`, [1, 2]],
    ['one line', compact, [1]],
    ['CRLF', `${compact}\r\n${compact}\r\n`, [1, 2]],
    ['a byte order mark', `${bom}${compact}\n${compact}\n`, [1, 2]],
    ['blank lines first', `\n\n  \n${compact}\n`, [4]],
    ['a first line of 200 kB', `${JSON.stringify(big)}\n${compact}\n`, [1, 2]],
    ['one pretty event', pretty, [1]],
    ['pretty events', `${pretty}\n${pretty}\n`, [1, prettyLines + 1]],
    ['a pretty event of 200 kB', JSON.stringify(big, null, 2), [1]],
    ['events without anything between them', compact + compact, [1, 1]],
    ['a list of events', `[\n${compact},\n${compact}\n]\n`, [2, 3]],
    ['a list of one event', `[\n${compact}\n]\n`, [2]],
    ['a pretty list', JSON.stringify([event, event], null, 2), [2, prettyLines + 2]],
    ['an EventList', JSON.stringify(list), [1, 1]],
    ['an EventList a line', `${JSON.stringify(list)}\n${JSON.stringify(list)}\n`, [1, 1, 2, 2]],
    ['a pretty EventList', JSON.stringify(list, null, 2), [6, prettyLines + 4]],
    [
      'an EventList with a line for each item',
      `{"kind":"EventList","apiVersion":"audit.k8s.io/v1","items":[\n${compact}\n]}`,
      [2],
    ],
    [
      'an EventList with sorted keys',
      JSON.stringify({ apiVersion: 'audit.k8s.io/v1', items: [item], kind: 'EventList' }),
      [1],
    ],
    ['an EventList of v1beta1', JSON.stringify({ ...list, apiVersion: 'audit.k8s.io/v1beta1' }), [1, 1]],
    ['an event without apiVersion', JSON.stringify(item), [1]],
    ['a rotated log: half an event first', `0","verb":"get"}\n${compact}\n`, [2]],
    ['other text first', `starting\n# log\n${compact}\n`, [3]],
  ];
  for (const [name, text, lines] of cases)
    test(name, () => {
      const found = decode(text);
      assert.deepEqual(found.lines, lines);
      assert.deepEqual(new Set(found.formats), new Set(['kubernetes-audit']));
      for (const each of found.events) assert.equal(JSON.stringify(each).includes('"verb":"create"'), true);
    });
});

describe('what no format knows is refused once', () => {
  const cases: readonly (readonly [string, string | Buffer, string])[] = [
    ['text', 'hello\nworld\n', 'unknown-format'],
    ['other JSON lines', '{"a":1}\n{"b":2}\n', 'unknown-format'],
    ['a list of numbers', '[1,2,3]', 'unknown-format'],
    [
      'a binary file',
      Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0xff, 0xfe, 10, 0x80]),
      'unknown-format',
    ],
    ['UTF-16 with a mark', Buffer.from(`${bom}${compact}`, 'utf16le'), 'not-utf8'],
    ['UTF-16 without', Buffer.from(compact, 'utf16le'), 'not-utf8'],
  ];
  for (const [name, text, reason] of cases)
    test(`${name}: ${reason}`, () => {
      assert.deepEqual(decode(text).refusals, [`${reason}@1`]);
      assert.deepEqual(decode(text).events, []);
    });
});

describe('what is empty is neither used nor refused', () => {
  for (const [name, text] of [
    ['nothing', ''],
    ['blanks', ' \n\r\n'],
    ['a byte order mark', bom],
  ] as const)
    test(name, () => assert.deepEqual(decode(text), decode('')));
  test('it has no events', () => assert.deepEqual(decode('').events, []));
});

test('a hole of NULs before the log is counted, however large', () => {
  const hole = Buffer.alloc(300_000);
  const found = decodeChunks([hole, hole, Buffer.from(`${compact}\n`)]);
  assert.deepEqual([found.refusals, found.events.length], [['not-json@1'], 1]);
});

test('a log that ends inside of a line was cut off', () => {
  assert.deepEqual(decode(`${compact}\n${compact.slice(0, 100)}`).refusals, ['cut-off@2']);
  assert.deepEqual(decode(`${compact}\n${compact.slice(0, 100)}\n${compact}`).refusals, ['not-json@2']);
  assert.deepEqual(decode(`${compact}\nhello`).refusals, ['not-json@2']);
});

test('a line longer than the limit is refused, and the next one read', () => {
  const found = decode(`${compact}\n${JSON.stringify(big)}\n${compact}\n`, {
    ...everything,
    maxRecordBytes: 10_000,
  });
  assert.deepEqual([found.refusals, found.lines], [['too-long@2'], [1, 3]]);
});

test('damage in a body is told after the event, with its line', () => {
  const interest: Interest = { pair: () => true, codes: new Set() };
  const damaged = compact.replace('"metadata":{"name"', '"metadata":{"name" ');
  const broken = compact.replace('"kind":"Job",', '"kind":"Job"');
  const order: string[] = [];
  const push = createDecoder({ cluster: '', interest }, ({ activities, refusals }) => {
    for (const activity of activities)
      order.push(activity.type === 'audit' && activity.request.requestObject ? 'body' : 'no body');
    order.push(...refusals.map(({ reason, origin }) => `${reason}@${origin.line}`));
  });
  const bytes = Buffer.from(`${damaged}\n${broken}\n${compact}\n`);
  push({ source: 's', file: 'f', bytes, last: true });
  assert.deepEqual(order, ['body', 'no body', 'not-json@2', 'body']);
});

test('files that arrive in turns are kept apart', () => {
  const lines: string[] = [];
  const push = createDecoder(everything, ({ activities }) => {
    for (const { origin } of activities) lines.push(`${origin.file}:${origin.line}`);
  });
  const give = (file: string, text: string, last = false) =>
    push({ source: 'audit-file', file, bytes: Buffer.from(text), last });
  give('a', `${compact}\n${compact.slice(0, 50)}`);
  give('b', `\n${compact.slice(0, 99)}`);
  give('a', `${compact.slice(50)}\n`, true);
  give('b', `${compact.slice(99)}\n`, true);
  give('a', `${compact}\n`, true);
  assert.deepEqual(lines, ['a:1', 'a:2', 'b:2', 'a:1']);
});

test('a growing file is recognised by its first line, not at its end', () => {
  let seen = 0;
  const push = createDecoder(everything, ({ activities }) => {
    seen += activities.length;
  });
  push({ source: 's', file: 'f', bytes: Buffer.from(`${compact}\n`), last: false });
  assert.equal(seen, 1);
});

describe('a format that is named', () => {
  test('is used for what would not be recognised', () => {
    const found = decode('hello\n{"kind":"Pod","apiVersion":"v1"}\n', {
      ...everything,
      format: 'kubernetes-audit',
    });
    assert.deepEqual(found.refusals, ['not-json@1', 'not-an-audit-event@2']);
  });
  test('does not hinder the layout from being recognised', () => {
    assert.equal(decode(pretty, { ...everything, format: 'kubernetes-audit' }).events.length, 1);
  });
});

test('every name of a format has one part, in this order', () => {
  assert.deepEqual(
    formatParts.map(({ name }) => name),
    [...formatNames],
  );
});

/** The examples of all formats, each folder under the name of its format. */
const examples = formatNames.flatMap(format => {
  const folder = join(import.meta.dirname, format, 'examples');
  return listFiles(folder).map(file => [format, file, readFileSync(join(folder, file))] as const);
});

function listFiles(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter(entry => entry.isFile() && !/^(LICENSE|README)|\.conf$/.test(entry.name))
      .map(entry => entry.name);
  } catch {
    return [];
  }
}

describe('examples of all formats', () => {
  for (const [format, file, bytes] of examples) {
    test(`${format}/${file} is recognised, whatever the chunks`, () => {
      const whole = decode(bytes);
      assert.deepEqual([...new Set(whole.formats)], whole.events.length > 0 ? [format] : []);
      assert.equal(
        whole.refusals.some(refusal => refusal.startsWith('unknown-format')),
        false,
      );
      for (const size of [1, 7, 1000]) {
        const chunks = [];
        for (let at = 0; at < Math.min(bytes.length, 20_000); at += size)
          chunks.push(bytes.subarray(at, at + size));
        const rest = bytes.subarray(chunks.length * size);
        assert.deepEqual(decodeChunks([...chunks, rest]), whole, `in pieces of ${size}`);
      }
    });
  }
});

describe('any bytes', () => {
  const pieces = fc.constantFrom(
    compact,
    pretty,
    JSON.stringify(list),
    compact.slice(0, 120),
    compact.slice(90),
    '\n',
    '\r\n',
    '{',
    '}',
    '[',
    ']',
    '"',
    ',',
    '\0',
    bom,
    ' ',
    'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n',
    '---\n',
    '{"log":"',
    '2026-11-23T04:33:40Z stdout F ',
  );
  const bytes = fc.oneof(
    fc.array(pieces, { maxLength: 10 }).map(texts => Buffer.from(texts.join(''))),
    fc.uint8Array({ maxLength: 200 }).map(array => Buffer.from(array)),
    fc.constantFrom(...examples.map(([, , content]) => content.subarray(0, 3000))),
  );
  const interest: Interest = { pair: verb => verb === 'get', codes: new Set([403]) };

  test('no chunking changes what is found, and nothing throws', () => {
    fc.assert(
      fc.property(bytes, fc.array(fc.nat(5000), { maxLength: 6 }), (content, at) => {
        const places = [0, ...at.map(cut => cut % (content.length + 1)), content.length].toSorted(
          (a, b) => a - b,
        );
        const chunks = places.slice(1).map((end, index) => content.subarray(places[index], end));
        for (const options of [everything, { cluster: 'c', interest }])
          assert.deepEqual(decodeChunks(chunks, options), decodeChunks([content], options));
      }),
      { numRuns: 1500 },
    );
  });

  test('no named format throws', () => {
    fc.assert(
      fc.property(bytes, fc.constantFrom(...formatNames), (content, format) => {
        decode(content, { ...everything, format });
      }),
      { numRuns: 1500 },
    );
  });
});
