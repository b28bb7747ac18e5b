import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { markdownBlock, markdownCellCode, markdownCode, markdownProse } from './escape-markdown.ts';

describe('inline code', () => {
  const table = [
    ['', ''],
    ['plain', '`plain`'],
    ['a`b', '``a`b``'],
    ['`', '`` ` ``'],
    ['``` x', '```` ``` x ````'],
    [' both ', '`  both  `'],
    ['a\nb', '`a\\nb`'],
    ['@me #1 <b>', '`@me #1 <b>`'],
  ] as const;
  for (const [text, expected] of table) {
    test(JSON.stringify(text), () => {
      assert.equal(markdownCode(text), expected);
    });
  }

  test('ends where it should and nowhere else', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('`', ' ', 'a', '|', '\n'), minLength: 1 }), text => {
        const code = markdownCode(text);
        const fence = /^`+/.exec(code)?.[0] ?? '';
        const inner = code.slice(fence.length, -fence.length);
        assert.ok([...inner.matchAll(/`+/g)].every(([run]) => run.length !== fence.length));
        assert.ok(!code.includes('\n'));
      }),
    );
  });

  test('does not end a cell of a table', () => {
    assert.equal(markdownCellCode('a | b'), '`a \\| b`');
  });
});

test('a block ends at its own fence alone', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('`', '~', 'a', '\n', ' ') }), text => {
      const block = markdownBlock(text);
      const fence = /^`+/.exec(block)?.[0] ?? '';
      assert.ok(fence.length >= 3);
      const inner = block.slice(fence.length, -fence.length - 1);
      assert.ok(!inner.includes(fence));
    }),
  );
});

describe('prose', () => {
  const table = [
    ['plain words, as they are.', 'plain words, as they are.'],
    ['<script>&amp;', '&lt;script&gt;&amp;amp;'],
    ['[a](b) ![c](d)', '\\[a\\]\\(b\\) \\!\\[c\\]\\(d\\)'],
    ['*a* _b_ `c` ~d~ |e|', '\\*a\\* \\_b\\_ \\`c\\` \\~d\\~ \\|e\\|'],
    ['@org/team', '@<!-- -->org/team'],
    ['a@b.example', 'a@<!-- -->b.example'],
    ['#12 GH-12', '#<!-- -->12 GH<!-- -->\\-12'],
    ['https://x.example www.x.example', 'https:<!-- -->//x.example www<!-- -->.x.example'],
    ['a\n# b', 'a\\\\n#<!-- --> b'],
    ['\\', '\\\\'],
  ] as const;
  for (const [text, expected] of table) {
    test(JSON.stringify(text), () => {
      assert.equal(markdownProse(text), expected);
    });
  }

  test('has no live character left, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        const bare = markdownProse(text)
          .replaceAll('<!-- -->', '')
          .replace(/&(amp|lt|gt);/g, '')
          .replace(/\\[\\`*_{}[\]()!|~$+=-]/g, '');
        assert.doesNotMatch(bare, /[<>&`*_[\]()!|\\\n]/);
        assert.doesNotMatch(markdownProse(text), /@[^<]|@$|:\/\//);
      }),
    );
  });
});
