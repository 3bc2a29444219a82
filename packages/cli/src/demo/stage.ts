import { randomBytes } from 'node:crypto';
import { createSimulator, type Simulator } from '@posthorn/simulator';
import type { Environment } from '../environment.ts';
import { verifyCallback } from '../simulate/play.ts';
import { type Api, post } from './api-client.ts';
import type { Subscribed } from './figures.ts';
import { type GatewayProcess, startGatewayProcess } from './gateway-process.ts';
import { becomeOwner, type DemoOwner } from './owner.ts';
import { type Receipt, Receiver } from './receiver.ts';
import { STANDARD_RECEIVER, VOBIZ_LEGACY_RECEIVER, VOBIZ_RECEIVER, XOBITO_RECEIVER } from './receiver-kinds.ts';

/** Everything that the demonstration has running. */
export interface Stage {
  readonly api: Api;
  readonly meta: MetaApp;
  readonly simulator: Simulator;
  readonly gateway: GatewayProcess;
  readonly owner: DemoOwner;
  readonly channelId: string;
  readonly subscribed: readonly Subscribed[];
}

/** The Meta app that the simulator stands for. */
export interface MetaApp {
  readonly appId: string;
  readonly appSecret: string;
  readonly verifyToken: string;
}

interface StageInput {
  readonly env: Environment;
  readonly note: (line: string) => void;
  readonly onReceipt: (receipt: Receipt) => void;
  /** Told of everything that has been started, in order: it is ended in the opposite one. */
  readonly onStarted: (stop: () => Promise<void>) => void;
}

const APP_ID = '610023884417';
const BUSINESS = { wabaId: '204817563920415', phoneNumberId: '318940275561203', displayPhoneNumber: '15557204418' };

/** Meta tries for days; a gateway on this machine that is away for longer than this will not come back. */
const RETRY_DELAYS_MS = [200, 1_000, 3_000];

/** Vobiz itself waits 5 s and longer; nobody wants to watch that. */
const QUICK_RETRY = { delays_seconds: [1, 1, 2, 4, 8], timeout_seconds: 5 };

const RECEIVERS = [
  { kind: XOBITO_RECEIVER, failuresBefore: 0, retry: undefined },
  { kind: VOBIZ_RECEIVER, failuresBefore: 2, retry: QUICK_RETRY },
  { kind: VOBIZ_LEGACY_RECEIVER, failuresBefore: 0, retry: undefined },
  { kind: STANDARD_RECEIVER, failuresBefore: 0, retry: undefined },
] as const;

/** Starts the simulator, the gateway and the receivers, and sets them up over the API as a user would. */
export async function setStage(input: StageInput): Promise<Stage> {
  const { note } = input;
  const meta = {
    appId: APP_ID,
    appSecret: randomBytes(16).toString('hex'),
    verifyToken: randomBytes(8).toString('hex'),
  };
  const accessToken = randomBytes(24).toString('hex');
  const simulator = createSimulator({
    ...meta,
    accessToken,
    businesses: [BUSINESS],
    webhooks: { retryDelaysMs: RETRY_DELAYS_MS },
  });
  input.onStarted(() => simulator.close());
  await simulator.start();
  note('Starting the gateway on SQLite in a temporary folder …');
  const rootApiKey = randomBytes(24).toString('hex');
  const { env, onStarted } = input;
  const gateway = await startGatewayProcess({ env, rootApiKey, graphUrl: simulator.url, onStarted });
  note(`The gateway listens on ${gateway.url}.`);

  const owner = await becomeOwner(gateway);
  const api = { url: gateway.url, key: gateway.apiKey };
  const channelId = await addChannel(api, meta, accessToken);
  const subscribed = [];
  for (const receiver of RECEIVERS) subscribed.push(await addReceiver(api, receiver, input));
  simulator.setCallbackUrl(`${gateway.url}/webhooks/meta/${APP_ID}`);
  await verifyCallback(simulator, note);
  return { api, meta, simulator, gateway, owner, channelId, subscribed };
}

async function addChannel(api: Api, meta: MetaApp, accessToken: string): Promise<string> {
  const app = await post<{ id: string }>(api, '/v1/meta-apps', {
    app_id: meta.appId,
    app_secret: meta.appSecret,
    verify_token: meta.verifyToken,
  });
  const channel = await post<{ id: string }>(api, '/v1/channels', {
    meta_app_id: app.id,
    waba_id: BUSINESS.wabaId,
    phone_number_id: BUSINESS.phoneNumberId,
    display_phone_number: BUSINESS.displayPhoneNumber,
    access_token: accessToken,
  });
  return channel.id;
}

async function addReceiver(api: Api, wanted: (typeof RECEIVERS)[number], input: StageInput): Promise<Subscribed> {
  const { kind, failuresBefore, retry } = wanted;
  const receiver = new Receiver({ kind, failuresBefore, onReceipt: input.onReceipt });
  await receiver.start();
  input.onStarted(() => receiver.stop());
  const endpoint = await post<{ id: string; signing_secret: string }>(api, '/v1/endpoints', {
    url: receiver.url,
    event_types: ['*'],
    format: kind.name,
    description: `Receiver of the demonstration, format ${kind.name}`,
    ...(retry === undefined ? {} : { retry }),
  });
  receiver.useSecret(endpoint.signing_secret);
  return { endpointId: endpoint.id, receiver };
}
