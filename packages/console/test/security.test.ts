import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { STORES } from '../../server/test/support/open-store.ts';
import { type Company, OWNER } from '../scripts/company/company.ts';
import { findExamples } from '../scripts/company/examples.ts';
import { addressOf, listConsolePages } from '../scripts/console-pages.ts';
import { browserForFile, openVisitor, type Visitor } from './support/browser.ts';
import { type ConsoleWorld, signIn, startCompany } from './support/console-world.ts';
import { type HostilePlaces, plantHostileTexts } from './support/hostile-texts.ts';
import { type OtherSite, startOtherSite } from './support/other-site.ts';
import { settled } from './support/settled.ts';

const [SQLITE] = STORES;
/** A site that may frame the portal. Only ones with https may, so it is answered for inside the browser. */
const PARTNER_ORIGIN = 'https://shop.example';
/** The policy of every page: nothing inline, nothing from elsewhere. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const browser = browserForFile();

describe('the console among people who mean harm', () => {
  let company: Company & ConsoleWorld;
  let elsewhere: OtherSite;
  let planted: HostilePlaces;

  beforeAll(async () => {
    if (SQLITE === undefined) throw new Error('SQLite is a database of the tests.');
    elsewhere = await startOtherSite();
    company = await startCompany(SQLITE, { POSTHORN_PORTAL_FRAME_ANCESTORS: PARTNER_ORIGIN });
    planted = await plantHostileTexts(company);
  });

  async function visit(options: { readonly signedIn: boolean }): Promise<Visitor> {
    const otherOrigins = [PARTNER_ORIGIN, elsewhere.origin];
    const visitor = await openVisitor(browser(), { origin: company.owner.url, otherOrigins });
    if (options.signedIn) await signIn(visitor, company.owner);
    return visitor;
  }

  const makePortalLink = async () => {
    const { url } = await company.owner.post<{ url: string }>('/v1/portal-links', { label: 'A customer' });
    return url;
  };

  /** What people and programs say of endpoints: the gateway moves their breakers itself. */
  const listEndpointSettings = async () => {
    const { data } = await company.owner.get<{ data: { breaker: unknown }[] }>('/v1/endpoints?limit=100');
    return data.map(({ breaker: _, ...settings }) => settings);
  };

  test('texts of strangers are shown as texts on every page and never run', async () => {
    const { page } = await visit({ signedIn: true });
    const values = { ...(await findExamples(company)), ...planted.values };
    const { workspaceId } = company.owner;
    const pages = listConsolePages().filter(({ place }) => place === 'workspace');
    const addresses = pages.map((one) => addressOf(one, { workspaceId, values }));
    const seen: string[] = [];
    for (const address of [...addresses, ...planted.addresses]) {
      await page.goto(address);
      await settled(page);
      seen.push(await textOf(page));
      expect(await page.locator('a[href^="javascript:" i]').count()).toBe(0);
      expect(await page.locator('img[src="x"], svg[onload], iframe').count()).toBe(0);
    }
    const all = seen.join('\n');
    const missing = planted.shown.filter(({ text }) => !all.includes(text)).map(({ place }) => place);
    expect(missing).toEqual([]);
  }, 60_000);

  test('every page comes with the strict policy', async () => {
    for (const path of ['/', '/sign-in', '/welcome', `/w/${company.owner.workspaceId}/overview`]) {
      const { headers } = await fetch(company.owner.url + path);
      expect([path, headers.get('content-security-policy')]).toEqual([path, POLICY]);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    }
    const portal = await fetch(`${company.owner.url}/portal`);
    expect(portal.headers.get('content-security-policy')).toBe(
      POLICY.replace("frame-ancestors 'none'", `frame-ancestors ${PARTNER_ORIGIN}`),
    );
  });

  test.each([
    '//evil.example/',
    'https://evil.example/',
    '/\\evil.example',
    'javascript:posthornAlarm()',
    '/%5cevil.example',
  ])('signing in with next=%s leads nowhere but into the console', async (next) => {
    const { page } = await visit({ signedIn: false });
    await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
    await page.getByLabel('Email').fill(OWNER.email);
    await page.getByLabel('Password', { exact: true }).fill(OWNER.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL(({ pathname }) => pathname !== '/sign-in');
    expect(new URL(page.url()).origin).toBe(company.owner.url);
  });

  test('no other site shows the console in a frame, and the portal only the named one', async () => {
    const visitor = await visit({ signedIn: true });
    const { page, context } = visitor;
    // Chromium asks before a site on the internet may show one of this machine; a gateway of a customer is on the internet.
    await context.grantPermissions(['local-network-access'], { origin: PARTNER_ORIGIN });
    const frameOf = async (origin: string, url: string) => {
      const html = `<!doctype html><title>Elsewhere</title><iframe src="${url}"></iframe>`;
      elsewhere.show(html);
      await page.route(`${PARTNER_ORIGIN}/`, (route) => route.fulfill({ contentType: 'text/html', body: html }));
      await page.goto(origin);
      return page.frames()[1];
    };
    for (const [origin, url] of [
      [elsewhere.origin, `${company.owner.url}/w/${company.owner.workspaceId}/overview`],
      [PARTNER_ORIGIN, `${company.owner.url}/sign-in`],
      [elsewhere.origin, `${company.owner.url}/portal`],
    ] as const) {
      const frame = await frameOf(origin, url);
      await frame?.waitForURL('chrome-error://chromewebdata/');
      // Chromium may say that it refused.
      expect(visitor.takeProblems().filter((problem) => !problem.includes('frame-ancestors'))).toEqual([]);
    }
    const frame = await frameOf(PARTNER_ORIGIN, await makePortalLink());
    await frame?.getByRole('heading', { level: 1, name: 'Endpoints' }).waitFor();
  });

  test('another site changes nothing with the cookie of a member, and reads nothing', async () => {
    const visitor = await visit({ signedIn: true });
    const { page } = visitor;
    const before = await listEndpointSettings();
    await page.goto(`/w/${company.owner.workspaceId}/overview`);
    await settled(page);
    elsewhere.show(`<form method="post" enctype="text/plain" action="${company.owner.url}/v1/endpoints">
      <input name='{"url":"https://evil.example/","a":"' value='"}'><button>Win a bicycle</button></form>`);
    await page.goto(elsewhere.origin);
    await page.getByRole('button', { name: 'Win a bicycle' }).click();
    await page.waitForURL(`${company.owner.url}/v1/endpoints`);
    await page.goto(elsewhere.origin);
    const outcomes = await page.evaluate<string[]>(attacksFrom(company.owner.url, company.owner.workspaceId));
    expect(outcomes).toEqual(['unreadable', 'unreadable', 'unreadable', 'socket refused']);
    visitor.takeProblems();
    expect(await listEndpointSettings()).toEqual(before);
    await page.goto(`/w/${company.owner.workspaceId}/overview`);
    await page.getByRole('navigation', { name: 'Main' }).waitFor();
  });

  test('a ticket of the stream opens one connection, and none to another workspace', async () => {
    const visitor = await visit({ signedIn: true });
    await visitor.page.goto(`/w/${company.owner.workspaceId}/overview`);
    await settled(visitor.page);
    const other = await fetch(`${company.owner.url}/v1/workspaces`, {
      method: 'POST',
      headers: { authorization: `Bearer ${company.gateway.rootKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'Somebody else' }),
    });
    const { id, api_key } = (await other.json()) as { id: string; api_key: string };
    const made = await fetch(`${company.owner.url}/v1/stream/tickets`, {
      method: 'POST',
      headers: { authorization: `Bearer ${api_key}` },
    });
    const { ticket } = (await made.json()) as { ticket: string };
    const outcomes = await visitor.page.evaluate<string[]>(`(async () => [
      await ${OPENS}('/v1/stream?workspace=${company.owner.workspaceId}'),
      await ${OPENS}('/v1/stream?workspace=${id}'),
      await ${OPENS}('/v1/stream?ticket=${ticket}'),
      await ${OPENS}('/v1/stream?ticket=${ticket}'),
    ])()`);
    expect(outcomes).toEqual(['open', 'refused', 'open', 'refused']);
    expect(visitor.takeProblems()).toHaveLength(2);
  });

  test('a portal link opens endpoints and deliveries of its workspace once, and nothing else', async () => {
    const visitor = await visit({ signedIn: false });
    const { page } = visitor;
    const link = await makePortalLink();
    await page.goto(link);
    await page.getByRole('heading', { level: 1, name: 'Endpoints' }).waitFor();
    await settled(page);
    expect(page.url()).not.toContain('#');
    expect(await page.getByRole('navigation', { name: 'Main' }).first().getByRole('link').allInnerTexts()).toEqual([
      'Deliveries',
      'Endpoints',
    ]);
    for (const path of ['/portal/contacts', '/portal/inbox', '/portal/members', '/portal/settings']) {
      await page.goto(path);
      await page.getByText('There is no such page.').waitFor();
    }
    await page.goto(`/w/${company.owner.workspaceId}/contacts`);
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    const again = await visit({ signedIn: false });
    await again.page.goto(link);
    await again.page.getByText('This link does not open anything any more.').waitFor();
  });
});

/** Everything that a person could read on a page, in fields too. */
async function textOf(page: Page): Promise<string> {
  return page.evaluate<string>(`[
    document.body.innerText,
    ...[...document.querySelectorAll('input, textarea')].map((field) => field.value),
    ...[...document.querySelectorAll('[title]')].map((element) => element.title),
  ].join('\\n')`);
}

const OPENS = `((address) => new Promise((done) => {
  const socket = new WebSocket(new URL(address, location.href.replace(/^http/, 'ws')));
  socket.onmessage = () => { socket.onclose = null; socket.close(); done('open'); };
  socket.onclose = () => done('refused');
}))`;

/** What a page of another origin tries in the browser of a member. */
function attacksFrom(gateway: string, workspaceId: string): string {
  const url = JSON.stringify(gateway);
  return `(async () => {
    const attempt = (path, init) => fetch(${url} + path, { credentials: 'include', ...init })
      .then((answer) => answer.type === 'opaque' ? 'unreadable' : 'read ' + answer.status, () => 'unreadable');
    const json = JSON.stringify({ url: 'https://evil.example/' });
    const socket = new Promise((done) => {
      const one = new WebSocket(${JSON.stringify(gateway.replace(/^http/, 'ws'))} + '/v1/stream?workspace=${workspaceId}');
      one.onmessage = () => done('socket open');
      one.onclose = () => done('socket refused');
    });
    return [
      await attempt('/v1/session', {}),
      await attempt('/v1/endpoints', { method: 'POST', mode: 'no-cors', headers: { 'content-type': 'text/plain' }, body: json }),
      await attempt('/v1/session', { method: 'DELETE', headers: { 'posthorn-csrf': 'guessed' } }),
      await socket,
    ];
  })()`;
}
