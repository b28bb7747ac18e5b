import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { Activity } from '../../model/activity.ts';
import type { Interest } from '../../model/interest.ts';
import type { Json } from '../../model/json.ts';
import type { Refusal } from '../../model/refusal.ts';
import type { Decoded } from '../../model/seams.ts';
import { createAuditFormat } from './audit-format.ts';

const everybody: Interest = { pair: () => true, codes: new Set() };
const nobody: Interest = { pair: () => false, codes: new Set() };

interface Run {
  readonly decoded: Decoded;
  /** What was found to be damaged when a body was read. */
  readonly later: readonly Refusal[];
}

function decode(
  text: string | Buffer,
  interest: Interest | 'everything' = everybody,
  unterminated = false,
): Run {
  const later: Refusal[] = [];
  const bytes = Buffer.concat([Buffer.from('before\n'), Buffer.from(text), Buffer.from('\nbehind')]);
  const options = { cluster: 'c1', interest, refuseLater: (refusal: Refusal) => void later.push(refusal) };
  const position = { start: 7, end: bytes.length - 7, source: 'audit-file', file: 'a.log', line: 4 };
  return { decoded: createAuditFormat(options).decode({ bytes, ...position, unterminated }), later };
}

function events({ decoded }: Run): readonly Json[] {
  return decoded.activities.map((activity: Activity) => (activity.type === 'audit' ? activity.event : null));
}

const times = {
  requestReceivedTimestamp: '2026-11-23T04:33:40.473733Z',
  stageTimestamp: '2026-11-23T04:33:40.511404Z',
};
const header = {
  kind: 'Event',
  apiVersion: 'audit.k8s.io/v1',
  level: 'RequestResponse',
  auditID: 'a-1',
  stage: 'ResponseComplete',
  requestURI: '/apis/batch/v1/namespaces/orders/cronjobs',
  verb: 'create',
  user: { username: 'alice', groups: ['dev'] },
  sourceIPs: ['198.51.100.4'],
  userAgent: 'kubectl',
  objectRef: { resource: 'cronjobs', namespace: 'orders', name: 'tidy', apiGroup: 'batch', apiVersion: 'v1' },
  responseStatus: { metadata: {}, code: 201 },
};
const request = { kind: 'CronJob', metadata: { name: 'tidy' }, spec: { schedule: '* * * * *' } };
const event = {
  ...header,
  requestObject: request,
  responseObject: { ...request, status: {} },
  ...times,
  annotations: { a: 'b' },
};

test('an activity knows where it was read', () => {
  const [activity] = decode(JSON.stringify(event)).decoded.activities;
  assert.deepEqual(activity?.origin, { source: 'audit-file', file: 'a.log', line: 4 });
  assert.deepEqual(
    [activity?.type, activity?.cluster, activity?.format],
    ['audit', 'c1', 'kubernetes-audit'],
  );
});

describe('an event whose bodies wait to be read looks like one that was parsed whole', () => {
  const { requestObject, responseObject } = event;
  const cases: readonly (readonly [string, Json])[] = [
    ['both bodies', event],
    ['a request alone', { ...header, level: 'Request', requestObject, ...times }],
    ['a response alone', { ...header, responseObject, ...times, annotations: {} }],
    ['no bodies', { ...header, ...times }],
    ['no times', { ...header, requestObject }],
    ['an item of a list', { ...event, kind: undefined, apiVersion: undefined }],
    [
      'a JSON patch',
      { ...header, requestObject: [{ op: 'add', path: '/a', value: { responseObject: 1 } }], ...times },
    ],
    ['a request that is null', { ...header, requestObject: null, ...times }],
    ['a body that is a text', { ...header, requestObject: ',"responseObject":', ...times }],
    [
      'keys of an event in the request',
      {
        ...header,
        requestObject: {
          a: 1,
          requestObject: { b: 2 },
          responseObject: { c: 3 },
          requestReceivedTimestamp: 'x',
        },
        responseObject,
        ...times,
      },
    ],
    [
      'a key of an event in the request, at its level',
      { ...header, level: 'Request', requestObject: { a: 1, responseObject: {} }, ...times },
    ],
    [
      'keys of an event in the response',
      {
        ...header,
        requestObject,
        responseObject: { a: 1, responseObject: { b: 1 }, requestReceivedTimestamp: 'x' },
        ...times,
      },
    ],
    [
      'keys of an event in the annotations',
      { ...event, annotations: { a: 'x', requestReceivedTimestamp: 'y', requestObject: 'z' } },
    ],
    [
      'keys of an event in extra',
      { ...event, user: { username: 'a', extra: { a: ['b'], requestObject: ['c'] } } },
    ],
    ['bodies in the other order', { ...header, responseObject, requestObject, ...times }],
    [
      'all of it inside another field',
      { kind: 'Event', apiVersion: 'audit.k8s.io/v1', level: 'Request', more: { ...event } },
    ],
    ['bodies last', { ...header, ...times, requestObject, responseObject }],
  ];
  for (const [name, value] of cases)
    test(name, () => {
      const text = JSON.stringify(value);
      const run = decode(text);
      const whole: Json = JSON.parse(text);
      assert.deepEqual(JSON.parse(JSON.stringify(events(run))), [whole]);
      assert.deepEqual(run.later, []);
      const [found] = events(run);
      assert.deepEqual(new Set(Object.keys(found ?? {})), new Set(Object.keys(whole ?? {})));
    });
});

test('a body that was looked at is parsed once, and still there after other records were read', () => {
  const format = createAuditFormat({ cluster: '', interest: everybody });
  const bytes = Buffer.from(JSON.stringify(event));
  const { activities } = format.decode({
    bytes,
    start: 0,
    end: bytes.length,
    source: 's',
    file: 'f',
    line: 1,
  });
  const [activity] = activities;
  assert.ok(activity?.type === 'audit');
  assert.deepEqual(activity.request.requestObject, request);
  bytes.fill(0);
  assert.deepEqual(activity.event['requestObject'], request);
  assert.equal(activity.request.requestObject, activity.event['requestObject']);
});

describe('the head of a response', () => {
  const head = (value: Json) => {
    const [activity] = decode(JSON.stringify(value)).decoded.activities;
    return activity?.type === 'audit' ? activity.request.responseHead : undefined;
  };
  const responseObject = {
    kind: 'Job',
    apiVersion: 'batch/v1',
    metadata: { name: 'run-1', uid: 'u-1', labels: {} },
  };
  const { metadata, ...type } = responseObject;

  test('has its type and its metadata, but for the managed fields', () => {
    const managed = { ...metadata, managedFields: [{ manager: 'kubectl' }] };
    const found = head({ ...event, responseObject: { ...responseObject, metadata: managed } });
    assert.deepEqual(found, { ...type, metadata });
  });
  test('is not taken from a key inside of the request', () => {
    const forged = { a: 1, responseObject: { ...type, metadata: { name: 'forged', uid: 'u-2' } } };
    const found = head({ ...event, requestObject: forged, responseObject });
    assert.deepEqual(found, { ...type, metadata });
  });
  test('is all of it in another layout', () => {
    assert.deepEqual(head({ ...event, responseObject: { metadata, ...type } }), { metadata, ...type });
  });
  test('is absent where the response is damaged', () => {
    const run = decode(JSON.stringify({ ...event, responseObject }).replace('run-1', 'run\u0001'));
    const [activity] = run.decoded.activities;
    assert.ok(activity?.type === 'audit');
    assert.equal(activity.request.responseHead, undefined);
    assert.deepEqual(
      run.later.map(({ reason }) => reason),
      ['not-json'],
    );
  });
});

describe('what cannot be used', () => {
  const whole = JSON.stringify(event);
  const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
  const notUtf8 = Buffer.from(whole.replace('alice', 'al\u00ffce'), 'latin1');
  const cases: readonly (readonly [string, string | Buffer, string])[] = [
    ['no JSON', 'hello', 'not-json'],
    ['half an event', whole.slice(0, 300), 'not-json'],
    ['two events on a line', whole + whole, 'not-json'],
    ['a trailing comma', `${whole},`, 'not-json'],
    ['a text', '"hello"', 'not-an-audit-event'],
    ['a number', '1e400', 'not-an-audit-event'],
    ['a list', `[${whole}]`, 'not-an-audit-event'],
    ['an empty object', '{}', 'not-an-audit-event'],
    ['a pod', '{"kind":"Pod","apiVersion":"v1"}', 'not-an-audit-event'],
    [
      'an event of the core group',
      '{"kind":"Event","apiVersion":"v1","reason":"BackOff"}',
      'not-an-audit-event',
    ],
    [
      'an event without any of its fields',
      '{"kind":"Event","apiVersion":"audit.k8s.io/v1"}',
      'not-an-audit-event',
    ],
    ['a policy', '{"kind":"Policy","apiVersion":"audit.k8s.io/v1","rules":[]}', 'not-an-audit-event'],
    ['a version to come', whole.replace('audit.k8s.io/v1', 'audit.k8s.io/v2'), 'unknown-version'],
    [
      'a list of a version to come',
      '{"kind":"EventList","apiVersion":"audit.k8s.io/v2","items":[]}',
      'unknown-version',
    ],
    ['invalid UTF-8', notUtf8, 'not-utf8'],
    [
      'an encoded surrogate',
      Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xed, 0xa0, 0x80]), Buffer.from('"}')]),
      'not-utf8',
    ],
    ['100,000 brackets', '['.repeat(100_000), 'too-deep'],
    ['501 levels', deep(501), 'too-deep'],
    ['500 levels', deep(500), 'not-an-audit-event'],
    ['brackets inside of a text', JSON.stringify('['.repeat(2000)), 'not-an-audit-event'],
  ];
  for (const [name, text, reason] of cases)
    test(`${name}: ${reason}`, () => {
      for (const interest of [everybody, 'everything'] as const) {
        const { decoded } = decode(text, interest);
        assert.deepEqual(
          decoded.refusals.map(refusal => refusal.reason),
          [reason],
        );
        assert.deepEqual(decoded.refusals[0]?.origin, { source: 'audit-file', file: 'a.log', line: 4 });
        assert.deepEqual(decoded.activities, []);
      }
    });
});

describe('damage inside of a body', () => {
  const damaged = JSON.stringify(event).replace('"schedule":', '"schedule"');
  const deep = {
    ...header,
    level: 'Request',
    requestObject: { a: JSON.parse('['.repeat(600) + ']'.repeat(600)) },
    ...times,
  };
  const cases = [
    ['damaged', damaged, 'not-json'],
    ['too deep', JSON.stringify(deep), 'too-deep'],
  ] as const;
  for (const [name, text, reason] of cases) {
    test(`${name}: the header is read, and the refusal comes with the body`, () => {
      const run = decode(text);
      assert.equal(run.decoded.activities.length, 1);
      assert.equal(run.later.length, 0);
      const [activity] = run.decoded.activities;
      assert.ok(activity?.type === 'audit');
      assert.equal(activity.request.object?.name, 'tidy');
      assert.equal(activity.request.requestObject, undefined);
      assert.deepEqual(
        run.later.map(refusal => [refusal.reason, refusal.origin.line]),
        [[reason, 4]],
      );
      assert.equal(activity.request.requestObject, undefined);
      assert.equal(run.later.length, 1);
    });
    test(`${name}: with everything decoded whole the event is refused`, () => {
      assert.deepEqual(
        decode(text, 'everything').decoded.refusals.map(refusal => refusal.reason),
        [reason],
      );
    });
  }
});

test('an EventList on one line: its items, and a refusal for each misfit', () => {
  const { kind: _kind, apiVersion: _version, ...item } = event;
  const list = {
    kind: 'EventList',
    apiVersion: 'audit.k8s.io/v1',
    metadata: {},
    items: [item, { a: 1 }, item],
  };
  const { decoded } = decode(JSON.stringify(list), nobody);
  assert.equal(decoded.activities.length, 2);
  assert.deepEqual(
    decoded.refusals.map(refusal => refusal.reason),
    ['not-an-audit-event'],
  );
});

test('what nobody can react to is counted, not parsed', () => {
  assert.deepEqual(decode(JSON.stringify(event), nobody).decoded, {
    activities: [],
    refusals: [],
    skipped: 1,
  });
});

test('the last record of a file is never skipped unparsed: it may be cut off', () => {
  assert.equal(decode(JSON.stringify(event), nobody, true).decoded.activities.length, 1);
});

test('where most events are asked for, the scan pauses, and comes back', () => {
  const bytes = Buffer.from(JSON.stringify(event));
  let wanted = true;
  const format = createAuditFormat({ cluster: '', interest: { pair: () => wanted, codes: new Set() } });
  const record = { bytes, start: 0, end: bytes.length, source: 's', file: 'f', line: 1 };
  const skipped = (count: number) => {
    let total = 0;
    for (let run = 0; run < count; run++) total += format.decode(record).skipped;
    return total;
  };
  assert.equal(skipped(1024), 0);
  wanted = false;
  assert.equal(skipped(16 * 1024), 0, 'paused');
});

test('no bytes make it throw', () => {
  const whole = Buffer.from(JSON.stringify(event));
  const damaged = fc.tuple(fc.nat(whole.length - 1), fc.uint8Array({ maxLength: 4 })).map(([at, patch]) => {
    const copy = Buffer.from(whole);
    copy.set(patch.slice(0, copy.length - at), at);
    return copy;
  });
  const bytes = fc.oneof(
    fc.uint8Array().map(array => Buffer.from(array)),
    damaged,
  );
  fc.assert(
    fc.property(bytes, some => {
      for (const interest of [everybody, nobody, 'everything'] as const) {
        const run = decode(some, interest);
        const { activities, refusals, skipped } = run.decoded;
        assert.equal(activities.length + refusals.length + skipped, 1);
        JSON.stringify(events(run));
      }
    }),
    { numRuns: 2000 },
  );
});
