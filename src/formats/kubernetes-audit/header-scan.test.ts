import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { Interest, InterestingReference } from '../../model/interest.ts';
import { plainFields } from '../../model/interest.ts';
import type { Json } from '../../model/json.ts';
import { numberAt, objectAt, stringAt } from '../../model/json.ts';
import { createHeaderScan, passOver, unknown } from './header-scan.ts';

/** An event as the API server writes it, with both bodies or none. */
function eventText(changes: { readonly [key: string]: unknown } = {}): string {
  const event = {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'Metadata',
    auditID: 'cf5a8737-8d7a-4d11-b59d-e87362581e63',
    stage: 'ResponseComplete',
    requestURI: '/apis/batch/v1/namespaces/orders/cronjobs?limit=500',
    verb: 'list',
    user: {
      username: 'system:serviceaccount:orders:sync',
      uid: 'be5fcb97-f922-4f01-b2a5-07d4efa86ec8',
      groups: ['system:serviceaccounts', 'system:authenticated'],
      extra: { 'authentication.kubernetes.io/credential-id': ['JTI=be5fcb97'] },
    },
    sourceIPs: ['192.0.2.7', '198.51.100.4'],
    userAgent: 'sync/v1.4.0 (linux/amd64) kubernetes/$Format',
    objectRef: { resource: 'cronjobs', namespace: 'orders', apiGroup: 'batch', apiVersion: 'v1' },
    responseStatus: { metadata: {}, code: 200 },
    requestReceivedTimestamp: '2026-11-23T04:33:40.473733Z',
    stageTimestamp: '2026-11-23T04:33:40.511404Z',
    annotations: { 'authorization.k8s.io/decision': 'allow', 'authorization.k8s.io/reason': '' },
    ...changes,
  };
  return JSON.stringify(event);
}

const nobody: Interest = { pair: () => false, codes: new Set() };

function skips(text: string, interest: Partial<Interest> = {}): boolean {
  const bytes = Buffer.from(`xx${text}\n{"level":"next`);
  return createHeaderScan({ ...nobody, ...interest })(bytes, 2, 2 + Buffer.byteLength(text)) === passOver;
}

const forbidden = {
  metadata: {},
  status: 'Failure',
  message: 'secrets is forbidden: User "bob" cannot list resource "secrets"',
  reason: 'Forbidden',
  details: { name: 'a{b', kind: 'secrets', causes: [{ reason: 'x', message: '"}' }] },
  code: 403,
};
const { verb: _verb, ...withoutVerb } = JSON.parse(eventText());
const withBodies = (changes = {}) => {
  const { requestReceivedTimestamp, stageTimestamp, annotations, ...head } = JSON.parse(eventText(changes));
  const bodies = { requestObject: { kind: 'CronJob', verb: 'delete' }, responseObject: { kind: 'CronJob' } };
  return JSON.stringify({ ...head, ...bodies, requestReceivedTimestamp, stageTimestamp, annotations });
};

describe('what nobody can react to is skipped', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['an event without bodies', eventText()],
    ['an event with bodies', withBodies()],
    ['an item of an EventList', eventText({ kind: undefined, apiVersion: undefined })],
    ['a request for no object', eventText({ objectRef: undefined, requestURI: '/healthz' })],
    ['a refusal with details', eventText({ responseStatus: forbidden })],
    ['no answer yet', eventText({ responseStatus: undefined, annotations: undefined })],
    ['a user without extra', eventText({ user: { username: 'bob', groups: ['dev'] } })],
    ['a user with a brace in its name', eventText({ user: { username: 'b{o}b', groups: [] } })],
    ['a URI with braces', eventText({ requestURI: '/api/{x}' })],
    ['a URI with escapes', eventText().replace('?limit', '?a=1\\u0026limit')],
    [
      'impersonation',
      eventText().replace(',"sourceIPs"', ',"impersonatedUser":{"username":"eve"},"sourceIPs"'),
    ],
    ['annotations with braces', eventText({ annotations: { a: '{"patch":[{}]}' } })],
    ['text that is not ASCII', eventText({ userAgent: 'kubectl/é漢' })],
  ];
  for (const [name, text] of cases) test(name, () => assert.equal(skips(text), true, text));
});

describe('what somebody may react to is not skipped', () => {
  const cases: readonly (readonly [string, string, Partial<Interest>])[] = [
    ['the pair', eventText(), { pair: (verb, resource) => verb === 'list' && resource === 'cronjobs' }],
    [
      'no object',
      eventText({ objectRef: undefined }),
      { pair: (verb, resource) => verb === 'list' && resource === '' },
    ],
    ['the code', eventText({ responseStatus: forbidden }), { codes: new Set([403]) }],
    ['the user agent', eventText(), { userAgent: text => text.startsWith('sync/') }],
    [
      'the user agent, escaped',
      eventText().replace('sync/', 's\\u0079nc/'),
      { userAgent: text => text.startsWith('sync/') },
    ],
    ['the user', eventText(), { username: text => text.endsWith(':sync') }],
    ['the URI', eventText(), { requestURI: text => text.includes('limit') }],
    [
      'the URI, escaped',
      eventText({ requestURI: '/a?b=1&c=2' }).replace('&', '\\u0026'),
      { requestURI: text => text.includes('1&c') },
    ],
    ['the verb, escaped', eventText().replace('"list"', '"l\\u0069st"'), { pair: verb => verb === 'list' }],
    [
      'the last of two verbs',
      eventText().replace(',"user":', ',"verb":"delete","user":'),
      { pair: verb => verb === 'delete' },
    ],
    ['the same text a second time', eventText(), { userAgent: () => true }],
  ];
  for (const [name, text, interest] of cases)
    test(name, () => {
      assert.equal(skips(text), true);
      assert.equal(skips(text, interest), false);
    });
});

describe('what is not laid out as expected is not skipped', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['another version', eventText({ apiVersion: 'audit.k8s.io/v2' })],
    ['another kind', eventText({ kind: 'Pod' })],
    ['another order', JSON.stringify({ verb: 'list', ...withoutVerb })],
    ['no verb', JSON.stringify(withoutVerb)],
    ['a verb in capitals', eventText({ verb: 'LIST' })],
    ['a resource with a slash', eventText({ objectRef: { resource: 'pods/exec' } })],
    ['a resource twice', eventText().replace('"namespace"', '"resource":"secrets","namespace"')],
    ['a verb once more at the end', `${eventText().slice(0, -1)},"verb":"delete"}`],
    ['a code that is a text', eventText().replace('200', '"200"')],
    ['a code of four digits', eventText().replace('200', '2000')],
    ['a code with an exponent', eventText().replace('200', '2e2')],
    ['an unknown field', eventText().replace(',"userAgent"', ',"more":1,"userAgent"')],
    ['white space', eventText().replace(',"verb"', ', "verb"')],
    ['objectRef null', eventText({ objectRef: null })],
    [
      'bodies before the status',
      eventText().replace(',"responseStatus"', ',"requestObject":{},"responseStatus"'),
    ],
    ['two events on one line', eventText() + eventText()],
    ['half an event and another', eventText().slice(0, 200) + eventText()],
    ['no end', eventText().slice(0, -1)],
    ['bodies without an end', withBodies().slice(0, -2)],
    ['nothing', ''],
    [
      'an EventList',
      `{"kind":"EventList","apiVersion":"audit.k8s.io/v1","metadata":{},"items":[${eventText()}]}`,
    ],
  ];
  for (const [name, text] of cases) test(name, () => assert.equal(skips(text), false, text));
});

describe('the rest of an event inside its user is not taken for the rest of the event', () => {
  const { sourceIPs, userAgent, objectRef, responseStatus } = JSON.parse(eventText());
  const mimicry = { sourceIPs, userAgent, objectRef, responseStatus, requestObject: {} };
  const username = 'bob';
  const cases: readonly (readonly [string, unknown])[] = [
    ['after an object in extra', { username, extra: { a: {} }, ...mimicry }],
    ['after extra', { username, extra: { a: ['x'] }, ...mimicry }],
    ['after another object', { username, more: {}, ...mimicry }],
    ['in extra', { username, extra: { a: ['x'], ...mimicry } }],
    ['after the name', { username, ...mimicry }],
  ];
  for (const [name, user] of cases) test(name, () => assert.equal(skips(eventText({ user })), false));
});

describe('of what matters, where the header ends', () => {
  const matters: Interest = { pair: () => true, codes: new Set() };
  const headerEnd = (text: string): number => {
    const bytes = Buffer.from(`xx${text}\n{"level":"next`);
    return createHeaderScan(matters)(bytes, 2, 2 + Buffer.byteLength(text)) - 2;
  };
  const odd = { user: { username: 'b,"requestObject":{', groups: [] } };
  const cases: readonly (readonly [string, string, number])[] = [
    ['without bodies it is the end', eventText(), Buffer.byteLength(eventText())],
    ['with bodies it is the comma before them', withBodies(), withBodies().indexOf(',"requestObject":')],
    ['a text that looks like a body', withBodies(odd), withBodies(odd).lastIndexOf(',"requestObject":')],
    ['another layout has none', eventText({ objectRef: null }), unknown - 2],
  ];
  for (const [name, text, end] of cases) test(name, () => assert.equal(headerEnd(text), end));
});

/** What the scan stands for, by the whole of the event. */
describe('a subresource', () => {
  const ref = { resource: 'crontabs', namespace: 'ns', apiGroup: 'example.com', apiVersion: 'v1' };
  const write = (subresource?: string) =>
    eventText({ verb: 'patch', objectRef: subresource === undefined ? ref : { ...ref, subresource } });
  const pair = () => true;
  const notStatus = ({ subresource }: InterestingReference): boolean => subresource !== 'status';
  const inSystem = ({ namespace }: InterestingReference): boolean => namespace === 'kube-system';
  const cases: readonly (readonly [string, string, Partial<Interest>, boolean])[] = [
    ['is passed over if only the resource matters', write('status'), { pair, reference: notStatus }, true],
    ['is parsed if it matters', write('status'), { pair, reference: () => true }, false],
    ['is parsed if nobody tells it apart', write('status'), { pair }, false],
    ['a write to the resource is parsed', write(), { pair, reference: notStatus }, false],
    ['another subresource is parsed', write('scale'), { pair, reference: notStatus }, false],
    ['a name that only begins so is parsed', write('statuses'), { pair, reference: notStatus }, false],
    [
      'an escape is parsed',
      write('status').replace('"status"}', '"st\\u0061tus"}'),
      { pair, reference: notStatus },
      false,
    ],
    ['another namespace is passed over', write('scale'), { pair, reference: inSystem }, true],
    [
      'a namespace that matters is parsed',
      write('scale').replace('"ns"', '"kube-system"'),
      { pair, reference: inSystem },
      false,
    ],
    [
      'so is one with an escape',
      write('scale').replace('"ns"', '"kube-syst\\u0065m"'),
      { pair, reference: inSystem },
      false,
    ],
    [
      'so is no namespace',
      eventText({ objectRef: { resource: 'nodes', name: 'n' } }),
      { pair, reference: ({ namespace }) => namespace === '' },
      false,
    ],
  ];
  for (const [name, text, interest, skipped] of cases)
    test(name, () => assert.equal(skips(text, interest), skipped, text));
});

describe('an event that matters only with fields that audit.k8s.io/v1 does not know', () => {
  const interest = { pair: () => true, reference: ({ plain = false }: InterestingReference) => !plain };
  const passedOver: readonly (readonly [string, string])[] = [
    ['without bodies', eventText()],
    ['with bodies', withBodies()],
    ['without a user agent', eventText({ userAgent: undefined })],
    ['an item of a list', eventText({ kind: undefined, apiVersion: undefined })],
    ['with such a field in a body', withBodies().replace('"verb":"delete"', '"hostPath":"/"')],
  ];
  for (const [name, text] of passedOver)
    test(`is passed over ${name}`, () => assert.equal(skips(text, interest), true, text));

  const strange = ',"hostPath":"/"';
  const parsed: readonly (readonly [string, string])[] = [
    ['before its id', eventText().replace(',"auditID"', `${strange},"auditID"`)],
    ['before the verb', withBodies().replace(',"verb"', `${strange},"verb"`)],
    ['after the user', eventText().replace(',"sourceIPs"', `${strange},"sourceIPs"`)],
    ['among the times', withBodies().replace(',"stageTimestamp"', `${strange},"stageTimestamp"`)],
    ['at the end', `${withBodies().slice(0, -1)}${strange}}`],
    ['at the end of one without bodies', `${eventText().slice(0, -1)}${strange}}`],
  ];
  for (const [name, text] of parsed)
    test(`is parsed with one ${name}`, () => assert.equal(skips(text, interest), false, text));
});

function mayReact(event: Json, interest: Interest): boolean {
  const code = numberAt(objectAt(event, 'responseStatus'), 'code');
  const inReference = (key: string): string => stringAt(objectAt(event, 'objectRef'), key) ?? '';
  const [verb, resource] = [stringAt(event, 'verb') ?? '', inReference('resource')];
  const [namespace, subresource] = [inReference('namespace'), inReference('subresource')];
  const { pair, reference = () => true } = interest;
  const plain = Object.keys(event ?? {}).every(name => plainFields.has(name));
  return (
    (pair(verb, resource) && reference({ verb, resource, namespace, subresource, plain })) ||
    (code !== undefined && interest.codes.has(code)) ||
    (interest.userAgent?.(stringAt(event, 'userAgent') ?? '') ?? false) ||
    (interest.username?.(stringAt(objectAt(event, 'user'), 'username') ?? '') ?? false) ||
    (interest.requestURI?.(stringAt(event, 'requestURI') ?? '') ?? false)
  );
}

const hostileTexts = [
  'list',
  'delete',
  'get',
  'cronjobs',
  'secrets',
  'evil',
  '',
  'a"b',
  '{',
  '}',
  '}}',
  '{"verb":"delete"}',
  '\\',
  'é',
  '\u0000',
  '\ud800',
  ',"verb":"delete"',
  '"},"sourceIPs":[',
  ',"user":{',
  'x'.repeat(40),
];
const someText = fc.constantFrom(...hostileTexts);
const quoted = fc.oneof(
  someText.map(text => JSON.stringify(text)),
  fc.constantFrom('"\\u0065vil"', '"d\\u0065lete"', '"\\/x"', '"a\\\\"'),
);
const lookAlikes = fc.constantFrom(
  'verb',
  'userAgent',
  'resource',
  'code',
  'objectRef',
  'user',
  'username',
  'requestObject',
  'responseStatus',
  '\\u0076erb',
  'a',
);
const nested: fc.Arbitrary<string> = fc.oneof(
  quoted,
  fc.constantFrom(
    'null',
    '1',
    '403',
    '[]',
    '{}',
    '{"resource":"secrets"}',
    '{"username":"evil"}',
    '{"code":403}',
  ),
  fc.array(quoted, { maxLength: 3 }).map(items => `[${items.join(',')}]`),
  fc.array(fc.tuple(lookAlikes, quoted), { maxLength: 3 }).map(textOfObject),
);

function textOfObject(fields: readonly (readonly [string, string])[]): string {
  return `{${fields.map(([key, value]) => `"${key}":${value}`).join(',')}}`;
}

/** Objects of the usual keys in the usual order, some of them left out, with one insertion somewhere. */
function objectOf(usual: readonly (readonly [string, fc.Arbitrary<string>])[]): fc.Arbitrary<string> {
  const fields = fc.tuple(...usual.map(([key, value]) => fc.tuple(fc.constant(key), value, fc.nat(29))));
  const insertion = fc.option(fc.tuple(fc.nat(usual.length), lookAlikes, nested), { freq: 2 });
  return fc.tuple(fields, insertion).map(([all, inserted]) => {
    const kept = all.filter(([, , luck]) => luck > 0).map(([key, value]) => [key, value] as const);
    if (!inserted) return textOfObject(kept);
    const [at, key, value] = inserted;
    return textOfObject([...kept.slice(0, at), [key, value], ...kept.slice(at)]);
  });
}

const usually = (value: string, other: fc.Arbitrary<string>) =>
  fc.oneof({ weight: 6, arbitrary: fc.constant(value) }, { weight: 1, arbitrary: other });
const user = objectOf([
  ['username', quoted],
  ['uid', quoted],
  ['groups', fc.constant('["dev"]')],
  [
    'extra',
    fc
      .array(fc.tuple(lookAlikes, fc.oneof(fc.constant('["x"]'), nested)), { maxLength: 3 })
      .map(textOfObject),
  ],
]);
const head = [
  ['kind', usually('"Event"', quoted)],
  ['apiVersion', usually('"audit.k8s.io/v1"', quoted)],
  ['level', fc.constant('"Request"')],
  ['auditID', quoted],
  ['stage', fc.constant('"ResponseComplete"')],
  ['requestURI', quoted],
  ['verb', usually('"list"', quoted)],
  ['user', usually('{"username":"bob"}', user)],
  ['sourceIPs', fc.constant('["192.0.2.1"]')],
  ['userAgent', usually('"kubectl"', quoted)],
  [
    'objectRef',
    objectOf([
      ['resource', usually('"pods"', quoted)],
      ['namespace', quoted],
      ['name', quoted],
      ['apiVersion', fc.constant('"v1"')],
      ['subresource', usually('"status"', quoted)],
    ]),
  ],
  [
    'responseStatus',
    objectOf([
      ['metadata', fc.constant('{}')],
      ['message', quoted],
      ['details', usually('{}', nested)],
      ['code', usually('200', fc.constantFrom('403', '"403"', '4e2', '40', '4030', 'null'))],
    ]),
  ],
] as const;
const times = [
  ['requestReceivedTimestamp', quoted],
  ['stageTimestamp', quoted],
  ['annotations', fc.array(fc.tuple(lookAlikes, quoted), { maxLength: 3 }).map(textOfObject)],
] as const;
const withoutBodies = objectOf([...head, ...times]);
/** After the bodies nothing is looked at, so nothing is inserted there: the API server's encoder has no way to do it. */
const followedByBodies = fc
  .tuple(objectOf(head), nested, nested)
  .map(
    ([text, request, response]) =>
      `${text.slice(0, -1)},"requestObject":${request},"responseObject":${response}}`,
  );
/** With all of it: what is inserted among the times is seen. */
const [[arrived, arrival], ...laterTimes] = times;
const withTail = fc
  .tuple(objectOf(head), nested, arrival, objectOf(laterTimes))
  .map(([text, request, time, tail]) => {
    const rest = tail === '{}' ? tail.slice(1) : `,${tail.slice(1)}`;
    return `${text.slice(0, -1)},"requestObject":${request},"${arrived}":${time}${rest}`;
  });

const interests: readonly Interest[] = [
  { pair: verb => verb === 'delete', codes: new Set([403]) },
  { pair: (_, resource) => resource === 'secrets', codes: new Set(), userAgent: text => text === 'evil' },
  {
    pair: (verb, resource) => verb === 'list' && resource === '',
    codes: new Set([400]),
    username: text => text === 'evil',
  },
  {
    pair: (verb, resource) => verb === 'evil' || resource === 'evil',
    codes: new Set([40]),
    requestURI: text => text === 'evil',
  },
  {
    pair: () => true,
    reference: ({ namespace, subresource }) => namespace === 'evil' || subresource !== 'status',
    codes: new Set(),
  },
  { pair: () => true, reference: ({ namespace }) => namespace === 'evil', codes: new Set() },
  { pair: () => true, reference: ({ plain = false }) => !plain, codes: new Set() },
  {
    pair: () => false,
    codes: new Set([403]),
    userAgent: text => text === '',
    username: text => text === '',
    requestURI: text => text === '',
  },
];
const scans = interests.map(interest => [interest, createHeaderScan(interest)] as const);

test('a scan never skips what a detector would react to after a full parse', () => {
  let skipped = 0;
  const check = (text: string, cut: number | null) => {
    const bytes = Buffer.from(cut === null ? text : text.slice(0, cut % (text.length + 1)));
    for (const [interest, scan] of scans) {
      if (scan(bytes, 0, bytes.length) !== passOver) continue;
      skipped++;
      const event = parse(bytes.toString());
      if (event !== undefined) assert.equal(mayReact(event, interest), false, bytes.toString());
    }
  };
  const text = fc.oneof(withoutBodies, followedByBodies);
  const cuts = fc.oneof({ weight: 9, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.nat() });
  fc.assert(fc.property(text, cuts, check), { numRuns: 20_000 });
  assert.ok(skipped > 1000, `only ${skipped} were skipped: the texts are too strange to show anything`);
});

test('with bodies, too, a scan that passes over a plain event has seen that it is one', () => {
  const interest: Interest = { pair: () => true, reference: ({ plain = false }) => !plain, codes: new Set() };
  const scan = createHeaderScan(interest);
  let skipped = 0;
  const check = (text: string) => {
    const bytes = Buffer.from(text);
    if (scan(bytes, 0, bytes.length) !== passOver) return;
    skipped++;
    assert.equal(mayReact(parse(text) ?? {}, interest), false, text);
  };
  fc.assert(fc.property(withTail, check), { numRuns: 10_000 });
  assert.ok(skipped > 20, `only ${skipped} were skipped`);
});

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
