import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { escapeHtml } from './markup.ts';
import { wordDiff } from './word-diff.ts';

const cases = [
  [
    'registry.example/app:2.3.0',
    'registry.example/app:2.4.0',
    'registry.example/app:<del>2.3.0</del>',
    'registry.example/app:<ins>2.4.0</ins>',
  ],
  [
    'report --to a.example',
    'report --to b.example',
    'report --to <del>a.example</del>',
    'report --to <ins>b.example</ins>',
  ],
  ['', 'new', '', '<ins>new</ins>'],
  [
    'echo report',
    'curl https://x.example/r | sh',
    '<del>echo report</del>',
    '<ins>curl https://x.example/r | sh</ins>',
  ],
  ['<b> 1', '<b> 2', '&lt;b&gt; <del>1</del>', '&lt;b&gt; <ins>2</ins>'],
] as const;

describe('two texts, word by word', () => {
  for (const [from, to, old, now] of cases)
    test(`${from} -> ${to}`, () => {
      const diff = wordDiff(from, to);
      assert.deepEqual([diff.from.markup, diff.to.markup], [old, now]);
    });

  test('without the marks it is the texts', () => {
    const text = fc.stringMatching(/^[a-c /:"<&]{0,60}$/);
    const plain = (markup: string): string => markup.replace(/<\/?(del|ins)>/g, '');
    fc.assert(
      fc.property(text, text, (from, to) => {
        const diff = wordDiff(from, to);
        assert.deepEqual(
          [plain(diff.from.markup), plain(diff.to.markup)],
          [escapeHtml(from), escapeHtml(to)],
        );
      }),
    );
  });

  test('texts of many words that have nothing in common are marked whole', () => {
    const many = (word: string): string =>
      Array.from({ length: 5_000 }, (_, index) => `${word}${index}`).join(' ');
    assert.equal(wordDiff(many('a'), many('b')).to.markup, `<ins>${many('b')}</ins>`);
  });
});
