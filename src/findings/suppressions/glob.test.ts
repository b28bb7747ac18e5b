import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isLiteral, literally, matchesGlob } from './glob.ts';

const table: readonly (readonly [pattern: string, text: string, expected: boolean])[] = [
  ['nightly', 'nightly', true],
  ['nightly', 'Nightly', false],
  ['nightly-*', 'nightly-report', true],
  ['nightly-*', 'a-nightly-report', false],
  ['*-report', 'nightly-report', true],
  ['*', '', true],
  ['*', 'anything', true],
  ['', '', true],
  ['', 'x', false],
  ['a*b*c', 'a-b-c', true],
  ['a*b*c', 'acb', false],
  ['a*a', 'a', false],
  ['aa*aa', 'aaa', false],
  ['a**b', 'ab', true],
  ['a.c', 'abc', false],
  ['[ab]', 'a', false],
  ['rm -rf /tmp/\\*', 'rm -rf /tmp/*', true],
  ['rm -rf /tmp/\\*', 'rm -rf /tmp/x', false],
  ['\\\\*', '\\anything', true],
  ['\\n', '\\n', true],
  ['registry.example/*', 'registry.example.evil.example/x', false],
];

for (const [pattern, text, expected] of table) {
  test(`${pattern} ${expected ? 'matches' : 'does not match'} "${text}"`, () => {
    assert.equal(matchesGlob(pattern, text), expected);
  });
}

test('the literal pattern of a text matches it, and no other', () => {
  const text = fc.string({ unit: fc.constantFrom('a', '*', '\\\\'), maxLength: 8 });
  fc.assert(
    fc.property(text, text, (one, other) => {
      assert.equal(isLiteral(literally(one)), true);
      assert.equal(matchesGlob(literally(one), other), one === other);
    }),
  );
});

test('agrees with the regular expression of the same meaning', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 8 });
  const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 10 });
  fc.assert(
    fc.property(word, text, (pattern, value) => {
      const expected = new RegExp(`^${pattern.replace(/\*+/g, '.*')}$`).test(value);
      assert.equal(matchesGlob(pattern, value), expected);
    }),
  );
});

test('takes linear time on patterns that make others backtrack', () => {
  assert.equal(matchesGlob(`${'a*'.repeat(2000)}b`, 'a'.repeat(100_000)), false);
});
