import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext } from 'playwright-core';
import { chromium } from 'playwright-core';

export type FoundChromium = { readonly path: string } | { readonly missing: string };

/** Debian's chromium; installed with apt where that was asked for (`CI=true`, `WATCHBILL_INSTALL=1`), else only looked for. */
export function findChromium(): FoundChromium {
  const found = chromiumOnPath();
  if (found !== undefined) return { path: found };
  if (process.env['CI'] !== 'true' && process.env['WATCHBILL_INSTALL'] !== '1')
    return { missing: 'no chromium on the PATH; WATCHBILL_INSTALL=1 installs it with apt' };
  process.stderr.write('watchbill: installing chromium with apt\n');
  const apt = process.getuid?.() === 0 ? 'apt-get' : 'sudo -n apt-get';
  const { status } = spawnSync(
    'sh',
    ['-c', `${apt} update -qq && ${apt} install -y -qq --no-install-recommends chromium fonts-dejavu-core`],
    { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } },
  );
  const path = chromiumOnPath();
  return path === undefined ? { missing: `no chromium, and apt could not install it (${status})` } : { path };
}

function chromiumOnPath(): string | undefined {
  for (const name of ['/usr/bin/chromium', 'chromium', 'chromium-browser', 'google-chrome']) {
    if (spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0) return name;
  }
  return undefined;
}

/** A browser with a profile of its own, which asks the network for nothing by itself. Close it when done. */
export function openChromium(path: string): Promise<BrowserContext> {
  return chromium.launchPersistentContext(mkdtempSync(join(tmpdir(), 'watchbill-chromium-')), {
    executablePath: executable(path),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** Playwright wants a path. */
function executable(name: string): string {
  if (name.startsWith('/')) return name;
  return spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).stdout.trim();
}
