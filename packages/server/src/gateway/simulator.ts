import assert from 'node:assert/strict';
import type { Simulator } from '@posthorn/simulator';
import type { Registry } from '../control/registry/registry.ts';
import { WANTED_FIELDS } from '../domain/callback-url.ts';
import { type ChannelId, idOf, type WorkspaceId } from '../domain/ids.ts';
import { readAppSecrets } from '../meta/apps/app-secrets.ts';
import { findSimulatedApp, type MetaAppRecord } from '../meta/apps/meta-apps.store.ts';
import { type ChannelRecord, findChannel } from '../meta/channels/channels.store.ts';
import type { Config } from '../platform/config/config.ts';
import type { Store } from '../platform/db/store.ts';
import { createEgressGuard, type EgressGuard, type OwnListener } from '../platform/egress/egress.ts';
import { createHttpClient, type HttpClient } from '../platform/egress/http-client.ts';
import type { Logger } from '../platform/observability/logger.ts';
import type { SecretBox } from '../platform/secrets/secret-box.ts';

export interface SimulatorHostContext {
  readonly config: Pick<Config, 'simulator'>;
  readonly store: Store;
  readonly box: Pick<SecretBox, 'seal' | 'open'>;
  readonly registry: Registry;
  readonly logger: Logger;
  /** Where this process is reached from this machine, read at call time. */
  readonly ownOrigin: () => string;
}

/** A simulator that runs for a workspace. */
export interface RunningSimulator {
  readonly simulator: Simulator;
  readonly client: HttpClient;
  readonly channel: ChannelRecord;
}

/** Where media of a simulated channel are fetched from. */
export interface SimulatedMedia {
  readonly connector: EgressGuard['connector'];
  readonly graphUrl: string;
}

/** Where this process is reached from this machine, of the sockets that it listens on. */
export function ownOriginOf(listeners: readonly OwnListener[]): string {
  const [listener] = listeners;
  assert(listener !== undefined, 'The gateway listens before anybody calls it.');
  const { address, port } = listener;
  const host = { '0.0.0.0': '127.0.0.1', '::': '::1' }[address] ?? address;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** Simulators that run at once, each with a port of its own. The oldest gives way, and starts again when it is needed. */
const RUNNING_MAX = 20;
/** Read of an answer of the Graph API. */
const ANSWER_BYTES_MAX = 1_024 * 1_024;
const CONNECTIONS_MAX = 16;
/** Kept by a simulator of what it did, for nobody but its own bounds. */
const RECORDS_MAX = 200;
const MEDIA_MAX = 500;

/** The number that the fixtures and scenarios are about. All made up. */
export const SIMULATED_NUMBER = {
  wabaId: '204817563920415',
  phoneNumberId: '318940275561203',
  displayPhoneNumber: '+1 555-720-4418',
  verifiedName: 'Kanal Cykel',
} as const;

/**
 * The simulators of the workspaces. Each runs in this process, with its Graph API on a free port of the loopback interface,
 * from the first time that it is needed. Whether a channel is the simulator's stands in the row of its app, which only
 * `makeNumber` writes: no call of the API decides it.
 */
export class SimulatorHost {
  readonly #context: SimulatorHostContext;
  /** Of the simulators alone: it reaches nothing but this machine. */
  readonly #connector = createEgressGuard({
    allow: ['127.0.0.0/8'],
    allowHttp: true,
    proxyUrl: null,
    ownOrigins: () => [],
    ownListeners: () => [],
  }).connector;
  /** The oldest first. */
  readonly #running = new Map<WorkspaceId, Promise<RunningSimulator>>();
  #isClosed = false;

  constructor(context: SimulatorHostContext) {
    this.#context = context;
  }

  get isOn(): boolean {
    return this.#context.config.simulator;
  }

  /** The Graph API of the workspace's simulator. Where there is none, nothing is ever sent. */
  http(workspaceId: WorkspaceId): Pick<HttpClient, 'send'> {
    return {
      send: async (request) => {
        const running = await this.running(workspaceId).catch((error: unknown) => {
          this.#context.logger.error({ err: error, workspace_id: workspaceId }, 'a simulator did not start');
          return null;
        });
        if (running === null) return { kind: 'unsent', reason: 'The simulator does not run.' };
        return running.client.send(request);
      },
    };
  }

  /** Where media of a channel are fetched from. Null: the channel is a real one. */
  async media(workspaceId: WorkspaceId, channelId: ChannelId): Promise<SimulatedMedia | null> {
    const { registry } = this.#context;
    const app = registry.metaApp(registry.channel(channelId)?.metaAppId ?? NO_APP);
    if (app?.isSimulated !== true) return null;
    const running = await this.running(workspaceId);
    return { connector: this.#connector, graphUrl: running?.simulator.url ?? NOWHERE };
  }

  /** The simulator of a workspace, which is started when it does not run. Null: it is off, or there is no simulated number. */
  async running(workspaceId: WorkspaceId): Promise<RunningSimulator | null> {
    if (!this.isOn || this.#isClosed) return null;
    const known = await this.#running.get(workspaceId);
    // A simulated number is never changed: it is there, or it was deleted.
    if (known !== undefined && this.#context.registry.channel(known.channel.id) !== null) return known;
    await this.#end(workspaceId);
    const found = await findNumber(this.#context, workspaceId);
    if (found === null) return null;
    const starting = this.#running.get(workspaceId) ?? this.#start(found);
    this.#running.set(workspaceId, starting);
    starting.catch(() => this.#running.delete(workspaceId));
    await this.#makeRoom();
    return starting;
  }

  /** Ends all of them. What they did not send yet is not sent any more. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#running.keys()].map((workspaceId) => this.#end(workspaceId)));
  }

  async #start({ app, channel }: FoundNumber): Promise<RunningSimulator> {
    const { box, ownOrigin, logger } = this.#context;
    const { createSimulator } = await import('@posthorn/simulator');
    const [secret] = readAppSecrets(box.open(app.appSecretsSealed));
    const simulator = createSimulator({
      appId: app.appId,
      appName: 'Posthorn simulator',
      appSecret: secret?.secret ?? '',
      accessToken: box.open(channel.accessTokenSealed ?? ''),
      verifyToken: box.open(app.verifyTokenSealed),
      callbackUrl: `${ownOrigin()}/webhooks/meta/${app.appId}`,
      businesses: [
        { ...SIMULATED_NUMBER, displayPhoneNumber: SIMULATED_NUMBER.displayPhoneNumber.replaceAll(/\D/g, '') },
      ],
      appFields: [...WANTED_FIELDS],
      media: { countMax: MEDIA_MAX },
      recordsMax: RECORDS_MAX,
    });
    await simulator.start();
    logger.info({ workspace_id: channel.workspaceId }, 'the simulator of a workspace runs');
    const client = createHttpClient({
      connector: this.#connector,
      origin: simulator.url,
      connectionsMax: CONNECTIONS_MAX,
      answerBytesMax: ANSWER_BYTES_MAX,
    });
    return { simulator, client, channel };
  }

  async #makeRoom(): Promise<void> {
    for (const workspaceId of [...this.#running.keys()].slice(0, -RUNNING_MAX)) await this.#end(workspaceId);
  }

  async #end(workspaceId: WorkspaceId): Promise<void> {
    const ending = this.#running.get(workspaceId);
    this.#running.delete(workspaceId);
    const running = await ending?.catch(() => undefined);
    await Promise.all([running?.client.close(), running?.simulator.close()]);
  }
}

const NO_APP = idOf('app', '00000000-0000-0000-0000-000000000000');
/** Nothing is there. */
const NOWHERE = 'http://127.0.0.1:9';

interface FoundNumber {
  readonly app: MetaAppRecord;
  readonly channel: ChannelRecord;
}

/** The simulated number of a workspace. Null: it has none, or it was deleted. */
export async function findNumber(
  { store, registry }: Pick<SimulatorHostContext, 'store' | 'registry'>,
  workspaceId: WorkspaceId,
): Promise<FoundNumber | null> {
  const app = await findSimulatedApp(store, workspaceId);
  if (app === null) return null;
  const known = registry.channelByPhoneNumberId(app.id, SIMULATED_NUMBER.phoneNumberId);
  const channel = known === null ? null : await findChannel(store, workspaceId, known.id);
  return channel?.accessTokenSealed === null || channel === null ? null : { app, channel };
}
