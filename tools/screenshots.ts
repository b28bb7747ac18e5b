/** Writes docs/images/: the report of the bundled recording in a real Chromium, light and dark, as WebP. Run it after a change of the page. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext } from 'playwright-core';
import type { Scheme } from '../test/e2e/opened-page.ts';
import { openPage } from '../test/e2e/opened-page.ts';
import { findChromium, openChromium } from '../test/support/chromium.ts';

const root = join(import.meta.dirname, '..');
const images = join(root, 'docs/images');
const largest = 300_000;
/** Before it, the recording holds nothing but honest work. */
const learnUntil = '2026-11-23T04:37:02Z';

interface Shot {
  readonly name: string;
  readonly scheme: Scheme;
  readonly width: number;
  /** What to show; absent: the top of the page. */
  readonly of?: string;
  readonly height: number;
}

const takenOver = 'article:has-text("data/CronJob nightly-report:")';
const shots: readonly Shot[] = [
  { name: 'report-light', scheme: 'light', width: 1100, of: takenOver, height: 2400 },
  { name: 'report-dark', scheme: 'dark', width: 1100, of: takenOver, height: 1000 },
  { name: 'report-contents', scheme: 'light', width: 1100, height: 1100 },
  { name: 'report-phone', scheme: 'light', width: 375, of: takenOver, height: 1400 },
];

await takeAll();

async function takeAll(): Promise<void> {
  const found = findChromium();
  if ('missing' in found) throw new Error(found.missing);
  const report = join(mkdtempSync(join(tmpdir(), 'watchbill-report-')), 'report.html');
  const { stderr, status } = spawnSync(
    join(root, 'bin/watchbill'),
    ['scan', 'recordings/harbor/audit.log.gz', '--learn-until', learnUntil, '-o', `html=${report}`],
    { cwd: root, encoding: 'utf8' },
  );
  if (status !== 1) throw new Error(stderr);
  mkdirSync(images, { recursive: true });
  const context = await openChromium(found.path);
  for (const shot of shots) await take(context, report, shot);
  await context.close();
}

async function take(context: BrowserContext, report: string, shot: Shot): Promise<void> {
  const { page } = await openPage(context, report, shot);
  const box = shot.of === undefined ? null : await page.locator(shot.of).first().boundingBox();
  const clip = {
    x: 0,
    y: Math.max(0, (box?.y ?? 0) - 16),
    width: shot.width,
    height: Math.min(shot.height, (box?.height ?? shot.height) + 32),
    scale: 1,
  };
  const session = await context.newCDPSession(page);
  const { data } = await session.send('Page.captureScreenshot', {
    format: 'webp',
    quality: 85,
    captureBeyondViewport: true,
    clip,
  });
  const bytes = Buffer.from(data, 'base64');
  if (bytes.length > largest)
    throw new Error(`${shot.name} takes ${bytes.length} bytes, more than ${largest}`);
  writeFileSync(join(images, `${shot.name}.webp`), bytes);
  process.stdout.write(`docs/images/${shot.name}.webp ${bytes.length} bytes\n`);
  await page.close();
}
