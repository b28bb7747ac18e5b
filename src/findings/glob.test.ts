import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { matchesGlob } from './glob.ts';

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
  ['registry.example/*', 'registry.example.evil.example/x', false],
];

for (const [pattern, text, expected] of table) {
  test(`${pattern} ${expected ? 'matches' : 'does not match'} "${text}"`, () => {
    assert.equal(matchesGlob(pattern, text), expected);
  });
}

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
