import type { RefusalReason } from '../../src/model/refusal.ts';

/** What becomes of a hostile file: how many events were looked at, passed over unparsed, and refused for which reasons. */
export interface Counts {
  readonly inspected: number;
  readonly skipped: number;
  readonly refused: { readonly [reason in RefusalReason]?: number };
}

export interface HostileFile {
  readonly name: string;
  readonly content: () => Buffer;
  /** With the interest of the corpus, and with everything decoded whole where that differs. */
  readonly expected: Counts;
  readonly strict?: Counts;
}

const times = {
  requestReceivedTimestamp: '2026-11-23T04:33:40.473733Z',
  stageTimestamp: '2026-11-23T04:33:40.511404Z',
} as const;

/** An event that the interest of the corpus asks for. */
export const wanted = {
  kind: 'Event',
  apiVersion: 'audit.k8s.io/v1',
  level: 'RequestResponse',
  auditID: '1c6f8c1a-5b0e-4ac1-9d4e-0a5a2c0f7b11',
  stage: 'ResponseComplete',
  requestURI: '/apis/batch/v1/namespaces/orders/cronjobs',
  verb: 'create',
  user: { username: 'alice@corp.example', groups: ['dev', 'system:authenticated'] },
  sourceIPs: ['198.51.100.4'],
  userAgent: 'kubectl/v1.37.2 (linux/amd64) kubernetes/1234567',
  objectRef: { resource: 'cronjobs', namespace: 'orders', name: 'tidy', apiGroup: 'batch', apiVersion: 'v1' },
  responseStatus: { metadata: {}, code: 201 },
  requestObject: { kind: 'CronJob', apiVersion: 'batch/v1', metadata: { name: 'tidy' } },
  responseObject: { kind: 'CronJob', apiVersion: 'batch/v1', metadata: { name: 'tidy', uid: 'u-1' } },
  ...times,
  annotations: { 'authorization.k8s.io/decision': 'allow' },
};
const { requestObject: _request, responseObject: _response, ...head } = wanted;
/** An event that nobody asks for. */
export const dull = {
  ...head,
  level: 'Metadata',
  verb: 'get',
  objectRef: { ...head.objectRef, resource: 'leases' },
  responseStatus: { metadata: {}, code: 200 },
  ...times,
  annotations: wanted.annotations,
};

const line = (value: unknown): string => `${JSON.stringify(value)}\n`;
const good = line(wanted);
const dullLine = line(dull);
const file = (...parts: readonly (string | Buffer)[]) => Buffer.concat(parts.map(part => Buffer.from(part)));
const tenMegabytes = 'x'.repeat(10 * 1024 * 1024);
const half = good.slice(0, 400);
const text = { kind: 'Event', a: 1 };

/** Between two good events something that must not cost more than itself. */
function between(name: string, bad: string | Buffer, refused: Counts['refused'], also = 0): HostileFile {
  return {
    name,
    content: () => file(good, bad, '\n', good),
    expected: { inspected: 2 + also, skipped: 0, refused },
  };
}

export const corpus: readonly HostileFile[] = [
  { name: 'nothing', content: () => file(''), expected: { inspected: 0, skipped: 0, refused: {} } },
  {
    name: 'blank lines',
    content: () => file('\n\r\n  \n'),
    expected: { inspected: 0, skipped: 0, refused: {} },
  },
  {
    name: 'a single NUL',
    content: () => file('\0'),
    expected: { inspected: 0, skipped: 0, refused: { 'not-json': 1 } },
  },
  {
    name: 'a good log',
    content: () => file(good, dullLine, good, dullLine),
    expected: { inspected: 2, skipped: 2, refused: {} },
    strict: { inspected: 4, skipped: 0, refused: {} },
  },
  {
    name: 'a byte order mark and CRLF',
    content: () => file('\ufeff', good.replace('\n', '\r\n'), dullLine.replace('\n', '\r\n')),
    expected: { inspected: 1, skipped: 1, refused: {} },
    strict: { inspected: 2, skipped: 0, refused: {} },
  },
  {
    name: 'a last line without its end',
    content: () => file(good, half),
    expected: { inspected: 1, skipped: 0, refused: { 'cut-off': 1 } },
  },
  {
    name: 'a last line that ends like an object before its end',
    content: () => file(good, dullLine.slice(0, dullLine.indexOf('}') + 1)),
    expected: { inspected: 1, skipped: 0, refused: { 'cut-off': 1 } },
  },
  between('a cut line', half, { 'not-json': 1 }),
  between('a cut line that the next one follows on', half + good.trimEnd(), { 'not-json': 1 }),
  between('a cut line that a dull one follows on', dullLine.slice(0, 300) + dullLine.trimEnd(), {
    'not-json': 1,
  }),
  between('two events on a line', good.trimEnd() + good.trimEnd(), { 'not-json': 1 }),
  between('ten megabytes in one text', line({ ...wanted, userAgent: tenMegabytes }).trimEnd(), {}, 1),
  between('ten megabytes of letters', tenMegabytes, { 'not-json': 1 }),
  between('twenty megabytes of letters', tenMegabytes + tenMegabytes, { 'too-long': 1 }),
  between('ten megabytes of quotes', '"'.repeat(10 * 1024 * 1024), { 'not-json': 1 }),
  between('ten megabytes of backslashes', `{"a":"${'\\'.repeat(10 * 1024 * 1024)}`, { 'not-json': 1 }),
  between('100,000 brackets', '['.repeat(100_000), { 'too-deep': 1 }),
  between('100,000 pairs of brackets', '['.repeat(100_000) + ']'.repeat(100_000), { 'too-deep': 1 }),
  between('100,000 objects in objects', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`, {
    'too-deep': 1,
  }),
  between(
    'a header that is too deep',
    good.trimEnd().replace('"groups":[', `"groups":[${'['.repeat(600)}${']'.repeat(600)},`),
    { 'too-deep': 1 },
  ),
  between('invalid UTF-8', Buffer.from(good.trimEnd().replace('alice', '\u00ff\u00fe'), 'latin1'), {
    'not-utf8': 1,
  }),
  between(
    'a surrogate in UTF-8',
    Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xed, 0xa0, 0x80]), Buffer.from('"}')]),
    { 'not-utf8': 1 },
  ),
  between('a hole', Buffer.alloc(4096), { 'not-json': 1 }),
  between('a NUL in the middle of an event', good.trimEnd().replace('alice', 'a\0ice'), { 'not-json': 1 }),
  between('lone surrogates, escaped', good.trimEnd().replace('alice', '\\ud800\\udfff\\udc00'), {}, 1),
  between('NUL, escaped', good.trimEnd().replace('alice', '\\u0000'), {}, 1),
  between(
    'huge numbers',
    good
      .trimEnd()
      .replace('201', '1e400')
      .replace('"metadata":{}', `"metadata":{},"n":${'9'.repeat(400)}`),
    {},
    1,
  ),
  between('numbers that JSON does not know', good.trimEnd().replace('201', 'NaN'), { 'not-json': 1 }),
  between(
    'keys of prototypes',
    good
      .trimEnd()
      .replace(
        '"user":{',
        '"__proto__":{"verb":"get"},"constructor":{"prototype":{}},"user":{"__proto__":{"username":"x"},',
      ),
    {},
    1,
  ),
  between(
    'keys given twice: the last one counts',
    good.trimEnd().replace('"verb":"create"', '"verb":"get","verb":"create"'),
    {},
    1,
  ),
  between(
    'wrong types everywhere',
    '{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":1,"auditID":[],"stage":{},"verb":"create","user":"x","objectRef":[1],"responseStatus":"ok","annotations":[],"sourceIPs":{}}',
    {},
    1,
  ),
  between('JSON that is no event', line(text).trimEnd(), { 'not-an-audit-event': 1 }),
  between('a list', '[]', { 'not-an-audit-event': 1 }),
  between('null', 'null', { 'not-an-audit-event': 1 }),
  between('an event of a version to come', good.trimEnd().replace('k8s.io/v1', 'k8s.io/v9'), {
    'unknown-version': 1,
  }),
  between('an event of the core group', '{"kind":"Event","apiVersion":"v1","message":"Back-off"}', {
    'not-an-audit-event': 1,
  }),
  between(
    'an EventList',
    JSON.stringify({ kind: 'EventList', apiVersion: 'audit.k8s.io/v1', items: [wanted, {}, dull] }),
    { 'not-an-audit-event': 1 },
    2,
  ),
  {
    name: 'good lines among garbage',
    content: () =>
      file(
        ...Array.from({ length: 100 }, (_, at) =>
          [good, dullLine, `garbage ${at}\n`, '}{\n', '\0\n'].join(''),
        ),
      ),
    expected: { inspected: 100, skipped: 100, refused: { 'not-json': 300 } },
    strict: { inspected: 200, skipped: 0, refused: { 'not-json': 300 } },
  },
  {
    name: 'text',
    content: () => file('panic: runtime error\ngoroutine 1 [running]:\n'.repeat(1000)),
    expected: { inspected: 0, skipped: 0, refused: { 'unknown-format': 1 } },
  },
  {
    name: 'a binary file',
    content: () => Buffer.from(Array.from({ length: 200_000 }, (_, at) => (at * 7919 + (at >> 3)) & 255)),
    expected: { inspected: 0, skipped: 0, refused: { 'unknown-format': 1 } },
  },
  {
    name: 'UTF-16',
    content: () => Buffer.from(`\ufeff${good}`, 'utf16le'),
    expected: { inspected: 0, skipped: 0, refused: { 'not-utf8': 1 } },
  },
  {
    name: 'half an EventList',
    content: () =>
      file(
        '{"kind":"EventList","apiVersion":"audit.k8s.io/v1","metadata":{},"items":[',
        `${good.trimEnd()},`.repeat(50),
        half,
      ),
    expected: { inspected: 50, skipped: 0, refused: { 'cut-off': 1 } },
  },
  {
    name: 'an EventList with garbage in it',
    content: () =>
      file(
        '{"kind":"EventList","apiVersion":"audit.k8s.io/v1","items":[',
        good,
        ',17,"x",null,',
        dullLine,
        ',{"a":[}\n',
        good,
        ']}',
      ),
    expected: { inspected: 2, skipped: 1, refused: { 'not-json': 1, 'not-an-audit-event': 3 } },
    strict: { inspected: 3, skipped: 0, refused: { 'not-json': 1, 'not-an-audit-event': 3 } },
  },
  {
    name: 'pretty events, one of them damaged',
    content: () => {
      const pretty = `${JSON.stringify(wanted, null, 2)}\n`;
      return file(pretty, pretty.slice(0, 500), '\n', pretty, pretty.replace('"alice', 'alice'), pretty);
    },
    expected: { inspected: 3, skipped: 0, refused: { 'cut-off': 2 } },
  },
  {
    name: 'brackets without end',
    content: () => file('[{'.repeat(200_000)),
    expected: { inspected: 0, skipped: 0, refused: { 'unknown-format': 1 } },
  },
];
