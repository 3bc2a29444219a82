import type { Page, Request } from 'playwright-core';

/** What each page is asking for right now. */
const asked = new WeakMap<Page, Set<Request>>();

/** Begins to take down what a page asks for, for `settled`. */
export function watchRequests(page: Page): void {
  const open = new Set<Request>();
  asked.set(page, open);
  page.on('request', (request) => open.add(request));
  page.on('requestfinished', (request) => open.delete(request));
  page.on('requestfailed', (request) => open.delete(request));
}

/**
 * Settles when a page shows what it is about: it has a heading, nothing is being read any more, and what was read is drawn.
 * Live streams may stay open.
 */
export async function settled(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  for (;;) {
    await quiet(page);
    await page.evaluate(TWO_FRAMES);
    // What was read may make the page ask for more.
    if (openOf(page).size === 0) break;
  }
  await page.getByRole('status', { name: 'Loading' }).first().waitFor({ state: 'detached' });
}

const TWO_FRAMES = 'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))';

async function quiet(page: Page): Promise<void> {
  while (openOf(page).size > 0) {
    await Promise.race([page.waitForEvent('requestfinished'), page.waitForEvent('requestfailed')]);
  }
}

function openOf(page: Page): ReadonlySet<Request> {
  return asked.get(page) ?? new Set();
}
