import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseExtendedCondition } from './extended-condition.ts';

function terms(text: string): string {
  const parsed = parseExtendedCondition(text);
  if (!parsed.ok) return `${parsed.error.offset}: ${parsed.error.message}`;
  return parsed.value.terms
    .map(({ present, absent }) => [...present, ...[...absent].map(name => `!${name}`)].join(' '))
    .join(' | ');
}

const conditions: readonly (readonly [string, string])[] = [
  ['a', 'a'],
  ['a and b', 'a b'],
  ['a AND b Or c', 'a b | c'],
  ['a or b and c', 'a | b c'],
  ['(a or b) and c', 'a c | b c'],
  ['not a', '!a'],
  ['not not a', 'a'],
  ['a and not b', 'a !b'],
  ['a and not (b or c)', 'a !b !c'],
  ['a and not (b and c)', 'a !b | a !c'],
  ['a and not a', ''],
  ['notable and android', 'notable android'],
  ['0e95725d-7320-415d-80f7-004da920fc11 and b.c', '0e95725d-7320-415d-80f7-004da920fc11 b.c'],
  ['', '0: The condition ends too early'],
  ['a and', '5: The condition ends too early'],
  ['and a', '0: "and" is not expected here'],
  ['a b', '2: "b" is not expected here'],
  ['(a', '2: The condition ends too early'],
  ['a)', '1: ")" is not expected here'],
  ['a & b', '2: "&" is not expected here'],
];

for (const [text, expected] of conditions) {
  test(`condition ${text || '(empty)'}`, () => assert.equal(terms(text), expected));
}

test('what would explode is refused', () => {
  const wide = Array.from({ length: 12 }, (_, i) => `(a${i} or b${i})`).join(' and ');
  assert.match(terms(wide), /too many alternatives/);
  assert.match(terms(`${'('.repeat(100)}a${')'.repeat(100)}`), /nested too deep/);
  assert.match(terms(`${'a and '.repeat(400)}a`), /too long/);
});

type Expression = string;
const name = fc.constantFrom('a', 'b', 'c', 'd');
const { expression } = fc.letrec<{ expression: Expression }>(tie => ({
  expression: fc.oneof(
    { maxDepth: 3 },
    name,
    tie('expression').map(part => `not ${part}`),
    fc
      .tuple(tie('expression'), fc.constantFrom('and', 'or'), tie('expression'))
      .map(parts => `(${parts.join(' ')})`),
  ),
}));

test('the normal form says the same as the expression', () => {
  fc.assert(
    fc.property(expression, fc.subarray(['a', 'b', 'c', 'd']), (text, given) => {
      const parsed = parseExtendedCondition(text);
      if (!parsed.ok) return;
      const holds = parsed.value.terms.some(
        ({ present, absent }) =>
          [...present].every(item => given.includes(item)) && ![...absent].some(item => given.includes(item)),
      );
      assert.equal(holds, evaluate(text, given));
    }),
  );
});

/** The expressions of this test are fully parenthesised. */
function evaluate(text: string, given: readonly string[]): boolean {
  const tokens = text.match(/[a-d]\b|not|and|or|[()]/g) ?? [];
  let at = 0;
  const read = (): boolean => {
    const token = tokens[at++];
    if (token === 'not') return !read();
    if (token !== '(') return given.includes(token ?? '');
    const left = read();
    const operator = tokens[at++];
    const right = read();
    at += 1;
    return operator === 'and' ? left && right : left || right;
  };
  return read();
}
