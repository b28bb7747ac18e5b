import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';
import type { Found } from '../../test/support/found.ts';
import { emptyFound, print, sampleFound } from '../../test/support/found.ts';
import type { Incident } from '../model/finding.ts';
import { htmlPrinter } from './html.ts';

const options = { color: false, width: 120, version: '1.2.3', now: '2026-11-24T00:00:00Z' } as const;

function printed(found: Found): string {
  let text = '';
  print(
    found,
    htmlPrinter(options, part => {
      text += part;
    }),
  );
  return text;
}

const found = sampleFound();
const page = printed(found);
const body = page.slice(page.indexOf('<body>'));
/** Tags with their attributes; texts hold no `<`. */
const tags = [...body.matchAll(/<(\/?)([a-z0-9]+)([^<>]*)>/g)];
const matches = (text: string, pattern: RegExp): number => [...text.matchAll(pattern)].length;

describe('a page from hostile texts', () => {
  test('every < begins a tag that we wrote', () => {
    assert.equal(body.split('<').length - 1, tags.length);
    const known =
      /^(a|article|b|bdi|body|code|dd|del|details|div|dl|dt|fieldset|figcaption|figure|footer|h[1-4]|header|html|input|ins|label|legend|li|line|main|nav|ol|p|pre|rect|section|small|span|strong|summary|svg|circle|table|tbody|td|th|thead|time|title|tr|ul|wbr)$/;
    assert.deepEqual(
      tags.map(([, , name = '']) => name).filter(name => !known.test(name)),
      [],
    );
  });

  test('tags are closed in their order', () => {
    const open: string[] = ['html'];
    const alone = new Set(['input', 'rect', 'line', 'wbr']);
    for (const [, end, name = ''] of tags) {
      if (end === '/') assert.equal(open.pop(), name);
      else if (!alone.has(name)) open.push(name);
    }
    assert.deepEqual(open, []);
  });

  test('no handler, no style, no source of anything; links lead within the page or to ATT&CK', () => {
    const attributes = tags.flatMap(([, , , rest = '']) => [...rest.matchAll(/([\w-]+)(?:="([^"]*)")?/g)]);
    assert.deepEqual(
      attributes.filter(([, name = '']) => /^(on.*|style|src|srcset|action|formaction|xlink.*)$/i.test(name)),
      [],
    );
    const links = attributes.filter(([, name]) => name === 'href').map(([, , link = '']) => link);
    assert.ok(links.length > 10);
    const inside = /^(#[\w-]+|https:\/\/attack\.mitre\.org\/techniques\/T\d{4}(\/\d{3})?\/)$/;
    assert.deepEqual(
      links.filter(link => !inside.test(link)),
      [],
    );
  });

  test('ids are there once, and links within the page lead to one', () => {
    const ids = [...body.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    assert.equal(new Set(ids).size, ids.length);
    for (const [, target] of body.matchAll(/href="#([^"]*)"/g)) assert.ok(ids.includes(target), target);
  });

  test('nothing may be loaded, run or sent, and the style sheet is the one that was meant', () => {
    const [, policy = ''] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page) ?? [];
    const [, css = ''] = /<style>([^<]*)<\/style>/.exec(page) ?? [];
    const digest = createHash('sha256').update(css).digest('base64');
    assert.equal(
      policy,
      `default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'`,
    );
    assert.doesNotMatch(css, /url\(|@import|expression/);
    assert.doesNotMatch(page, /<script|<link|<base|<iframe|<object|<embed/i);
  });
});

describe('what does not fit is counted', () => {
  const [incident] = found.incidents;
  const of = (many: number): readonly Incident[] =>
    Array.from({ length: many }, (_, index) => ({
      ...(incident ?? assert.fail()),
      id: index.toString(16).padStart(16, '0'),
    }));
  const rows = (text: string): number => matches(text, /<tr class="of-/g);
  const articles = (text: string): number => matches(text, /<article /g);

  test('500 incidents are told', () => {
    const text = printed({ ...found, findings: [], incidents: of(500) });
    assert.deepEqual([articles(text), rows(text)], [500, 500]);
    assert.doesNotMatch(text, /class="left-out"/);
  });

  test('of 600 the last are listed, of 6,000 counted', () => {
    const some = printed({ ...found, findings: [], incidents: of(600) });
    assert.deepEqual([articles(some), rows(some)], [500, 600]);
    assert.match(some, /100 incidents of these, the least severe, are listed here and not told below/);
    const many = printed({ ...found, findings: [], incidents: of(6_000) });
    assert.deepEqual([articles(many), rows(many)], [500, 5_000]);
    assert.match(many, /data-left-out="1000">and 1,000 more incidents, not listed/);
    assert.match(many, /<h1>6,000 incidents<\/h1>/);
  });

  test('endless texts make no endless page', () => {
    const story = `Who: ${'w'.repeat(100_000)}\nWhat: ${'x'.repeat(100_000)}`;
    const text = printed({
      ...found,
      findings: [],
      incidents: of(500).map(each => ({ ...each, story, title: 'y'.repeat(100_000) })),
    });
    assert.equal(articles(text), 500);
    assert.ok(text.length < 12_000_000, `${text.length} characters`);
  });
});

test('a run that read nothing does not look like a clean one', () => {
  assert.match(printed(emptyFound), /<h1>Nothing was read: no event and no manifest in 1 input\.<\/h1>/);
});

test('what was refused, not seen and suppressed stands on top', () => {
  const head = page.slice(0, page.indexOf('<article'));
  for (const sentence of [
    /2 × is not valid JSON, not judged/,
    /argoproj\.io is logged at Metadata only/,
    /<b>backup<\/b> of o hid 3 findings \(until 2027-01-31: r\)/,
    /expired on 2026-01-31 and hides nothing any more/,
  ])
    assert.match(head, sentence);
});
