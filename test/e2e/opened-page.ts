import type { BrowserContext, Page } from 'playwright-core';

export type Scheme = 'light' | 'dark';

export interface OpenedPage {
  readonly page: Page;
  /** All that the page did without being asked: requests beyond itself, messages on the console, errors, dialogs, windows. */
  readonly noise: readonly string[];
}

/** Opens a file and listens to all that it does. */
export async function openPage(
  context: BrowserContext,
  file: string,
  { width = 1200, scheme = 'light' }: { readonly width?: number; readonly scheme?: Scheme } = {},
): Promise<OpenedPage> {
  const page = await context.newPage();
  const noise: string[] = [];
  const address = `file://${file}`;
  page.on('request', request => {
    if (request.url() !== address) noise.push(`request ${request.url()}`);
  });
  page.on('console', message => noise.push(`console ${message.text()}`));
  page.on('pageerror', error => noise.push(`error ${error.message}`));
  page.on('popup', () => noise.push('a window'));
  page.on('download', () => noise.push('a download'));
  page.on('dialog', dialog => {
    noise.push(`dialog ${dialog.message()}`);
    dialog.dismiss().catch(() => noise.push('a dialog that stays'));
  });
  await page.setViewportSize({ width, height: 900 });
  await page.emulateMedia({ colorScheme: scheme });
  await page.goto(address);
  await page.evaluate(paintAll);
  return { page, noise };
}

/** Articles outside of the window are left unpainted, and have no size of their own; here they are to be judged, too. */
const paintAll =
  "for (const article of document.querySelectorAll('article')) article.style.contentVisibility = 'visible'";
