import { randomBytes, randomInt } from 'node:crypto';
import type { Fixture, Person, Simulator, SimulatorError } from '@posthorn/simulator';
import type * as z from 'zod';
import { PosthornError } from '../domain/errors.ts';
import { idOf, type WorkspaceId } from '../domain/ids.ts';
import { NO_TRAFFIC } from '../domain/meta-app-traffic.ts';
import { writeAppSecrets } from '../meta/apps/app-secrets.ts';
import { toMetaAppView } from '../meta/apps/meta-app-schemas.ts';
import { findSimulatedApp, insertMetaApp, type MetaAppRecord } from '../meta/apps/meta-apps.store.ts';
import { type ChannelActionContext, createChannel } from '../meta/channels/channel-actions.ts';
import type { ChannelRecord } from '../meta/channels/channels.store.ts';
import {
  type SimulatorAsker,
  type SimulatorRoutesContext,
  simulatorRoutes,
} from '../meta/simulator/simulator.routes.ts';
import type { messageBody, PlayView, PlayWish, simulatedNumberView } from '../meta/simulator/simulator-schemas.ts';
import { isUniqueViolation } from '../platform/db/errors.ts';
import type { ApiServer } from '../platform/http/api.ts';
import { auditAs } from '../platform/http/audit.ts';
import type { Logger } from '../platform/observability/logger.ts';
import { findNumber, SIMULATED_NUMBER, type SimulatorHost } from './simulator.ts';
import { writeAudit } from './write-audit.ts';

interface SimulatorApiContext {
  readonly host: SimulatorHost;
  readonly channels: ChannelActionContext;
  readonly registry: Parameters<typeof findNumber>[0]['registry'];
  readonly logger: Logger;
}

/** Plays of a workspace that are remembered. */
const PLAYS_MAX = 10;

/** The routes of the simulator. When it is off they answer 404 and nothing else of this ever runs. */
export function addSimulatorRoutes(server: ApiServer, context: SimulatorApiContext): void {
  const plays = new Plays(context.logger);
  const catalogue = createCatalogue();
  const routes: SimulatorRoutesContext = {
    isOn: context.host.isOn,
    overview: async (workspaceId) => {
      const found = await findNumber({ ...context, ...context.channels }, workspaceId);
      const { scenarios, fixtures } = await catalogue();
      return {
        number: found === null ? null : toNumberView(found.channel),
        scenarios: scenarios.map(({ name, description }) => ({ name, summary: description })),
        fixtures: fixtures.map(({ name, summary }) => ({ name, summary })),
        plays: plays.of(workspaceId),
      };
    },
    fixture: async (name) => findFixture((await catalogue()).fixtures, name),
    connect: async (asker) => toNumberView(await makeNumber(context, asker)),
    play: async (asker, wish) => {
      const { fixtures, scenarios } = await catalogue();
      const { simulator, channel } = await runningOrThrow(context, asker.workspaceId);
      const play = plays.begin(asker.workspaceId, wish, () => {
        if (wish.kind === 'fixture') return playFixture(simulator, findFixture(fixtures, wish.name));
        const scenario = scenarios.find(({ name }) => name === wish.name);
        if (scenario === undefined) throw noSuch('scenario');
        return async (count) => {
          const { sent } = await simulator.playScenario(scenario, { speed: wish.speed });
          for (const { outcome } of sent) count(outcome.kind === 'accepted');
        };
      });
      await noteUse(context, { asker, channel, verb: 'played', what: { [wish.kind]: wish.name } });
      return play;
    },
    say: async (asker, message) => {
      const { simulator, channel } = await runningOrThrow(context, asker.workspaceId);
      await noteUse(context, { asker, channel, verb: 'message_written', what: {} });
      return say(simulator, message);
    },
  };
  simulatorRoutes(server, routes);
}

/** What comes along with the simulator, read once and only where it is asked for. */
function createCatalogue() {
  let reading: ReturnType<typeof readCatalogue> | null = null;
  return () => {
    reading ??= readCatalogue();
    return reading;
  };
}

async function readCatalogue() {
  const { loadFixtures, loadScenario, SCENARIO_NAMES } = await import('@posthorn/simulator');
  const [fixtures, scenarios] = await Promise.all([loadFixtures(), Promise.all(SCENARIO_NAMES.map(loadScenario))]);
  return { fixtures, scenarios };
}

function findFixture(fixtures: readonly Fixture[], name: string): Fixture {
  const fixture = fixtures.find((each) => each.name === name);
  if (fixture === undefined) throw noSuch('fixture');
  return fixture;
}

function noSuch(what: string): PosthornError {
  return new PosthornError('not_found', `The simulator has no ${what} of that name.`);
}

async function runningOrThrow({ host }: SimulatorApiContext, workspaceId: WorkspaceId) {
  const running = await host.running(workspaceId);
  if (running !== null) return running;
  throw new PosthornError('conflict', 'There is no simulated number yet. Make it with POST /v1/simulator/channel.');
}

function toNumberView(channel: ChannelRecord): z.output<typeof simulatedNumberView> {
  return {
    channel_id: channel.id,
    meta_app_id: channel.metaAppId,
    phone_number_id: channel.phoneNumberId,
    display_phone_number: channel.displayPhoneNumber,
  };
}

/** Whoever asks at the same moment gets the same one: the database holds one simulated app of a workspace, and one number on it. */
async function makeNumber(context: SimulatorApiContext, asker: SimulatorAsker): Promise<ChannelRecord> {
  for (let triesLeft = TRIES_MAX; ; triesLeft -= 1) {
    try {
      return await findOrAddNumber(context, asker);
    } catch (error) {
      if (triesLeft === 1 || !isTaken(error)) throw error;
      await context.registry.refresh();
    }
  }
}

/** Somebody may have been quicker with the app, and then with its number. */
const TRIES_MAX = 3;

function isTaken(error: unknown): boolean {
  return isUniqueViolation(error) || (error instanceof PosthornError && error.code === 'conflict');
}

async function findOrAddNumber(context: SimulatorApiContext, asker: SimulatorAsker): Promise<ChannelRecord> {
  const { channels, registry } = context;
  const found = await findNumber({ registry, store: channels.store }, asker.workspaceId);
  if (found !== null) return found.channel;
  const app = (await findSimulatedApp(channels.store, asker.workspaceId)) ?? (await makeApp(context, asker));
  const { wabaId, phoneNumberId, displayPhoneNumber } = SIMULATED_NUMBER;
  const body = {
    meta_app_id: app.id,
    waba_id: wabaId,
    phone_number_id: phoneNumberId,
    display_phone_number: displayPhoneNumber,
    access_token: `simulated-${randomBytes(24).toString('base64url')}`,
  };
  return createChannel(channels, { ...asker, isSimulator: true }, { id: null, body });
}

async function makeApp({ channels }: SimulatorApiContext, { workspaceId, actor }: SimulatorAsker) {
  const { box, store, newId, nowMs } = channels;
  const appSecrets = [{ secret: randomBytes(24).toString('hex'), untilMs: null }];
  const created = {
    id: idOf('app', newId()),
    workspaceId,
    appId: `9${randomInt(1e13, 1e14)}`,
    appSecretsSealed: box.seal(writeAppSecrets(appSecrets)),
    verifyTokenSealed: box.seal(randomBytes(18).toString('base64url')),
    isSimulated: true,
    nowMs: nowMs(),
  };
  const toView = (app: MetaAppRecord) => toMetaAppView(app, { appSecrets, ...NOTHING_AROUND, nowMs: nowMs() });
  const resource = { write: writeAudit, resourceType: 'meta_app', toView };
  const app = await insertMetaApp(store, created, auditAs(resource, { actor, workspaceId }, 'created'));
  await channels.refreshRegistry();
  return app;
}

const NOTHING_AROUND = { traffic: NO_TRAFFIC, publicUrl: null };

interface Use {
  readonly asker: SimulatorAsker;
  readonly channel: ChannelRecord;
  readonly verb: string;
  readonly what: Readonly<Record<string, string>>;
}

/** What the simulator tells looks like Meta's: the audit log says who let it. */
function noteUse({ channels }: SimulatorApiContext, { asker, channel, verb, what }: Use): Promise<void> {
  const { workspaceId, actor } = asker;
  const entry = {
    ...{ workspaceId, actor, action: `simulator.${verb}`, resourceType: 'simulator', resourceId: channel.id },
    ...{ before: null, after: what },
  };
  return channels.store.db.transaction().execute((trx) => writeAudit(trx, entry));
}

/** Told of each webhook whose fate is known. */
type Count = (isAccepted: boolean) => void;

function playFixture(simulator: Simulator, { body }: Fixture): (count: Count) => Promise<void> {
  return async (count) => {
    for (const { kind } of await simulator.playFixture(body)) count(kind === 'accepted');
  };
}

async function say(simulator: Simulator, { from, name, text, reply }: z.output<typeof messageBody>) {
  const person = simulator.user({ name, waId: from.replace('+', '') });
  if (reply !== null && reply !== undefined) letReply(simulator, person, reply);
  const { id, delivered } = person.sendText(text);
  const { kind, attempts } = await delivered;
  return { message_id: id, accepted: kind === 'accepted', status: attempts.at(-1)?.status ?? null };
}

/** Long enough to see the message being read first. */
const REPLY_AFTER_MS = 2_000;

function letReply(simulator: Simulator, person: Person, reply: string): void {
  simulator.scriptPerson(person, [{ after_ms: REPLY_AFTER_MS, answer: { kind: 'text', text: reply } }]);
}

interface MutablePlay extends Omit<PlayView, 'webhooks' | 'accepted' | 'refused' | 'state' | 'error' | 'finished_at'> {
  state: PlayView['state'];
  webhooks: number;
  accepted: number;
  refused: number;
  error: string | null;
  finished_at: string | null;
}

/** The latest plays of each workspace, as long as this process runs. One plays at a time. */
class Plays {
  readonly #logger: Logger;
  readonly #byWorkspace = new Map<WorkspaceId, MutablePlay[]>();

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** Newest first. */
  of(workspaceId: WorkspaceId): PlayView[] {
    return (this.#byWorkspace.get(workspaceId) ?? []).map((play) => ({ ...play }));
  }

  /** @throws PosthornError `conflict`, and what `prepare` throws. */
  begin(workspaceId: WorkspaceId, { name, kind }: PlayWish, prepare: () => (count: Count) => Promise<void>): PlayView {
    const plays = this.#byWorkspace.get(workspaceId) ?? [];
    if (plays.some(({ state }) => state === 'playing')) {
      throw new PosthornError('conflict', 'Something is playing. Wait until it has ended.');
    }
    const run = prepare();
    const id = randomBytes(8).toString('hex');
    const started_at = new Date().toISOString();
    const counts = { webhooks: 0, accepted: 0, refused: 0 };
    const play: MutablePlay = {
      id,
      name,
      kind,
      state: 'playing',
      ...counts,
      error: null,
      started_at,
      finished_at: null,
    };
    this.#byWorkspace.set(workspaceId, [play, ...plays].slice(0, PLAYS_MAX));
    void this.#finish(play, run);
    return { ...play };
  }

  async #finish(play: MutablePlay, run: (count: Count) => Promise<void>): Promise<void> {
    try {
      await run((isAccepted) => {
        play.webhooks += 1;
        if (isAccepted) play.accepted += 1;
        else play.refused += 1;
      });
      play.state = 'done';
    } catch (error) {
      play.state = 'failed';
      play.error = isOfSimulator(error) ? error.message : 'The simulator ended before the play did.';
      this.#logger.warn({ err: error }, 'a play of the simulator failed');
    }
    play.finished_at = new Date().toISOString();
  }
}

function isOfSimulator(error: unknown): error is SimulatorError {
  return error instanceof Error && error.name === 'SimulatorError';
}
