import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { createSimulator } from '@posthorn/simulator';
import {
  COMPANY_BUSINESSES,
  COMPANY_TEMPLATES,
  type Company,
  fillQuarantine,
  foundCompany,
  OUT_OF_ORDER,
} from './company.ts';
import { goBack } from './past.ts';
import { startReceivers } from './receivers.ts';
import { assignToOwner, playTraffic, talk } from './talk.ts';

const MINUTE_MS = 60_000;
/** Deliveries of a minute of the past end before the clock goes on. */
const SETTLE_MS = 60;
/** So long the last retries take, before receivers are hidden behind names that lead nowhere. */
const RETRIED_MS = 3_000;
/** Requests that the data warehouse takes before it is out of order. */
const WAREHOUSE_WELL_FOR = 1_150;

/** A gateway with the made-up company and its last three hours. */
export interface FilledGateway {
  readonly company: Company;
  readonly close: () => Promise<void>;
}

/**
 * Starts it in this process, whose clock stands in the past meanwhile.
 *
 * @param dataDir An empty folder.
 * @param consoleDir Another build of the console than the usual one.
 */
export async function startFilledGateway(dataDir: string, consoleDir?: string): Promise<FilledGateway> {
  goBack(181 * MINUTE_MS);
  // Some parts take the clock when they are loaded: the past has to be there before them.
  const { startGateway } = await import('../../../server/src/gateway.ts');
  const { loadConfig } = await import('../../../server/src/platform/config/config.ts');
  const meta = { appId: '610023884417', appSecret: 'not-a-secret', verifyToken: 'not-a-token', accessToken: 'none' };
  const simulator = createSimulator({
    ...meta,
    businesses: COMPANY_BUSINESSES,
    templates: COMPANY_TEMPLATES,
    statusDelaysMs: { sent: 0, delivered: 5, read: 10 },
    seed: 7,
  });
  await simulator.start();
  const receivers = await startReceivers();
  const env = {
    POSTHORN_HOST: '127.0.0.1',
    POSTHORN_PORT: '0',
    POSTHORN_DATA_DIR: dataDir,
    POSTHORN_EGRESS_ALLOW: '127.0.0.0/8',
    POSTHORN_EGRESS_ALLOW_HTTP: 'true',
    POSTHORN_META_GRAPH_URL: simulator.url,
    POSTHORN_SIMULATOR: 'true',
    POSTHORN_LOG_LEVEL: 'error',
    ...(consoleDir === undefined ? {} : { POSTHORN_CONSOLE_DIR: consoleDir }),
  };
  const gateway = await startGateway(loadConfig(env, (path) => readFileSync(path, 'utf8')));
  const company = await foundCompany({ ownerLink: gateway.ownerLink ?? '', simulator, meta, receivers });
  receivers.habits.set('/warehouse', (number) => (number < WAREHOUSE_WELL_FOR ? { status: 200 } : OUT_OF_ORDER));
  let lastMinutesAgo = 180;
  const moveTo = async (minutesAgo: number) => {
    for (; lastMinutesAgo > minutesAgo; lastMinutesAgo -= 1) {
      goBack(lastMinutesAgo * MINUTE_MS);
      await playTraffic(company, lastMinutesAgo);
      await pause(SETTLE_MS);
    }
    goBack(minutesAgo * MINUTE_MS);
  };
  await talk(company, moveTo);
  await fillQuarantine(company);
  await assignToOwner(company);
  await pause(RETRIED_MS);
  await givePublicNames(company);
  return {
    company,
    close: async () => {
      await gateway.close(0);
      await Promise.all([simulator.close(), receivers.close()]);
    },
  };
}

/** Receivers of this machine have addresses that say nothing. */
async function givePublicNames({ owner, endpoints }: Company): Promise<void> {
  for (const [path, id] of endpoints) {
    await owner.patch(`/v1/endpoints/${id}`, { url: `https://hooks.kanalcykel.example${path}` });
  }
}
