import { randomInt } from 'node:crypto';
import { createSimulator, type Simulator, type SimulatorOptions } from '@posthorn/simulator';
import { cleanUpLater } from '../../support/clean-up.ts';
import type { TestDatabases } from '../../support/open-store.ts';
import { startTestGateway, type TestGateway } from './gateway.ts';
import { createWorkspace, FIXTURE_NUMBER, registerMetaApp, type TestWorkspace } from './world.ts';

/** A gateway whose Meta is the simulator, over real HTTP in both directions, and a workspace with a connected number. */
export interface MetaSide {
  readonly simulator: Simulator;
  readonly gateway: TestGateway;
  readonly workspace: TestWorkspace;
  readonly channelId: string;
  /** What creating the channel was answered. */
  readonly channel: Readonly<Record<string, unknown>>;
}

export interface MetaSideOptions {
  readonly simulator?: Partial<SimulatorOptions>;
  readonly settings?: Readonly<Record<string, unknown>>;
}

const QUICK_STATUSES = { sent: 0, delivered: 5, read: 10, played: 15 };

/** Starts both for the tests of a file: call it from a hook. They are stopped after the last one. */
export async function startMetaSide(stores: TestDatabases, options: MetaSideOptions = {}): Promise<MetaSide> {
  const cleanUps = cleanUpLater();
  const meta = {
    appId: String(randomInt(1e12, 1e13)),
    appSecret: `app-secret-${randomInt(1e12, 1e13)}`,
    accessToken: `token-${randomInt(1e12, 1e13)}`,
  };
  const simulator = createSimulator({ ...meta, statusDelaysMs: QUICK_STATUSES, ...options.simulator });
  await simulator.start();
  cleanUps.push(() => simulator.close());
  const gateway = await startTestGateway(stores, { POSTHORN_META_GRAPH_URL: simulator.url });
  const settings = { auto_create_contacts: true, ...options.settings };
  const workspace = await createWorkspace(gateway, { name: 'Kanal Cykel', settings });
  const app = await registerMetaApp(gateway, workspace.api, { appId: meta.appId, secret: meta.appSecret });
  simulator.setCallbackUrl(`${gateway.url}/webhooks/meta/${meta.appId}`);
  const channel = await workspace.api.post<{ id: string } & Record<string, unknown>>('/v1/channels', {
    meta_app_id: app.id,
    ...FIXTURE_NUMBER,
    access_token: meta.accessToken,
  });
  return { simulator, gateway, workspace, channelId: channel.id, channel };
}
