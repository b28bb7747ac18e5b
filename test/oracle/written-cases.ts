import type { JsonObject } from '../../src/model/json.ts';
import type { OracleCase, OracleInput } from './cases.ts';
import { encodings } from './generate-events.ts';

/** Rules written by hand for what a generator rarely meets: the specification's examples, odd types, collections, filters. */
export function writtenInput(): OracleInput {
  const detections = Object.entries({ ...values, ...modifiers, ...shapes, ...conditions });
  const cases = detections.map(([name, detection]) => ({ id: name, rules: rule(detection), placeholders }));
  return { events, cases: [...cases, ...documents] };
}

const rule = (detection: string): string =>
  `title: Written rule\nstatus: test\nlogsource: {product: kubernetes, service: audit}\ndetection:\n${detection}\n`;

const placeholders = { verbs: ['create', 'x.y'], star: ['cr*', 'b'] };

const shared: JsonObject = {
  verb: 'create',
  user: { username: 'Alice' },
  twice: 'alice',
  when: '2026-11-23T04:37:02Z',
  number: 493,
  negative: -3,
  fraction: 5.5,
  large: 10000000000000000000,
  texts: ['a', 'b', null],
  list: [],
  nothing: null,
  enabled: true,
  dotted: { 'a.b': 'v', a: { c: 'w' } },
  'top.level': 'found',
  nested: [{ list: [{ key: 'one' }, { key: 'two' }] }, { list: { key: 'three' } }],
  zero: '010.0.0.1',
  mapped: '::ffff:10.0.0.1',
  scoped: 'fe80::1%eth0',
  letters: 'ſ K İ ß',
  star: 'a*b',
  backslash: 'a\\b',
  twobackslashes: 'a\\\\b',
  backslashstar: 'a\\*b',
};

const events: readonly JsonObject[] = [
  shared,
  {
    verb: 'CREATE',
    user: { username: 'bob' },
    texts: ['b'],
    list: [1],
    nothing: 'x',
    enabled: 'True',
    number: '493',
  },
  { verb: ['delete', 'create'], user: 'Alice', number: [1, 493], nothing: [null], dotted: { a: { b: 'v' } } },
  {
    verb: 'cr*te',
    note: 'cry create',
    star: 'a?b',
    backslash: 'a\\\\b',
    texts: 'null',
    number: 4930,
    enabled: 1,
  },
  {},
  { message: '__proto__', constructor: 'x', verb: { create: 1 } },
  ...encodings('foobar').map(text => ({ verb: text })),
];

const values = {
  'escape: one backslash': `  a: {backslash: 'a\\b'}\n  condition: a`,
  'escape: two for one': `  a: {backslash: 'a\\\\b'}\n  condition: a`,
  'escape: three for two': `  a: {twobackslashes: 'a\\\\\\b'}\n  condition: a`,
  'escape: four for two': `  a: {twobackslashes: 'a\\\\\\\\b'}\n  condition: a`,
  'escape: plain star': `  a: {star: 'a\\*b'}\n  condition: a`,
  'escape: backslash and wildcard': `  a: {backslash: 'a\\\\*'}\n  condition: a`,
  'escape: backslash and plain star': `  a: {backslashstar: 'a\\\\\\*b'}\n  condition: a`,
  'escape: at the end': `  a: {backslash: 'a\\'}\n  condition: a`,
  'wildcard: question mark': `  a: {star: 'a?b'}\n  condition: a`,
  'wildcard: number': `  a: {number: '4?3'}\n  condition: a`,
  'wildcard: number, contains': '  a: {number|contains: 9}\n  condition: a',
  'number as text': `  a: {number: '493'}\n  condition: a`,
  'text as number': '  a: {number: 493}\n  condition: a',
  'large number': '  a: {large: 10000000000000000000}\n  condition: a',
  'negative number': '  a: {negative: -3}\n  condition: a',
  boolean: '  a: {enabled: true}\n  condition: a',
  'boolean as text': `  a: {enabled: 'TRUE'}\n  condition: a`,
  null: '  a: {nothing: null}\n  condition: a',
  'null in a list': '  a: {texts: null}\n  condition: a',
  'null among values': `  a: {nothing: [null, x]}\n  condition: a`,
  'null: absent': '  a: {user.nothing: null}\n  condition: a',
  'empty text': `  a: {nothing: ''}\n  condition: a`,
  'empty list': '  a: {list: []}\n  condition: a',
  'any value': `  a: {list: '*'}\n  condition: a`,
  'any value: map': `  a: {dotted: '*'}\n  condition: a`,
  'letters without ASCII': `  a: {letters: 's k i̇ SS'}\n  condition: a`,
  'letters that fold': `  a: {letters: 'ſ k i̇ ß'}\n  condition: a`,
  'dotted key': '  a: {dotted.a.b: v}\n  condition: a',
  'dotted key at the top': '  a: {top.level: found}\n  condition: a',
  'lists in lists': '  a: {nested.list.key: two}\n  condition: a',
  'list index': '  a: {nested.0.list.1.key: two}\n  condition: a',
  'list index outside': '  a: {nested.7.list.key: two}\n  condition: a',
  'inherited keys': '  a: {constructor.name: Object}\n  b: {__proto__: null}\n  condition: a or not b',
  'inherited key that is there': '  a: {constructor: x}\n  condition: a',
};

const modifiers = {
  'all: one value': '  a: {verb|all: create}\n  condition: a',
  'all: list against list': '  a: {verb|all: [create, delete]}\n  condition: a',
  'contains boolean': '  a: {enabled|contains: true}\n  condition: a',
  'contains null': '  a: {verb|contains: null}\n  condition: a',
  're of a number': '  a: {number|re: ^49}\n  condition: a',
  're anchored by startswith': `  a: {verb|re|startswith: '^cre'}\n  condition: a`,
  're anchored by endswith': `  a: {verb|re|endswith: 'ate$'}\n  condition: a`,
  're alternatives': `  a: {verb|re|startswith: 'x|cre'}\n  condition: a`,
  're contains then startswith': '  a: {verb|re|contains|startswith: rea}\n  condition: a',
  're classes': `  a: {letters|re: '\\pL \\pL'}\n  condition: a`,
  're of other letters': `  a: {letters|re|i: 's k'}\n  condition: a`,
  're expand': `  a: {verb|re|expand: '^%verbs%$'}\n  condition: a`,
  'expand: several values': '  a: {verb|expand: "%verbs%"}\n  condition: a',
  'expand: wildcards in values': '  a: {verb|expand: "%star%"}\n  condition: a',
  'expand: two placeholders': '  a: {note|expand|contains: "%star%%verbs%"}\n  condition: a',
  'expand: unknown': '  a: {verb|expand: "%nobody%"}\n  condition: a',
  'not expanded': '  a: {verb: "%verbs%"}\n  condition: a',
  'neq: list': '  a: {verb|neq: [create, delete]}\n  condition: a',
  'neq: absent': '  a: {absent|neq: x}\n  condition: a',
  'neq: number': '  a: {number|neq: 493}\n  condition: a',
  'neq: null': '  a: {nothing|neq: null}\n  condition: a',
  'neq: comparison': '  a: {number|lt|neq: 500}\n  condition: a',
  hour: '  a: {when|hour: 4}\n  condition: a',
  'hour: fraction': '  a: {when|hour: 4.7}\n  condition: a',
  'hour, compared': '  a: {when|hour|gte: 4}\n  condition: a',
  'compared, hour': '  a: {when|gte|hour: 4}\n  condition: a',
  'compared with text': `  a: {number|gt: '5'}\n  condition: a`,
  'exists with text': `  a: {verb|exists: 'true'}\n  condition: a`,
  'exists: both': '  a: {verb|exists: [true, false]}\n  condition: a',
  'exists: null': '  a: {nothing|exists: true}\n  condition: a',
  'exists: empty list': '  a: {list|exists: true}\n  condition: a',
  'cased number': '  a: {number|cased: 493}\n  condition: a',
  cased: '  a: {user.username|cased: alice}\n  condition: a',
  fieldref: '  a: {twice|fieldref: user.username}\n  condition: a',
  'fieldref: absent': '  a: {twice|fieldref: absent}\n  condition: a',
  'fieldref: itself': '  a: {texts|fieldref: texts}\n  condition: a',
  'cidr: zeros in front': '  a: {zero|cidr: 10.0.0.0/8}\n  condition: a',
  'cidr: mapped': '  a: {mapped|cidr: 10.0.0.0/8}\n  condition: a',
  'cidr: scope': '  a: {scoped|cidr: fe80::/10}\n  condition: a',
  'cidr: number': '  a: {number|cidr: 5}\n  condition: a',
  'cidr: host bits': '  a: {mapped|cidr: 10.0.0.1/8}\n  condition: a',
  'windash: lone dash': '  a: {verb|windash: "-"}\n  condition: a',
  'windash: too many': '  a: {verb|windash: "-a -b -c -d"}\n  condition: a',
  'base64 of a number': '  a: {verb|base64: 5}\n  condition: a',
  'base64 with wildcard': '  a: {verb|base64: "a*"}\n  condition: a',
  base64: '  a: {verb|base64: foobar}\n  condition: a',
  base64offset: '  a: {verb|base64offset|contains: foobar}\n  condition: a',
  'base64offset short': '  a: {verb|base64offset|contains: oob}\n  condition: a',
  'wide base64offset': '  a: {verb|wide|base64offset|contains: foobar}\n  condition: a',
  'utf16 base64': '  a: {verb|utf16|base64: foobar}\n  condition: a',
  'utf16 base64offset': '  a: {verb|utf16|base64offset|contains: foobar}\n  condition: a',
  'utf16be base64offset': '  a: {verb|utf16be|base64offset|contains: foobar}\n  condition: a',
  'utf16be base64': '  a: {verb|utf16be|base64: foobar}\n  condition: a',
  'modifier in capitals': '  a: {"verb|Contains": create}\n  condition: a',
  'modifier missing': '  a: {"verb|": create}\n  condition: a',
};

const shapes = {
  'list of maps': '  a: [{verb: delete}, {number: 493}]\n  condition: a',
  'list of lists': '  a: [[{verb: create}]]\n  condition: a',
  'list of maps and keywords': '  a: [{verb: delete}, alice]\n  condition: a',
  'one keyword': '  a: alice\n  condition: a',
  keywords: '  a: [alice, zzz]\n  condition: a',
  'all keywords': '  a: {"|all": [alice, create]}\n  condition: a',
  'keyword: number': '  a: 493\n  condition: a',
  'keyword: boolean': '  a: [true]\n  condition: a',
  'keyword: null': '  a: null\n  condition: a',
  'keyword: with re': `  a: {'|re': '^a.ice$'}\n  condition: a`,
  'keyword: with exists': `  a: {'|exists': true}\n  condition: a`,
  'keyword: key of the event': '  a: username\n  condition: a',
  'keyword: wildcard inside': '  a: "a*e"\n  condition: a',
  'empty map': '  a: {}\n  condition: a',
  'empty selection': '  a: []\n  condition: a',
  'field with a space': '  a: {" verb": create}\n  condition: a',
  'empty field': '  a: {"": create}\n  condition: a',
  alias: '  a: &a {verb: create}\n  b: *a\n  condition: a and b',
  'merged map': '  a: &a {verb: create}\n  b:\n    <<: *a\n    number: 493\n  condition: b',
};

const conditions = {
  'no condition': '  a: {verb: create}',
  'empty condition': `  a: {verb: create}\n  condition: ''`,
  'null condition': '  a: {verb: create}\n  condition: null',
  'condition list': '  a: {verb: delete}\n  b: {verb: create}\n  condition: [a, b]',
  'empty condition list': '  a: {verb: delete}\n  condition: []',
  'old aggregation': '  a: {verb: create}\n  condition: a | count() > 5',
  'open parenthesis': '  a: {verb: create}\n  condition: (a',
  'not not': '  a: {verb: create}\n  condition: not not a',
  'not binds closer than and, and closer than or':
    '  a: {verb: x}\n  b: {number: 1}\n  c: {twice: alice}\n  condition: not a and b or c',
  'names that begin like operators':
    '  notable: {verb: create}\n  android: {number: 493}\n  condition: notable and android',
  'a name of digits': `  '1': {verb: create}\n  condition: '1'`,
  'a condition that is a number': `  '5': {verb: create}\n  condition: 5`,
  '1 of nothing': '  a: {verb: create}\n  condition: 1 of x*',
  '1 of a name': '  a: {verb: create}\n  condition: 1 of a',
  'all of them without underscores': '  _x: {verb: delete}\n  a: {verb: create}\n  condition: all of them',
  '1 of underscores': '  _x: {verb: create}\n  a: {verb: delete}\n  condition: 1 of _*',
  'any of a pattern':
    '  sel_a: {verb: delete}\n  sel_b: {number: 493}\n  x: {twice: z}\n  condition: any of sel_* and not x',
  'unknown name': '  a: {verb: create}\n  condition: b',
};

const simple = `title: R
name: r
status: test
logsource: {product: kubernetes, service: audit}
detection: {a: {verb: create}, s: {number: 4930}, condition: 1 of them}
`;

const filter = (text: string): string =>
  `${simple}---\ntitle: F\nstatus: test\nlogsource: {product: kubernetes}\nfilter:\n${text}\n`;

const documents: readonly OracleCase[] = [
  {
    id: 'collection: global, repeat, reset',
    rules: `action: global
title: G
status: test
logsource: {product: kubernetes, service: audit}
detection: {condition: a}
---
detection: {a: {verb: create}}
---
detection: {a: {verb: delete}}
---
action: repeat
detection: {a: {number: 1}}
---
action: reset
---
${simple}`,
  },
  { id: 'collection: unknown action', rules: `action: nope\n${simple}` },
  { id: 'filter by name', rules: filter('  rules: [r]\n  x: {user.username: alice}\n  condition: not x') },
  { id: 'filter of any', rules: filter('  rules: any\n  x: {user.username: alice}\n  condition: not x') },
  {
    id: 'filter with several selections',
    rules: filter(
      '  rules: []\n  x: {user.username: alice}\n  y: {number: 4930}\n  condition: not 1 of them',
    ),
  },
  {
    id: 'filter with a name of the rule',
    rules: filter('  rules: r\n  a: {user.username: alice}\n  condition: not a'),
  },
  {
    id: 'filter for another log',
    rules: filter('  rules: any\n  x: {user.username: alice}\n  condition: not x').replace(
      'logsource: {product: kubernetes}\nfilter',
      'logsource: {product: windows}\nfilter',
    ),
  },
  { id: 'filter without rules', rules: filter('  x: {user.username: alice}\n  condition: not x') },
  {
    id: 'filter of an unknown rule',
    rules: filter('  rules: [nope]\n  x: {user.username: alice}\n  condition: not x'),
  },
  { id: 'no title', rules: simple.replace('title: R\n', '') },
  { id: 'no logsource', rules: simple.replace('logsource: {product: kubernetes, service: audit}\n', '') },
  { id: 'empty logsource', rules: simple.replace('{product: kubernetes, service: audit}', '{}') },
  { id: 'no detection', rules: simple.replace(/detection:.*\n/, '') },
  { id: 'wrong status', rules: simple.replace('status: test', 'status: nope') },
  { id: 'wrong level', rules: `${simple}level: nope\n` },
  { id: 'wrong date', rules: `${simple}date: yesterday\n` },
  { id: 'old date', rules: `${simple}date: 2024/01/02\n` },
  { id: 'references that are no list', rules: `${simple}references: x\n` },
  { id: 'an unknown key', rules: `${simple}whatever: 1\n` },
];
