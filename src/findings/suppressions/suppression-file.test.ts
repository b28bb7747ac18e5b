import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { parseSuppressions } from './suppression-file.ts';

const good = `suppressions:
  - id: backup
    owner: storage@corp.example
    reason: the backup reads the volumes of every node
    expires: 2027-01-31
    scope:
      rules: [rule-a, "CronJob with *"]
      namespace: backup
`;

test('reads a file', () => {
  assert.deepEqual(parseSuppressions(good, 's.yaml'), {
    problems: [],
    suppressions: [
      {
        id: 'backup',
        owner: 'storage@corp.example',
        reason: 'the backup reads the volumes of every node',
        expires: '2027-01-31',
        expiresAt: Date.parse('2027-02-01T00:00:00Z'),
        scope: { rules: ['rule-a', 'CronJob with *'], namespace: ['backup'] },
      },
    ],
  });
});

test('takes an RFC 3339 time to the second', () => {
  const [suppression] = parseSuppressions(
    good.replace('2027-01-31', '2027-01-31T12:00:00+02:00'),
    's.yaml',
  ).suppressions;
  assert.equal(suppression?.expiresAt, Date.parse('2027-01-31T10:00:00Z'));
});

describe('a problem has its place', () => {
  const table: readonly (readonly [
    name: string,
    text: string,
    code: string,
    place: string,
    message: RegExp,
  ])[] = [
    ['not YAML', 'suppressions: [', 'not-yaml', '1:16', /./],
    ['nothing', '', 'wrong-value', '1:1', /expected object/],
    ['a missing owner', good.replace(/ {4}owner.*\n/, ''), 'missing-key', '2:5', /owner is missing/],
    ['a missing expiry', good.replace(/ {4}expires.*\n/, ''), 'missing-key', '2:5', /expires is missing/],
    ['a missing scope', good.replace(/ {4}scope[\s\S]*/, ''), 'missing-key', '2:5', /scope is missing/],
    [
      'an unknown key',
      good.replace('owner', 'ownr'),
      'unknown-key',
      '3:5',
      /"ownr" here, did you mean "owner"/,
    ],
    [
      'an unknown key in the scope',
      good.replace('namespace', 'namespce'),
      'unknown-key',
      '8:7',
      /did you mean "namespace"/,
    ],
    ['an unknown key of the file', `${good}other: 1\n`, 'unknown-key', '9:1', /"other"/],
    [
      'an empty scope',
      good.replace(/ {4}scope[\s\S]*/, '    scope: {}\n'),
      'scope-too-wide',
      '6:5',
      /covers every finding/,
    ],
    [
      'a scope of stars',
      good.replace(/ {6}rules[\s\S]*/, '      name: "*"\n      kind: ["**", Pod]\n'),
      'scope-too-wide',
      '6:5',
      /./,
    ],
    ['an expiry in words', good.replace('2027-01-31', 'never'), 'wrong-value', '5:14', /a date/],
    ['an expiry on no day', good.replace('2027-01-31', '2027-02-30'), 'wrong-value', '5:14', /no such day/],
    [
      'a time without a zone',
      good.replace('2027-01-31', '2027-01-31T10:00:00'),
      'wrong-value',
      '5:14',
      /no such day/,
    ],
    ['an empty id', good.replace('id: backup', 'id: ""'), 'wrong-value', '2:9', /id/],
    [
      'a number for a name',
      good.replace('namespace: backup', 'namespace: 5'),
      'wrong-value',
      '8:18',
      /namespace/,
    ],
    ['an id used twice', good + good.slice(good.indexOf('  - id')), 'duplicate-id', '9:5', /used twice/],
  ];
  for (const [name, text, code, place, message] of table) {
    test(name, () => {
      const { problems } = parseSuppressions(text, 's.yaml');
      const found = problems.find(problem => problem.code === code);
      assert.ok(found, JSON.stringify(problems));
      assert.equal(`${found.line}:${found.column}`, place);
      assert.equal(found.file, 's.yaml');
      assert.equal(found.severity, 'error');
      assert.match(found.message, message);
    });
  }

  test('all of them are reported at once, in order, and the sound entries survive', () => {
    const broken = good
      .replace('id: backup', 'id: broken')
      .replace('owner', 'ownr')
      .replace('2027-01-31', 'never');
    const { problems, suppressions } = parseSuppressions(
      broken + good.slice(good.indexOf('  - id')),
      's.yaml',
    );
    assert.deepEqual(
      problems.map(({ line, code }) => [line, code]),
      [
        [2, 'missing-key'],
        [3, 'unknown-key'],
        [5, 'wrong-value'],
      ],
    );
    assert.deepEqual(
      suppressions.map(({ id }) => id),
      ['backup'],
    );
  });
});

describe('hostile input is refused, never thrown at', () => {
  test('aliases that expand without end', () => {
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nsuppressions: [*c,*c,*c]\n`;
    const { problems } = parseSuppressions(bomb, 's.yaml');
    assert.ok(problems.length > 0);
  });

  test('keys of the prototype', () => {
    const { problems, suppressions } = parseSuppressions(
      '__proto__: {suppressions: []}\nconstructor: 1\n',
      's.yaml',
    );
    assert.deepEqual(suppressions, []);
    assert.ok(problems.some(({ code }) => code === 'missing-key'));
  });

  test('anything', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), text => {
        const { problems, suppressions } = parseSuppressions(text, 's.yaml');
        assert.ok(problems.length > 0 || suppressions.length >= 0);
        for (const { line, column } of problems) assert.ok(line >= 1 && column >= 1);
      }),
    );
  });
});
