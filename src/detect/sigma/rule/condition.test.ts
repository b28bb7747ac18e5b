import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { matches, problemsOf, ruleText } from '../../../../test/support/sigma-rules.ts';

/** A rule with the selections a, b, c, _d and a-e: each holds where the event has the field of its name. */
function rule(condition: string): string {
  const selections = ['a', 'b', 'c', '_d', 'a-e'].map(name => `${name}:\n  f_${name}: yes_`).join('\n');
  return ruleText(`${selections}\ncondition: ${condition}`);
}

const event = (...names: readonly string[]) => Object.fromEntries(names.map(name => [`f_${name}`, 'yes_']));

describe('conditions', () => {
  const rows: readonly (readonly [string, readonly string[], boolean])[] = [
    ['a', ['a'], true],
    ['not a', ['a'], false],
    ['not not a', ['a'], true],
    ['a and b', ['a'], false],
    ['a or b', ['b'], true],
    ['a or b and c', ['a'], true],
    ['(a or b) and c', ['a'], false],
    ['not a and b', ['b'], true],
    ['not (a and b)', ['a'], true],
    ['a and not b or c', ['c'], true],
    ['1 of them', ['c'], true],
    ['any of them', ['c'], true],
    ['all of them', ['a', 'b', 'c', 'a-e'], true],
    ['all of them', ['a', 'b', 'c'], false],
    ['1 of them', ['_d'], false],
    ['1 of _*', ['_d'], true],
    ['_d', ['_d'], true],
    ['1 of a*', ['a-e'], true],
    ['all of a*', ['a'], false],
    ['1 of *e', ['a-e'], true],
    ['1 of a*e', ['a'], false],
    ['1 of b', ['b'], true],
    ['2 of them', ['a'], false],
    ['2 of them', ['a', 'c'], true],
    ['not 1 of a*', ['b'], true],
    ['a-e and not a', ['a-e'], true],
    ['((((a))))', ['a'], true],
    ['a AND NOT b', ['a'], true],
    ['[a, b and c]', ['b', 'c'], true],
    ['[a, b and c]', ['b'], false],
  ];
  for (const [condition, names, expected] of rows)
    it(`${condition} of ${names.join(' ')}`, () =>
      assert.equal(matches(rule(condition), event(...names)), expected));
});

describe('problems of conditions have a place in the text', () => {
  const rows: readonly (readonly [string, string])[] = [
    ['a and', 'invalid-condition 18:19'],
    ['a b', 'invalid-condition 18:16'],
    ['a and x', 'invalid-condition 18:20'],
    ['(a', 'invalid-condition 18:14'],
    ['a)', 'invalid-condition 18:15'],
    ['1 of x*', 'invalid-condition 18:19'],
    ['0 of a*', 'invalid-condition 18:14'],
    ['some of a*', 'invalid-condition 18:14'],
    ['1 of', 'invalid-condition 18:18'],
    ['a | count() > 5', 'legacy-aggregation 18:16'],
    ['a & b', 'invalid-condition 18:16'],
    ["''", 'invalid-condition 18:15'],
    ['5', 'wrong-type 18:14'],
    ['[a, 5]', 'wrong-type 18:18'],
    ['not', 'invalid-condition 18:17'],
  ];
  for (const [condition, expected] of rows)
    it(condition, () => assert.deepEqual(problemsOf(rule(condition)), [expected]));

  it('nested without end', () => {
    assert.match(problemsOf(rule(`${'not '.repeat(5000)}a`)).join(), /invalid-condition/);
    assert.match(problemsOf(rule(`${'('.repeat(5000)}a${')'.repeat(5000)}`)).join(), /invalid-condition/);
  });
});

type Tree = readonly ['name', string] | readonly ['not', Tree] | readonly ['and' | 'or', readonly Tree[]];

const { tree } = fc.letrec<{ tree: Tree }>(tie => ({
  tree: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom('a', 'b', 'c', '_d').map((name): Tree => ['name', name]),
    tie('tree').map((part): Tree => ['not', part]),
    fc
      .tuple(fc.constantFrom('and', 'or'), fc.array(tie('tree'), { minLength: 2, maxLength: 3 }))
      .map(([type, parts]): Tree => [type, parts]),
  ),
}));

/** With parentheses only where precedence asks for them. */
function text(node: Tree, above = 0): string {
  const [type, part] = node;
  if (type === 'name') return part;
  if (type === 'not') return `not ${text(part, 3)}`;
  const own = type === 'and' ? 2 : 1;
  const inner = part.map(child => text(child, own + 1)).join(` ${type} `);
  return own < above ? `(${inner})` : inner;
}

function holds(node: Tree, names: ReadonlySet<string>): boolean {
  const [type, part] = node;
  if (type === 'name') return names.has(part);
  if (type === 'not') return !holds(part, names);
  return type === 'and' ? part.every(child => holds(child, names)) : part.some(child => holds(child, names));
}

describe('any condition', () => {
  it('means what its tree means', () => {
    fc.assert(
      fc.property(tree, fc.subarray(['a', 'b', 'c', '_d']), (node, names) => {
        assert.equal(matches(rule(text(node)), event(...names)), holds(node, new Set(names)), text(node));
      }),
      { numRuns: 300 },
    );
  });

  it('any text is parsed or refused, never thrown at', () => {
    const word = fc.constantFrom(
      'a',
      'b',
      'and',
      'or',
      'not',
      '1',
      'all',
      'of',
      'them',
      'a*',
      '(',
      ')',
      '*',
      'é',
      '\\',
      '|',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(word).map(list => list.join(' ')),
        ),
        condition => {
          problemsOf(rule(JSON.stringify(condition)));
        },
      ),
    );
  });
});
