import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { CHROMIUM_ARGS, findOrInstallChromium } from './chromium.ts';
import type { Company } from './company/company.ts';
import { findExamples, makeLinks } from './company/examples.ts';
import { startFilledGateway } from './company/filled-gateway.ts';
import { addressOf, type ConsolePage, listConsolePages } from './console-pages.ts';

const OUT_DIR = join(import.meta.dirname, '../../../docs/images');
const DESKTOP = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };
/** Pages that people also open on the way. */
const ON_THE_WAY = ['inbox', 'events', 'endpoints'] as const;
const THEMES = ['dark', 'light'] as const;
/** A repository with eighty of them must stay quick to clone. */
const PICTURE_BYTES_MAX = 120_000;
const QUALITIES = [80, 65, 50] as const;

/** Fills a gateway with a made-up company and takes a picture of every page of the console, dark and light. */
async function takeScreenshots(): Promise<void> {
  const executablePath = await findOrInstallChromium();
  const dataDir = mkdtempSync(join(tmpdir(), 'posthorn-screenshots-'));
  const { company, close } = await startFilledGateway(dataDir);
  const browser = await chromium.launch({ executablePath, args: [...CHROMIUM_ARGS, '--hide-scrollbars'] });
  try {
    mkdirSync(OUT_DIR, { recursive: true });
    await waitUntilCounted(company);
    const examples = await findExamples(company);
    const links = await makeLinks(company);
    const pages = listConsolePages();
    for (const theme of THEMES) {
      await photograph({ browser, company, theme, examples, links }, pages);
    }
  } finally {
    await browser.close();
    await close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** The background counts the company's hours in rounds of 20 s: charts with a hole would show something that nobody else sees. */
const COUNTED_WITHIN_MS = 90_000;
const LOOK_EVERY_MS = 2_000;

async function waitUntilCounted({ owner }: Company): Promise<void> {
  const endMs = performance.now() + COUNTED_WITHIN_MS;
  while (performance.now() < endMs) {
    const answer = (await owner.get('/v1/statistics/deliveries?last=3600')) as {
      readonly buckets: readonly { readonly gap: string | null }[];
    };
    if (answer.buckets.every(({ gap }) => gap !== 'not_counted')) return;
    await pause(LOOK_EVERY_MS);
  }
  throw new Error('The statistics of the last hour were not counted in time.');
}

interface Session {
  readonly browser: Browser;
  readonly company: Company;
  readonly theme: (typeof THEMES)[number];
  readonly examples: Readonly<Record<string, string>>;
  readonly links: Readonly<Record<string, string>>;
}

async function photograph(session: Session, pages: readonly ConsolePage[]): Promise<void> {
  const { company, theme } = session;
  const guest = await openContext(session);
  const member = await openContext(session);
  await member.addCookies([{ ...company.owner.cookie, url: company.owner.url }]);
  const portal = await openPortal(session);
  const places = { open: await guest.newPage(), workspace: await member.newPage(), portal };
  for (const one of pages) {
    const page = places[one.place];
    const address = addressOf(one, {
      workspaceId: company.owner.workspaceId,
      values: session.examples,
      links: session.links,
    });
    await show(page, address);
    await take(page, `${one.name}-${theme}`);
    if (!(ON_THE_WAY as readonly string[]).includes(one.name)) continue;
    await page.setViewportSize(PHONE);
    await show(page, address);
    await take(page, `${one.name}-390-${theme}`);
    await page.setViewportSize(DESKTOP);
  }
  for (const context of [guest, member, portal.context()]) await context.close();
}

function openContext({ browser, company, theme }: Session): Promise<BrowserContext> {
  return browser.newContext({
    baseURL: company.owner.url,
    viewport: DESKTOP,
    colorScheme: theme,
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
  });
}

async function openPortal(session: Session): Promise<Page> {
  const { url } = await session.company.owner.post<{ url: string }>('/v1/portal-links', { label: 'Workshop partner' });
  const context = await openContext(session);
  const page = await context.newPage();
  await page.goto(url);
  await page.getByRole('main').waitFor();
  return page;
}

async function show(page: Page, address: string): Promise<void> {
  // The portal is signed in by what the tab keeps: a fragment of the last address would be used up again.
  await page.goto(address, { waitUntil: 'networkidle' });
  await page.getByRole('status', { name: 'Loading' }).waitFor({ state: 'detached' });
}

async function take(page: Page, name: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  for (const quality of QUALITIES) {
    const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality });
    const bytes = Buffer.from(data, 'base64');
    if (bytes.length > PICTURE_BYTES_MAX && quality !== QUALITIES.at(-1)) continue;
    writeFileSync(join(OUT_DIR, `${name}.webp`), bytes);
    process.stdout.write(`${name}.webp  ${Math.ceil(bytes.length / 1_000)} kB\n`);
    break;
  }
  await session.detach();
}

await takeScreenshots();
