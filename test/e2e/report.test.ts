import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import axe from 'axe-core';
import type { BrowserContext, Page } from 'playwright-core';
import type { WorkloadLineage } from '../../src/model/lineage.ts';
import { htmlPrinter } from '../../src/printers/html.ts';
import { newFolder, objectsIn, recording, watchbill } from '../cli/run-watchbill.ts';
import { findChromium, openChromium } from '../support/chromium.ts';
import type { Found } from '../support/found.ts';
import { print, sampleFound } from '../support/found.ts';
import type { Scheme } from './opened-page.ts';
import { openPage } from './opened-page.ts';

const found = findChromium();
const skip = 'missing' in found && process.env['CI'] !== 'true' ? found.missing : false;
const folder = newFolder();
const report = join(folder, 'report.html');
const hostile = join(folder, 'hostile.html');
let context: BrowserContext;
let incidents: readonly string[] = [];

before(async () => {
  if (skip !== false) return;
  assert.ok('path' in found, 'missing' in found ? found.missing : '');
  context = await openChromium(found.path);
  const { code, err } = watchbill([
    'scan',
    recording,
    '--learn-until',
    '2026-11-23T04:37:02Z',
    '-o',
    `html=${report}`,
    '-o',
    `ndjson=${join(folder, 'lines')}`,
  ]);
  assert.equal(code, 1, err);
  incidents = objectsIn(readFileSync(join(folder, 'lines'), 'utf8'))
    .filter(({ type }) => type === 'incident')
    .map(({ id }) => String(id));
  assert.ok(incidents.length > 5);
  writeFileSync(hostile, pageOf(withScripts(sampleFound())));
});

after(() => context?.close());

function pageOf(seen: Found): string {
  let text = '';
  const printer = htmlPrinter({ color: false, width: 100, version: '1.2.3' }, part => {
    text += part;
  });
  print(seen, printer);
  return text;
}

/** What has run in other people's reports, wherever a log's text ends up. */
const scripts = [
  '"><svg onload=alert(1)>',
  "'><img src=https://evil.example/x.png onerror=alert(1)>",
  '</style><script>alert(1)</script>',
  '</title></head><script src=https://evil.example/x.js></script>',
  '<base href=https://evil.example/><meta http-equiv=refresh content="0;url=https://evil.example/">',
  'javascript:alert(1)',
  '<style>@import "https://evil.example/x.css"</style>',
  'data:text/html,<script>alert(1)</script>',
  `\u202e\u0000\u0007${'x'.repeat(20_000)}`,
  '\u05d0\u05d1\u05d2 <b>\u0627\u0644</b>',
  `Z${'\u0310'.repeat(500)}`,
];

function withScripts(seen: Found): Found {
  const incidents = seen.incidents.map((incident, index) => {
    const text = scripts[index % scripts.length] ?? '';
    const change = { field: text, container: text, from: text, to: `${text} ${text}` };
    const part = { feature: text, kind: 'surprise', bits: index - 3, sentence: text } as const;
    const schedule = {
      expression: text,
      before: text,
      dialect: text,
      timeZone: text,
      zoneAssumed: true,
      words: text,
      problem: text,
      suspended: false,
      previous: [],
      next: ['2026-11-24T02:30:00Z'],
    };
    return {
      ...incident,
      title: text,
      story: `Who: ${text}\nWhat: ${text}\nWhy: ${text}\nDo: $ ${text}`,
      actor: incident.actor && { ...incident.actor, user: text, effectiveUser: text },
      attack: [{ technique: text, tactics: [text] }],
      changes: [change],
      score: { bits: 9, threshold: 3, parts: [part, { ...part, bits: -2 }], counterfactual: text },
      work: { containers: [], moreContainers: 0, schedule },
      lineage: longLineage(text),
    };
  });
  return { ...seen, incidents };
}

/** Actor, CronJob, Job and two kinds of what was started, with names as long as they may be. */
function longLineage(text: string): WorkloadLineage {
  const link = { namespace: text, uid: text, evidence: [text] } as const;
  const name = `nightly-${'x'.repeat(240)}`;
  const time = '2026-11-23T04:37:14Z';
  const actor = { user: text, effectiveUser: text, groups: [], userAgent: text, sourceIPs: [], pod: text };
  return {
    chain: [
      { ...link, kind: 'HorizontalRunnerAutoscaler', name, relation: 'target', confidence: 'certain' },
      { ...link, kind: 'CronJob', name: text, relation: 'made', confidence: 'probable' },
    ],
    author: { ...actor, confidence: 'unknown', reason: text, time },
    started: {
      since: time,
      byKind: [
        { kind: 'Job', count: 1 },
        { kind: text, count: 12 },
      ],
      examples: [{ kind: 'Job', name, time }],
      last: time,
      confidence: 'probable',
    },
  };
}

describe('the report in a browser', { skip }, () => {
  for (const [name, file] of [
    ['of the recording', report],
    ['of hostile texts', hostile],
  ] as const) {
    it(`${name}: nothing is requested, logged or run`, async () => {
      const { page, noise } = await openPage(context, file);
      for (const summary of await page.locator('summary').all()) await summary.click();
      await page.waitForLoadState('networkidle');
      const foreign = await page
        .locator('script, iframe, object, embed, img, link, base, style ~ style')
        .count();
      assert.deepEqual([noise, foreign], [[], 0]);
      await page.close();
    });

    it(`${name}: nothing is wider than a phone`, async () => {
      for (const width of [320, 375, 768, 1050, 1200]) {
        const { page } = await openPage(context, file, { width });
        assert.equal(await page.evaluate('document.documentElement.scrollWidth'), width);
        await page.close();
      }
    });
  }

  it('what other pages do would be noticed', async () => {
    const file = join(folder, 'other.html');
    writeFileSync(
      file,
      '<script>alert(1); missing()</script><p style="color: #aaa">pale<img src="https://evil.example/x">',
    );
    const { page, noise } = await openPage(context, file);
    const heard = ['dialog 1', 'error missing is not defined', 'request https://evil.example/x'];
    for (const sound of heard) assert.ok(noise.includes(sound), `${sound} in ${noise.join(', ')}`);
    assert.ok((await violations(page, { doubts: false })).some(each => each.startsWith('color-contrast ')));
    await page.close();
  });

  it('every incident is there, once in the contents and once in full', async () => {
    const { page } = await openPage(context, report);
    const told = await page.evaluate(
      "[...document.querySelectorAll('article')].map(({ id }) => id.slice(2))",
    );
    const listed = await page.evaluate(
      "[...document.querySelectorAll('nav a')].map(link => link.getAttribute('href').slice(3))",
    );
    assert.deepEqual([told, listed], [incidents, incidents]);
    await page.close();
  });

  for (const scheme of ['light', 'dark'] as const satisfies readonly Scheme[])
    for (const [width, file] of [
      [1200, report],
      [375, report],
      [1200, hostile],
    ] as const)
      it(`${scheme}, ${width} pixels, ${file === report ? 'the recording' : 'hostile texts'}: accessible, with contrasts of AA`, async () => {
        const { page } = await openPage(context, file, { width, scheme });
        for (const summary of await page.locator('summary').all()) await summary.click();
        assert.deepEqual(await violations(page, { doubts: file === report }), []);
        await page.close();
      });

  it('a severity that is unticked is hidden, from the keyboard and without a script', async () => {
    const { page } = await openPage(context, report);
    const visible = () => page.locator('article.of-high:visible, nav tr.of-high:visible').count();
    assert.ok((await visible()) > 1);
    await page.locator('#show-high').focus();
    await page.keyboard.press('Space');
    assert.equal(await visible(), 0);
    assert.ok((await page.locator('article.of-critical:visible').count()) > 0);
    await page.close();
  });

  it('Tab reaches every link, box and fold, in the order of the page, and shows where it is', async () => {
    const { page } = await openPage(context, report);
    const wanted = await page.locator('a[href], input, summary').count();
    const reached: number[] = [];
    for (let step = 0; step < wanted + 10; step += 1) {
      await page.keyboard.press('Tab');
      const place = await page.evaluate(focusPlace);
      if (typeof place === 'number' && place >= 0) reached.push(place);
    }
    assert.deepEqual(reached.slice(0, wanted), [...Array(wanted).keys()]);
    await page.close();
  });

  it('on paper every incident is there, unfolded', async () => {
    const { page } = await openPage(context, report, { scheme: 'dark' });
    await page.emulateMedia({ media: 'print' });
    const folded = await page.evaluate(
      "[...document.querySelectorAll('details li')].filter(item => item.getBoundingClientRect().height === 0).length",
    );
    const ground = await page.evaluate('getComputedStyle(document.body).backgroundColor');
    assert.deepEqual([folded, ground], [0, 'rgb(255, 255, 255)']);
    const pdf = (await page.pdf({ outline: true, tagged: true, format: 'A4' })).toString('latin1');
    const headings = [...pdf.matchAll(/<<\/Title \(/g)].length;
    const around = await page.locator('h1, h2').count();
    assert.equal(headings, incidents.length + around + 1);
    await page.close();
  });

  it('500 incidents are one page that opens', async () => {
    const file = join(folder, 'large.html');
    const seen = sampleFound();
    const [incident] = seen.incidents;
    const many = Array.from({ length: 500 }, (_, index) => ({
      ...(incident ?? assert.fail()),
      id: index.toString(16).padStart(16, '0'),
    }));
    writeFileSync(file, pageOf({ ...seen, incidents: many }));
    const { page, noise } = await openPage(context, file);
    assert.equal(await page.locator('article').count(), 500);
    assert.deepEqual(noise, []);
    await page.close();
  });
});

/** The place of the focused element among all that can be focused; -2 where nobody sees that it is. */
const focusPlace = `(() => {
  const { activeElement } = document;
  const label = activeElement.closest('label') ?? activeElement;
  if ([activeElement, label].every(each => getComputedStyle(each).outlineStyle === 'none')) return -2;
  return [...document.querySelectorAll('a[href], input, summary')].indexOf(activeElement);
})()`;

/**
 * What axe-core finds wrong, and of texts that are no attack on it what it cannot judge, with the places. Its text runs in the page by the debugger, which no policy of the page
 * stops.
 */
async function violations(page: Page, { doubts }: { readonly doubts: boolean }): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const found: unknown = await page.evaluate(`
    axe.run(document).then(({ violations, incomplete }) => [...violations, ...(${doubts} ? incomplete : [])].flatMap(({ id, nodes }) =>
      nodes.slice(0, 5).map(({ target, any }) => id + ' ' + target + ' ' + any.map(({ message }) => message))))
  `);
  assert.ok(Array.isArray(found));
  return found.map(String);
}
