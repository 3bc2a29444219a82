import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { STORES } from '../../server/test/support/open-store.ts';
import type { Company } from '../scripts/company/company.ts';
import { findExamples, makeLinks } from '../scripts/company/examples.ts';
import { addressOf, type ConsolePage, listConsolePages } from '../scripts/console-pages.ts';
import { browserForFile, openVisitor, type Visitor } from './support/browser.ts';
import { signIn, startCompany } from './support/console-world.ts';
import { settled } from './support/settled.ts';

const [SQLITE] = STORES;
const PAGES = listConsolePages();
const PLACES = ['open', 'workspace', 'portal'] as const;
/** 1440 × 900 at 200 %: half as many px of the page, twice as large. */
const ZOOMED = { viewport: { width: 720, height: 450 }, deviceScaleFactor: 2 } as const;
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } as const;

const browser = browserForFile();

describe('every page', () => {
  let company: Company;
  let addresses: ReadonlyMap<string, string>;

  beforeAll(async () => {
    if (SQLITE === undefined) throw new Error('SQLite is a database of the tests.');
    company = await startCompany(SQLITE);
    const values = await findExamples(company);
    const links = await makeLinks(company);
    const { workspaceId } = company.owner;
    addresses = new Map(PAGES.map((page) => [page.name, addressOf(page, { workspaceId, values, links })]));
  });

  /** Opens a browser in which all pages of that place can be opened, one after the other. */
  async function visit(place: ConsolePage['place'], options = {}): Promise<Visitor> {
    const visitor = await openVisitor(browser(), { origin: company.owner.url, ...options });
    if (place === 'workspace') await signIn(visitor, company.owner);
    if (place === 'portal') {
      const { url } = await company.owner.post<{ url: string }>('/v1/portal-links', { label: 'Looked at' });
      await visitor.page.goto(url);
      await settled(visitor.page);
    }
    return visitor;
  }

  async function show(page: Page, name: string): Promise<void> {
    await page.goto(addresses.get(name) ?? '/');
    await settled(page);
  }

  test.each(PLACES)(
    'no %s page has anything that keeps people out, dark or light',
    async (place) => {
      const { page } = await visit(place, { colorScheme: 'light' });
      const barriers: Record<string, readonly string[]> = {};
      for (const { name } of PAGES.filter((one) => one.place === place)) {
        await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
        await show(page, name);
        const light = await findBarriers(axeOf(page));
        await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
        // Of what axe looks at only colours differ between the two.
        const dark = await findBarriers(axeOf(page).withRules(['color-contrast', 'link-in-text-block']));
        if (light.length + dark.length > 0) barriers[name] = [...light, ...dark];
      }
      expect(barriers).toEqual({});
    },
    120_000,
  );

  test.each(PLACES)(
    'of what can be used on an %s page nothing is out of reach at double size',
    async (place) => {
      const { page } = await visit(place, ZOOMED);
      const lost: Record<string, readonly string[]> = {};
      for (const { name } of PAGES.filter((one) => one.place === place)) {
        await show(page, name);
        const unreachable = await page.evaluate<string[]>(FIND_UNREACHABLE);
        if (unreachable.length > 0) lost[name] = unreachable;
      }
      expect(lost).toEqual({});
    },
    90_000,
  );

  test('inbox, events and endpoints fit a screen of 390 px', async () => {
    const { page } = await visit('workspace', PHONE);
    const tooWide: string[] = [];
    const lost: Record<string, string[]> = {};
    for (const name of ['inbox', 'events', 'endpoints']) {
      await show(page, name);
      if (await page.evaluate<boolean>('document.scrollingElement.scrollWidth > innerWidth')) tooWide.push(name);
      const unreachable = await page.evaluate<string[]>(FIND_UNREACHABLE);
      if (unreachable.length > 0) lost[name] = unreachable;
    }
    expect({ tooWide, lost }).toEqual({ tooWide: [], lost: {} });
  });
});

function axeOf(page: Page): AxeBuilder {
  return new AxeBuilder({ page }).options({ resultTypes: ['violations'] });
}

/** What axe calls serious or critical, with where it is. */
async function findBarriers(axe: AxeBuilder): Promise<readonly string[]> {
  const { violations } = await axe
    .options({ resultTypes: ['violations'] })
    .setLegacyMode()
    .analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.slice(0, 5).map((node) => `${id}: ${node.target.join(' ')} ${node.html.slice(0, 160)} ${summaryOf(node)}`),
    );
}

function summaryOf({ failureSummary = '' }: { readonly failureSummary?: string }): string {
  return failureSummary.split('\n').slice(1, 2).join('').trim();
}

/**
 * Looks for what a person could use and cannot get at: it is scrolled to as far as it goes, and then it must be in sight and
 * not behind something else. What is not drawn, and what only shows when it has the focus, is left out.
 */
const FIND_UNREACHABLE = `(() => {
  const usable = 'a[href], button, input:not([type=hidden]), select, textarea, [role=tab], [role=checkbox], [role=switch], [role=radio]';
  const lost = [];
  let seenCount = 0;
  for (const element of document.querySelectorAll(usable)) {
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    if (element.closest('[aria-hidden=true], [inert]') !== null) continue;
    element.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
    const box = element.getBoundingClientRect();
    if (box.width <= 1 || box.height <= 1 || box.bottom < 0) continue;
    seenCount += 1;
    const x = box.left + box.width / 2;
    const y = box.top + box.height / 2;
    const isInSight = x >= 0 && x <= innerWidth && y >= 0 && y <= innerHeight && box.left >= -1 && box.right <= innerWidth + 1;
    const hit = document.elementFromPoint(x, y);
    const isOnTop = hit !== null && (element.contains(hit) || hit.contains(element) || hit.closest('label')?.contains(element) === true);
    if (!isInSight || !isOnTop) {
      const name = element.getAttribute('aria-label') ?? element.textContent.trim().slice(0, 40);
      lost.push(element.tagName.toLowerCase() + ' "' + name + '"' + (isInSight ? ' is covered' : ' is out of sight'));
    }
  }
  return seenCount < 2 ? [...lost, 'hardly anything that can be used was found'] : lost;
})()`;
