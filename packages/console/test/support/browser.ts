import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { beforeAll, expect, inject } from 'vitest';
import { cleanUpLater } from '../../../server/test/support/clean-up.ts';
import { CHROMIUM_ARGS } from '../../scripts/chromium.ts';
import { watchRequests } from './settled.ts';

/** The first file of a run may have to install a browser. */
const PREPARE_MS_MAX = 10 * 60_000;
/** What a person would call broken when it takes longer. Two slow cores with other tests on them are no reason to fail. */
const WAIT_MS_MAX = 15_000;

/** One browser for the tests of a file. Call it at the top; what it returns is there inside tests and later hooks. */
export function browserForFile(): () => Browser {
  let browser: Browser | null = null;
  beforeAll(async () => {
    const cleanUps = cleanUpLater();
    const answer = await fetch(inject('consoleTestsUrl'));
    const text = await answer.text();
    if (!answer.ok) throw new Error(text);
    const launched = await chromium.launch({ executablePath: text, args: [...CHROMIUM_ARGS] });
    cleanUps.push(() => launched.close());
    browser = launched;
  }, PREPARE_MS_MAX);
  return () => {
    if (browser === null) throw new Error('The browser is there inside tests only.');
    return browser;
  };
}

/** Somebody in front of a browser of their own: cookies and storage are nobody else's. */
export interface Visitor {
  readonly context: BrowserContext;
  readonly page: Page;
  /**
   * What went wrong in the browser so far, in words: errors, violations of the policy, requests to elsewhere. It is forgotten
   * by being taken: a test that wants something refused takes it and looks at it.
   */
  readonly takeProblems: () => readonly string[];
}

export interface VisitorOptions extends BrowserContextOptions {
  /** Where everything is loaded from. Anything else that is asked for is a problem. */
  readonly origin: string;
  /** Other origins that the test itself has pages on. */
  readonly otherOrigins?: readonly string[];
}

/**
 * Opens a browser for somebody until the test ends, or the file when a hook asks. The end fails when there was an error, a
 * violation of the policy, a request to anywhere but the gateway, or an answer 500 and above.
 */
export async function openVisitor(browser: Browser, options: VisitorOptions): Promise<Visitor> {
  const cleanUps = cleanUpLater();
  const { origin, otherOrigins = [], ...contextOptions } = options;
  const context = await browser.newContext({
    baseURL: origin,
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    reducedMotion: 'reduce',
    ...contextOptions,
  });
  context.setDefaultTimeout(WAIT_MS_MAX);
  const problems: string[] = [];
  await watch(context, { origins: [origin, ...otherOrigins], problems });
  cleanUps.push(
    async () => expect(problems).toEqual([]),
    () => context.close(),
  );
  return { context, page: await context.newPage(), takeProblems: () => problems.splice(0) };
}

interface Watch {
  readonly origins: readonly string[];
  readonly problems: string[];
}

/** Function that hostile texts call: being called is a problem. */
export const ALARM = 'posthornAlarm';

/** What Chromium says by itself of an answer that the page deals with, such as 401 for nobody being signed in. */
const REFUSAL = /^Failed to load resource: the server responded with a status of 4\d\d/;

async function watch(context: BrowserContext, { origins, problems }: Watch): Promise<void> {
  await context.exposeBinding('posthornViolation', (_source, words: string) => {
    problems.push(words);
  });
  await context.addInitScript({
    content: `document.addEventListener('securitypolicyviolation', (event) => {
      window.posthornViolation('policy: ' + event.effectiveDirective + ' ' + event.blockedURI + ' ' + event.sample);
    });
    window.${ALARM} = () => window.posthornViolation('a text ran as a script');`,
  });
  context.on('console', (message) => {
    if (message.type() === 'error' && !REFUSAL.test(message.text())) problems.push(`console: ${message.text()}`);
  });
  context.on('weberror', (error) => problems.push(`error: ${error.error().stack ?? error.error().message}`));
  context.on('request', (request) => {
    const url = new URL(request.url());
    const isLocal = url.protocol === 'data:' || url.protocol === 'blob:' || url.protocol === 'about:';
    if (!isLocal && !origins.includes(url.origin)) problems.push(`request to elsewhere: ${url.href}`);
  });
  context.on('response', (response) => {
    if (response.status() >= 500) problems.push(`answered ${response.status()}: ${response.url()}`);
  });
  context.on('page', (page) => {
    watchRequests(page);
    page.on('websocket', (socket) => {
      const url = new URL(socket.url());
      if (!origins.includes(`http://${url.host}`)) problems.push(`socket to elsewhere: ${url.href}`);
    });
  });
}
