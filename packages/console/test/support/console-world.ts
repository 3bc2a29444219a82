import { randomInt } from 'node:crypto';
import { createSimulator, type Simulator } from '@posthorn/simulator';
import type { Environment } from '../../../server/src/platform/config/config.ts';
import { startTestGateway, type TestGateway } from '../../../server/test/e2e/support/gateway.ts';
import { cleanUpLater } from '../../../server/test/support/clean-up.ts';
import type { TestDatabases } from '../../../server/test/support/open-store.ts';
import {
  COMPANY_BUSINESSES,
  COMPANY_TEMPLATES,
  type Company,
  type CompanyMeta,
  fillQuarantine,
  foundCompany,
} from '../../scripts/company/company.ts';
import type { MemberClient } from '../../scripts/company/member-client.ts';
import { startReceivers } from '../../scripts/company/receivers.ts';
import { talk } from '../../scripts/company/talk.ts';
import type { Visitor } from './browser.ts';

/** A gateway that serves the console, and the simulator in the place of Meta, over real HTTP in both directions. */
export interface ConsoleWorld {
  readonly gateway: TestGateway;
  readonly simulator: Simulator;
  readonly meta: CompanyMeta;
  /** The one-time link that the first start printed. */
  readonly ownerLink: string;
}

/** Starts both, with nobody signed in and nothing set up. They are stopped after the test, or after the file when a hook asked. */
export async function startConsoleWorld(stores: TestDatabases, env: Environment = {}): Promise<ConsoleWorld> {
  const cleanUps = cleanUpLater();
  const meta = {
    appId: String(randomInt(1e12, 1e13)),
    appSecret: `app-secret-${randomInt(1e12, 1e13)}`,
    verifyToken: `verify-${randomInt(1e12, 1e13)}`,
    accessToken: `token-${randomInt(1e12, 1e13)}`,
  };
  const simulator = createSimulator({
    ...meta,
    businesses: COMPANY_BUSINESSES,
    templates: COMPANY_TEMPLATES,
    statusDelaysMs: { sent: 0, delivered: 5, read: 10 },
  });
  const starting = startTestGateway(stores, {
    POSTHORN_META_GRAPH_URL: await startListening(simulator, cleanUps),
    POSTHORN_META_REPLAY_WINDOW: '169h',
    POSTHORN_SIMULATOR: 'true',
    ...env,
  });
  const gateway = await starting;
  if (gateway.ownerLink === null) throw new Error('A new gateway prints a link for its first owner.');
  return { gateway, simulator, meta, ownerLink: gateway.ownerLink };
}

async function startListening(simulator: Simulator, cleanUps: (() => Promise<unknown>)[]): Promise<string> {
  await simulator.start();
  cleanUps.push(() => simulator.close());
  return simulator.url;
}

/** The same with a company in it that has something on every page. */
export async function startCompany(stores: TestDatabases, env: Environment = {}): Promise<Company & ConsoleWorld> {
  const cleanUps = cleanUpLater();
  const receivers = await startReceivers();
  cleanUps.push(receivers.close);
  const world = await startConsoleWorld(stores, env);
  const company = await foundCompany({ ...world, receivers });
  await talk(company);
  await fillQuarantine(company);
  return { ...world, ...company };
}

/** Signs a browser in as a member, by the cookie that the member's own sign-in got. */
export async function signIn({ context }: Visitor, client: MemberClient): Promise<void> {
  await context.addCookies([{ ...client.cookie, url: client.url, httpOnly: true, sameSite: 'Lax' }]);
}
