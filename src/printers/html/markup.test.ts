import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { hostileTexts } from '../../../test/support/found.ts';
import { escapeHtml, html, isolated } from './markup.ts';

const cases = [
  ['<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
  [`" onload='x' \``, '&quot; onload=&#39;x&#39; &#96;'],
  ['&lt;', '&amp;lt;'],
  ['a\u202egnp.exe', 'a\\u202egnp.exe'],
  ['nul\u0000', 'nul\\u0000'],
  ['line\nbreak', 'line\\nbreak'],
  ['\ud800', '\\ud800'],
  [`a${'\u0301'.repeat(5)}b`, `a${'\u0301'.repeat(3)}\\u{301}\\u{301}b`],
  ['日本語', '日本語'],
] as const;

describe('texts in HTML', () => {
  for (const [text, expected] of cases)
    test(JSON.stringify(text), () => assert.equal(escapeHtml(text), expected));

  test('no text makes or ends a tag or an attribute, or hides itself', () => {
    const any = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...hostileTexts));
    fc.assert(
      fc.property(any, text => {
        const { markup } = html`<p title="${text}">${text}</p>`;
        assert.equal(markup.split('<').length, 3);
        assert.equal(markup.split('>').length, 3);
        assert.equal(markup.split('"').length, 3);
        assert.doesNotMatch(markup, /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}'`]/u);
        assert.ok(markup.isWellFormed());
      }),
    );
  });

  test('a text is read back as it is shown', () => {
    const plain = fc.stringMatching(/^[ -~]*$/);
    fc.assert(
      fc.property(plain, text => {
        const shown = escapeHtml(text).replace(/&(?:(amp|lt|gt|quot)|#(\d+));/g, (_, name, code) =>
          code === undefined ? (names.get(name) ?? '') : String.fromCharCode(Number(code)),
        );
        assert.equal(shown, text);
      }),
    );
  });
});

const names = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
]);

test('HTML in HTML is not escaped again; lists are joined; nothing stands for what is not there', () => {
  const list = ['a&b', html`<i>${1}</i>`, undefined, false] as const;
  assert.equal(html`<p>${list}</p>`.markup, '<p>a&amp;b<i>1</i></p>');
});

test('writing from right to left is kept to itself', () => {
  assert.equal(isolated('שלום <b>').markup, '<bdi>שלום &lt;b&gt;</bdi>');
  assert.equal(isolated('plain').markup, 'plain');
});
