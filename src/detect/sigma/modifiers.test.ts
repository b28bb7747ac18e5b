import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compileText, lineText, matches, ruleText } from '../../../test/support/sigma-rules.ts';
import type { Json, JsonObject } from '../../model/json.ts';

/** [key, value of the rule, value of the field `f`, does it match?]; `absent` is no field. */
type Row = readonly [string, unknown, Json | typeof absent, boolean];
const absent = Symbol('absent');

const tables: { readonly [name: string]: readonly Row[] } = {
  'plain values are whole texts without regard to case': [
    ['f', 'Pods', 'pods', true],
    ['f', 'pods', 'PODS', true],
    ['f', 'pod', 'pods', false],
    ['f', ['a', 'B'], 'b', true],
    ['f', 'straße', 'STRAßE', true],
    ['f', 'x', absent, false],
    ['f', 'x', null, false],
    ['f', 'x', { x: 'x' }, false],
  ],
  wildcards: [
    ['f', 'prog?.exe', 'progA.exe', true],
    ['f', 'prog?.exe', 'prog.exe', false],
    ['f', 'prog?.exe', 'progAB.exe', false],
    ['f', 'antivirus_V*.exe', 'antivirus_V21.2.1.exe', true],
    ['f', 'antivirus_V*.exe', 'antivirus_V.exe', true],
    ['f', 'a*b*c', 'axxbyyc', true],
    ['f', 'a*b*c', 'acb', false],
    ['f', 'a*a', 'a', false],
    ['f', '?', '\u{1f600}', true],
    ['f', '*', '', true],
    ['f', '*', 0, true],
    ['f', '*', false, true],
    ['f', '*', { a: 1 }, true],
    ['f', '*', null, false],
    ['f', '*', [], false],
    ['f', '*', absent, false],
    ['f', '*line\n*', 'one line\nand more', true],
  ],
  'escapes, as in the specification': [
    ['f', 'C:\\Windows', 'c:\\windows', true],
    ['f', 'C:\\\\Windows', 'c:\\windows', true],
    ['f', 'a\\*b', 'a*b', true],
    ['f', 'a\\*b', 'axb', false],
    ['f', 'a\\?b', 'a?b', true],
    ['f', 'a\\?b', 'axb', false],
    ['f', 'a\\\\*', 'a\\anything', true],
    ['f', 'a\\\\*', 'a*', false],
    ['f', 'a\\\\\\*', 'a\\*', true],
    ['f', 'a\\\\\\*', 'a\\x', false],
    ['f', 'a\\\\\\\\b', 'a\\\\b', true],
    ['f', 'a\\\\\\b', 'a\\\\b', true],
    ['f', 'a\\', 'a\\', true],
  ],
  'numbers, booleans, null, the empty text': [
    ['f', 403, 403, true],
    ['f', 403, '403', true],
    ['f', '403', 403, true],
    ['f', 403, 404, false],
    ['f', 1.5, 1.5, true],
    ['f', true, true, true],
    ['f', true, 'True', true],
    ['f', 'true', true, true],
    ['f', false, absent, false],
    ['f', '', '', true],
    ['f', '', absent, false],
    ['f', '', null, false],
    ['f', null, null, true],
    ['f', null, absent, true],
    ['f', null, [], true],
    ['f', null, '', false],
    ['f', null, 0, false],
    ['f', [], absent, true],
  ],
  'contains, startswith, endswith': [
    ['f|contains', 'BIN', '/bin/sh', true],
    ['f|contains', ['x', 'sh'], '/bin/sh', true],
    ['f|contains|all', ['bin', 'sh'], '/bin/sh', true],
    ['f|contains|all', ['bin', 'zsh'], '/bin/sh', false],
    ['f|all|contains', ['bin', 'sh'], '/bin/sh', true],
    ['f|contains', 'a*c', 'xxabbcxx', true],
    ['f|contains', '', 'anything', true],
    ['f|contains', '403', 403, true],
    ['f|contains', ['aa', 'bb', 'cc', 'dd', 'ee'], 'xxDDxx', true],
    ['f|contains', ['aa', 'bb', 'cc', 'dd', 'ee'], 'xxdxdxx', false],
    ['f|startswith', 'system:', 'SYSTEM:node:a', true],
    ['f|startswith', 'node', 'system:node', false],
    ['f|endswith', '.example', 'a.EXAMPLE', true],
    ['f|endswith', '.example', 'a.example.com', false],
    ['f|contains', 'a', absent, false],
  ],
  cased: [
    ['f|cased', 'Pods', 'Pods', true],
    ['f|cased', 'Pods', 'pods', false],
    ['f|contains|cased', 'Bin', '/Bin/sh', true],
    ['f|cased|contains', 'Bin', '/bin/sh', false],
    ['f|cased', 'P*', 'pods', false],
  ],
  'lists: any element': [
    ['f', 'b', ['a', 'b'], true],
    ['f', 'c', ['a', 'b'], false],
    ['f|contains|all', ['x', 'y'], ['ax', 'by'], true],
    ['f', 'a', [['a']], true],
    ['f|gt', 5, [1, 9], true],
    ['f', null, ['a', null], true],
    ['f|exists', true, [], true],
  ],
  re: [
    ['f|re', '^ab+c$', 'abbbc', true],
    ['f|re', '^AB', 'abc', false],
    ['f|re|i', '^AB', 'abc', true],
    ['f|re|ignorecase', '^AB', 'abc', true],
    ['f|re', 'b', 'abc', true],
    ['f|re', '^b', 'a\nb', false],
    ['f|re|m', '^b', 'a\nb', true],
    ['f|re', 'a.b', 'a\nb', false],
    ['f|re|s', 'a.b', 'a\nb', true],
    ['f|re|i|m|s', '^A.B$', 'x\na\nb', true],
    ['f|re', '\\d{3}\\*', '123*', true],
    ['f|re', ['x', 'y'], 'zyz', true],
    ['f|re|all', ['x', 'y'], 'xy', true],
    ['f|re|startswith', 'b|c', 'abc', false],
    ['f|re|startswith', 'a|b', 'abc', true],
    ['f|re|endswith', 'a|c', 'abc', true],
    ['f|re|endswith', 'a|b', 'abc', false],
    ['f|re|contains', 'b', 'abc', true],
    ['f|re', 5, 'x5', true],
    ['f|re', '(a+)+$', `${'a'.repeat(5000)}b`, false],
  ],
  cidr: [
    ['f|cidr', '10.0.0.0/8', '10.1.2.3', true],
    ['f|cidr', '10.0.0.0/8', '11.1.2.3', false],
    ['f|cidr', '192.0.2.128/25', '192.0.2.200', true],
    ['f|cidr', '192.0.2.128/25', '192.0.2.100', false],
    ['f|cidr', '0.0.0.0/0', '198.51.100.1', true],
    ['f|cidr', '2001:db8::/32', '2001:db8:1::1', true],
    ['f|cidr', '2001:db8::/32', '2001:db9::1', false],
    ['f|cidr', '10.0.0.0/8', '::ffff:10.1.2.3', true],
    ['f|cidr', '10.0.0.0/8', '2001:db8::1', false],
    ['f|cidr', '198.51.100.7', '198.51.100.7', true],
    ['f|cidr', ['10.0.0.0/8', '172.16.0.0/12'], ['203.0.113.1', '172.16.9.9'], true],
    ['f|cidr', '10.0.0.0/8', 'no address', false],
    ['f|cidr', '10.0.0.0/8', '10', false],
  ],
  'numbers compared': [
    ['f|lt', 5, 4, true],
    ['f|lt', 5, 5, false],
    ['f|lte', 5, 5, true],
    ['f|gt', 5, 5.5, true],
    ['f|gte', 5, '5', true],
    ['f|gte', 400, 'four hundred', false],
    ['f|gte', 400, '0x1ff', false],
    ['f|gt', -1, 0, true],
    ['f|lt', 5, absent, false],
    ['f|lt', 5, null, false],
    ['f|gt', 0, true, false],
  ],
  exists: [
    ['f|exists', true, 'x', true],
    ['f|exists', true, null, true],
    ['f|exists', true, '', true],
    ['f|exists', true, absent, false],
    ['f|exists', false, absent, true],
    ['f|exists', false, null, false],
  ],
  neq: [
    ['f|neq', 'a', 'b', true],
    ['f|neq', 'a', 'A', false],
    ['f|neq', ['a', 'b'], 'b', false],
    ['f|neq', ['a', 'b'], 'c', true],
    ['f|neq', 5, 6, true],
    ['f|neq', 'a', absent, true],
    ['f|contains|neq', 'a', 'bab', false],
    ['f|neq', 'a', ['a', 'b'], false],
  ],
  base64: [
    ['f|base64', 'foobar', 'Zm9vYmFy', true],
    ['f|base64|contains', 'foobar', 'echo Zm9vYmFy | base64 -d', true],
    ['f|base64offset|contains', 'foobar', btoa('foobar'), true],
    ['f|base64offset|contains', 'foobar', btoa(' foobar'), true],
    ['f|base64offset|contains', 'foobar', btoa('  foobar!'), true],
    ['f|base64offset|contains', 'foobar', btoa('fooba'), false],
    ['f|base64offset|contains|all', ['foo', 'bar'], btoa('xbar foo'), true],
    ['f|wide|base64offset|contains', 'ping', Buffer.from('xping', 'utf16le').toString('base64'), true],
    ['f|utf16le|base64', 'cmd', 'YwBtAGQA', true],
    ['f|utf16be|base64', 'cmd', 'AGMAbQBk', true],
    ['f|utf16|base64', 'cmd', '//5jAG0AZAA=', true],
    ['f|wide', 'cmd', 'c\0m\0d\0', true],
    ['f|wide|contains', 'cmd', 'xxc\0m\0d\0xx', true],
  ],
  windash: [
    ['f|windash|contains', ' -f ', 'x -f y', true],
    ['f|windash|contains', ' -f ', 'x /f y', true],
    ['f|windash|contains', ' -f ', 'x \u2013f y', true],
    ['f|windash|contains', ' /f ', 'x \u2015f y', true],
    ['f|windash', '-param-name', '/param-name', true],
    ['f|windash', '-param-name', '/param/name', false],
    ['f|windash|contains|all', [' -a', ' -b'], 'x /b -a', true],
  ],
  'parts of a time': [
    ['f|minute', 34, '2026-05-01T12:34:56.000000Z', true],
    ['f|hour', 12, '2026-05-01T12:34:56Z', true],
    ['f|hour', 12, '2026-05-01T12:34:56+09:00', true],
    ['f|day', 1, '2026-05-01T12:34:56Z', true],
    ['f|month', 5, '2026-05-01', true],
    ['f|year', 2026, '2026-05-01', true],
    ['f|week', 1, '2026-01-01T00:00:00Z', true],
    ['f|week', 53, '2027-01-01T00:00:00Z', true],
    ['f|hour|gte', 22, '2026-05-01T23:00:00Z', true],
    ['f|hour|lt', 6, '2026-05-01T23:00:00Z', false],
    ['f|hour', [0, 1, 2], '2026-05-01T01:00:00Z', true],
    ['f|hour', 1, 'yesterday', false],
    ['f|hour', 1, 1, false],
  ],
};

for (const [name, rows] of Object.entries(tables))
  describe(name, () => {
    for (const [key, value, found, expected] of rows) {
      const event: JsonObject = found === absent ? { other: 'x' } : { f: found };
      it(`${key}: ${JSON.stringify(value)} on ${JSON.stringify(event).slice(0, 80)} is ${expected}`, () => {
        assert.equal(matches(lineText(key, value), event), expected);
      });
    }
  });

describe('fieldref', () => {
  const event = {
    a: 'Alice',
    b: 'alice',
    list: ['x', 'ALICE'],
    long: 'the alice of it',
    start: 'alice@corp.example',
  };
  const rows: readonly (readonly [string, string, boolean])[] = [
    ['a|fieldref', 'b', true],
    ['a|fieldref', 'long', false],
    ['a|fieldref', 'absent', false],
    ['absent|fieldref', 'a', false],
    ['list|fieldref', 'a', true],
    ['long|fieldref|contains', 'a', true],
    ['start|fieldref|startswith', 'a', true],
    ['long|fieldref|startswith', 'a', false],
    ['start|fieldref|endswith', 'a', false],
    ['a|fieldref|neq', 'b', false],
    ['a|cased|fieldref', 'b', false],
  ];
  for (const [key, other, expected] of rows)
    it(`${key}: ${other}`, () => assert.equal(matches(lineText(key, other), event), expected));
});

describe('expand', () => {
  const placeholders = { admins: ['alice', 'bob*'], dirs: ['/etc', '/root'] };
  const rows: readonly (readonly [string, string, string, boolean])[] = [
    ['f|expand', '%admins%', 'Alice', true],
    ['f|expand', '%admins%', 'bobby', true],
    ['f|expand', '%admins%', 'carol', false],
    ['f|expand', 'user:%admins%@%dirs%', 'user:alice@/root', true],
    ['f', '%admins%', '%admins%', true],
    ['f|expand|contains', '%dirs%', 'ls /etc/x', true],
    ['f|expand', '100\\%of%dirs%', '100%of/etc', true],
    ['f|re|expand', '^(%dirs%)/x$', '/etc/x', true],
  ];
  for (const [key, value, found, expected] of rows)
    it(`${key}: ${value} on ${found}`, () =>
      assert.equal(matches(lineText(key, value), { f: found }, { placeholders }), expected));

  it('a placeholder without values rejects the rule', () => {
    const { rules, problems } = compileText(lineText('f|expand', '%servers%'));
    assert.equal(rules.length, 0);
    assert.match(problems[0]?.message ?? '', /placeholder %servers%/);
  });
});

describe('keywords', () => {
  const event = { verb: 'create', user: { username: 'alice' }, list: [{ deep: 'Mimikatz here' }], code: 403 };
  const rows: readonly (readonly [string, boolean])[] = [
    ['keywords: mimikatz\ncondition: keywords', true],
    ['keywords:\n  - nothing\n  - ALICE\ncondition: keywords', true],
    ["keywords:\n  '|all':\n    - alice\n    - mimikatz\ncondition: keywords", true],
    ["keywords:\n  '|all':\n    - alice\n    - nothing\ncondition: keywords", false],
    ['keywords:\n  - mimi*here\ncondition: keywords', true],
    ['keywords:\n  - 403\ncondition: keywords', true],
    ["keywords:\n  '|re': 'Mimi[kx]atz'\ncondition: keywords", true],
    ["keywords:\n  '|cased': mimikatz\ncondition: keywords", false],
    ['keywords: username\ncondition: keywords', false],
    ['selection:\n  - verb: create\n  - mimi\ncondition: selection', true],
    ['selection:\n  - verb: delete\n  - nothing\ncondition: selection', false],
  ];
  for (const [detection, expected] of rows)
    it(detection.replaceAll('\n', ' '), () => assert.equal(matches(ruleText(detection), event), expected));
});

describe('values that a modifier cannot take are problems, with their place', () => {
  const rows: readonly (readonly [string, unknown, string])[] = [
    ['f|contains', 123, 'contains: the value 123 is a number'],
    ['f|contians', 'x', 'did you mean "contains"?'],
    ['f|contains|re', 'x', 'write re first'],
    ['f|re', '(?=x)', 'linear time'],
    ['f|re', '(a)\\1', 'linear time'],
    ['f|re', 'a)b', 'linear time'],
    ['f|re|startswith', 'a)|(b', 'linear time'],
    ['f|i', 'x', 'without re'],
    ['f|cidr', '10.0.0.1/8', 'network'],
    ['f|cidr', '10.0.0.0/33', 'network'],
    ['f|cidr', '10.*', 'network'],
    ['f|startswith|cidr', '10.0.0.0/8', 'write cidr first'],
    ['f|gt', '5', 'a number without quotes'],
    ['f|gte|hour', 5, 'a number without quotes'],
    ['f|exists', 'yes', 'true or false'],
    ['|exists', true, 'without a field'],
    ['f|all|exists', true, 'write exists first'],
    ['f|base64', 'a*b', 'wildcards'],
    ['f|base64offset', 'a?b', 'wildcards'],
    ['f|wide', 'ü', 'ASCII'],
    ['f|windash', ' -a -b -c -d', 'more than 3 dashes'],
    ['f|fieldref', 'a*', 'without wildcards'],
    ['f|cased', 5, 'must be a text'],
    ['f|hour', '5', 'a number without quotes'],
    ['f', { a: 1 }, 'not a map'],
    ['f', [['a']], 'not a list'],
    ['', null, 'null must be bound'],
  ];
  for (const [key, value, message] of rows)
    it(`${key}: ${JSON.stringify(value)}`, () => {
      const { rules, problems } = compileText(lineText(key, value));
      assert.equal(rules.length, 0);
      const errors = problems.filter(problem => problem.severity === 'error');
      assert.equal(errors.length, 1);
      assert.ok(errors[0]?.message.includes(message), errors[0]?.message);
      assert.equal(errors[0]?.line, 9);
    });
});
