import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { apiKeyRoutes, auditedApiKey } from '../control/api-keys/api-keys.routes.ts';
import { createApiKeyIn } from '../control/api-keys/create-api-key.ts';
import { KeyLookup } from '../control/api-keys/key-lookup.ts';
import { auditLogRoutes } from '../control/audit-log/audit-log.routes.ts';
import { endpointTestRoutes } from '../control/endpoints/endpoint-test.routes.ts';
import { type EndpointRoutesContext, endpointRoutes } from '../control/endpoints/endpoints.routes.ts';
import { urlCheckRoutes } from '../control/endpoints/url-check.routes.ts';
import type { RenderExample } from '../control/event-types/catalogue-view.ts';
import { egressIpRoutes } from '../control/event-types/egress-ips.routes.ts';
import { eventTypeRoutes } from '../control/event-types/event-types.routes.ts';
import { CATALOGUE_CHANNEL, CATALOGUE_WORKSPACE } from '../control/event-types/example-world.ts';
import { openApiWebhooks } from '../control/event-types/openapi-webhooks.ts';
import { createIdempotencyKeeper } from '../control/idempotency/idempotency.store.ts';
import type { Registry } from '../control/registry/registry.ts';
import { deleteTestReceiver } from '../control/test-receivers/test-receivers.store.ts';
import type { WorkspaceContext } from '../control/workspaces/create-workspace.ts';
import { settingsRoutes } from '../control/workspaces/settings.routes.ts';
import { workspaceRoutes } from '../control/workspaces/workspaces.routes.ts';
import type { Actor } from '../domain/audit.ts';
import type { Endpoint } from '../domain/endpoint.ts';
import { type EndpointId, idOf, type WorkspaceId } from '../domain/ids.ts';
import { metaEventData } from '../domain/meta/event-data.ts';
import type { QuarantineItem } from '../domain/quarantine.ts';
import { metaAppRoutes } from '../meta/apps/meta-apps.routes.ts';
import { channelRoutes } from '../meta/channels/channels.routes.ts';
import type { ChannelRecord } from '../meta/channels/channels.store.ts';
import { attemptRoutes, attemptView, toAttemptView } from '../pipeline/attempts/attempts.routes.ts';
import { insertAttempt } from '../pipeline/attempts/attempts.store.ts';
import { countPendingDeliveries, listDeliveriesOfEvent } from '../pipeline/deliveries/deliveries.store.ts';
import {
  cancelDeliveriesOf,
  endOrder,
  holdDeliveries,
  releaseDeliveries,
} from '../pipeline/deliveries/endpoint-deliveries.store.ts';
import { listStandings } from '../pipeline/deliveries/message-deliveries.store.ts';
import { findBreakers, forgetEndpoint, probeNow, resetBreaker } from '../pipeline/delivery/breakers.store.ts';
import { eventRoutes } from '../pipeline/event-log/events.routes.ts';
import { renderBody } from '../pipeline/formats/render-body.ts';
import { releaseItem } from '../pipeline/ingest/release-item.ts';
import { checkEventTypes } from '../pipeline/matching/check-event-types.ts';
import { quarantineRoutes, type ReleaseOutcome } from '../pipeline/quarantine/quarantine.routes.ts';
import { asymmetricPublicKey } from '../pipeline/signing/asymmetric-key.ts';
import { checkChosenSecret, newSigningSecret } from '../pipeline/signing/signing-secrets.ts';
import type { Config } from '../platform/config/config.ts';
import { showSettings } from '../platform/config/shown-settings.ts';
import type { OpenedStore } from '../platform/db/open-store.ts';
import type { Trx } from '../platform/db/store.ts';
import { checkCustomHeaders, type EgressGuard } from '../platform/egress/egress.ts';
import { fetchText } from '../platform/egress/fetch-text.ts';
import { probeUrl } from '../platform/egress/probe.ts';
import type { ApiServer } from '../platform/http/api.ts';
import { auditAs } from '../platform/http/audit.ts';
import { addConsolePages } from '../platform/http/console-pages.ts';
import { healthRoutes } from '../platform/http/health.routes.ts';
import { type ApiServerOptions, createApiServer } from '../platform/http/server.ts';
import { makeRootKeyCheck } from '../platform/http/token-hash.ts';
import type { Logger } from '../platform/observability/logger.ts';
import type { Metrics } from '../platform/observability/metrics.ts';
import type { SecretBox } from '../platform/secrets/secret-box.ts';
import { addVobizApi } from './compat-api.ts';
import { addDeliveryRoutes, renderedEvents } from './deliveries-api.ts';
import { addDoctorRoutes } from './doctor.ts';
import type { Engine } from './engine.ts';
import { addFilterPreviewRoutes } from './filter-preview.ts';
import { findWorkspace } from './find-workspace.ts';
import type { Graph } from './graph.ts';
import type { MessageParts } from './message-parts.ts';
import type { People } from './people.ts';
import type { Records } from './records.ts';
import { addRecordRoutes } from './records-api.ts';
import { addReplayRoutes } from './replays.ts';
import type { Runs } from './runs.ts';
import { addRunRoutes } from './runs-api.ts';
import type { SimulatorHost } from './simulator.ts';
import { addSimulatorRoutes } from './simulator-api.ts';
import type { Statistics } from './statistics.ts';
import type { Stream } from './stream.ts';
import { SYSTEM_SOURCE } from './system-source.ts';
import { addTestReceiverRoutes } from './test-receivers.ts';
import { writeAudit } from './write-audit.ts';

const { newId } = SYSTEM_SOURCE;

export interface ApiContext {
  readonly config: Config;
  readonly store: OpenedStore;
  readonly box: SecretBox;
  readonly registry: Registry;
  readonly egress: EgressGuard;
  readonly engine: Engine;
  readonly graph: Pick<Graph, 'connect' | 'look'>;
  readonly simulator: SimulatorHost;
  /** Where this process is reached from this machine, read at call time. */
  readonly ownOrigin: () => string;
  /** Where people reach the gateway: the public URL, or the one that is listened on. */
  readonly baseUrl: () => string;
  readonly messages: MessageParts;
  readonly people: People;
  readonly records: Records;
  readonly runs: Runs;
  readonly statistics: Pick<Statistics, 'routes' | 'traffic'>;
  readonly stream: Stream;
  readonly linkKey: Buffer;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly version: string;
  readonly serverFactory: NonNullable<ApiServerOptions['serverFactory']>;
}

/** Endpoints of one workspace (DESIGN 7, "Loops"). */
const ENDPOINTS_MAX = 200;

/** Where the console is built to, beside this package. */
const BUILT_CONSOLE_DIR = fileURLToPath(new URL('../../../console/dist', import.meta.url));

export interface Api {
  readonly server: ApiServer;
  readonly workspaces: WorkspaceContext;
  /** Resolves when nothing is being written beside the calls. Before the store is closed. */
  readonly settle: () => Promise<void>;
}

/** The HTTP API with every route, not listening yet. */
export async function createApi(context: ApiContext): Promise<Api> {
  const keys = new KeyLookup({
    store: context.store,
    nowMs: context.store.nowMs,
    onError: (error) => context.logger.warn({ err: error }, 'the last use of an API key was not written'),
  });
  const server = await createApiServer({
    authenticator: {
      rootKeyMatches: makeRootKeyCheck(context.config.rootApiKey),
      findKey: (hash) => keys.find(hash),
      workspaceExists: async (id) => (await findWorkspace(context.registry, id)) !== null,
      accountIdOf: async (id) => (await findWorkspace(context.registry, id))?.accountId ?? null,
      takeTicket: (ticketHash) => context.stream.takeTicket(ticketHash),
      noteUse: (key) => keys.noteUse(key),
      people: context.people.authenticator,
    },
    idempotency: createIdempotencyKeeper({ store: context.store, box: context.box }),
    nowMs: context.store.nowMs,
    newId,
    openApi: {
      version: context.version,
      publicUrl: context.config.publicUrl,
      webhooks: () => openApiWebhooks(renderExample),
    },
    logger: context.logger,
    serverFactory: context.serverFactory,
    ...(context.config.trustedProxies === null ? {} : { trustedProxies: context.config.trustedProxies }),
  });
  const workspaces = workspaceContext(context);
  addControlRoutes(server, { context, keys, workspaces });
  addPipelineRoutes(server, context);
  addRecordRoutes(server, context, refreshRegistry(context));
  addRunRoutes(server, context);
  addReplayRoutes(server, context);
  context.stream.routes(server, context.people.watchStream);
  context.people.routes(server);
  context.statistics.routes(server);
  addOperationRoutes(server, context);
  await addConsolePages(server, {
    dir: context.config.consoleDir ?? BUILT_CONSOLE_DIR,
    portalFrameAncestors: context.config.portalFrameAncestors ?? [],
  });
  return { server, workspaces, settle: () => keys.settle() };
}

/** The change is committed: when it cannot be seen here at once, the next poll sees it. */
function refreshRegistry({ store, registry, logger }: ApiContext): () => Promise<void> {
  return () => {
    store.signals.tell('config');
    return registry.refresh().catch((error: unknown) => logger.warn({ err: error }, 'the registry was not refreshed'));
  };
}

function workspaceContext(context: ApiContext): WorkspaceContext {
  const source = { nowMs: context.store.nowMs, newId, randomBytes };
  return {
    store: context.store,
    ...source,
    audit: writeAudit,
    createAdminKey: async (trx: Trx, workspaceId: WorkspaceId, actor: Actor) => {
      const { token } = await createApiKeyIn(trx, source, {
        workspaceId,
        name: 'First key',
        scopes: ['admin'],
        expiresAtMs: null,
        withChange: auditAs(auditedApiKey(writeAudit), { actor, workspaceId }, 'created'),
      });
      return token;
    },
    addOwner: (trx, place) => context.people.addOwner(trx, place),
    refreshRegistry: refreshRegistry(context),
  };
}

interface ControlContext {
  readonly context: ApiContext;
  readonly keys: KeyLookup;
  readonly workspaces: WorkspaceContext;
}

function addControlRoutes(server: ApiServer, { context, keys, workspaces }: ControlContext): void {
  const { store, box, engine } = context;
  const common = { store, nowMs: store.nowMs, newId, audit: writeAudit, refreshRegistry: refreshRegistry(context) };
  workspaceRoutes(server, workspaces);
  apiKeyRoutes(server, { ...common, randomBytes, forgetKey: (id) => keys.forget(id) });
  const { traffic } = context.statistics;
  metaAppRoutes(server, {
    ...{ ...common, box, traffic, publicUrl: context.config.publicUrl },
    newVerifyToken: () => `vt_${randomBytes(18).toString('base64url')}`,
    ask: async (appToken, call) => (await context.graph.look(null, appToken, call)).result,
  });
  const channels = { ...common, box, connect: (channel: ChannelRecord) => connect(context, channel) };
  channelRoutes(server, {
    ...channels,
    ask: async (token, call) => (await context.graph.look(null, token, call)).result,
  });
  addDoctorRoutes(server, { ...context, traffic });
  addSimulatorRoutes(server, { ...context, host: context.simulator, channels });
  const endpoints = endpointContext(context);
  endpointRoutes(server, endpoints);
  addFilterPreviewRoutes(server, { store, engine });
  urlCheckRoutes(server, {
    examineUrl: (url) => context.egress.examineUrl(url),
    probe: (url) =>
      probeUrl(context.egress.connector, url, { 'User-Agent': `Posthorn/${context.version} (URL check)` }),
    nowMs: store.nowMs,
  });
  addTestReceiverRoutes(server, { store, registry: context.registry, baseUrl: context.baseUrl, endpoints });
  addVobizApi(server, {
    store,
    registry: context.registry,
    endpoints,
    saveContacts: context.records.saveContacts,
    messages: context.messages,
    channels,
    stream: context.stream.vobiz,
  });
  endpointTestRoutes(server, {
    endpoint: (workspaceId, id) => endpointOf(context.registry, workspaceId, id),
    runTest: engine.sendTest,
    logAttempt: (attempt) => insertAttempt(store, attempt),
    attempt: { schema: attemptView, toView: toAttemptView },
    newEventId: () => idOf('evt', newId()),
    nowMs: store.nowMs,
  });
  auditLogRoutes(server, { store, namesOf: context.people.namesOf });
  eventTypeRoutes(server, { renderExample });
  settingsRoutes(server, { operatorSettings: showSettings(context.config) });
  egressIpRoutes(server, { egressIps: context.config.egressIps });
}

/** A channel that reaches Meta gets its templates, without anybody waiting for them. */
async function connect({ graph, messages }: ApiContext, channel: ChannelRecord) {
  const outcome = await graph.connect(channel);
  if (outcome.connection.state === 'connected') messages.templates.syncChannel(channel.workspaceId, channel.id);
  return outcome;
}

function endpointContext(context: ApiContext): EndpointRoutesContext {
  const { store, box, egress, engine } = context;
  return {
    store,
    nowMs: store.nowMs,
    newId,
    audit: writeAudit,
    refreshRegistry: refreshRegistry(context),
    endpointsMax: ENDPOINTS_MAX,
    box,
    checkUrl: (url) => egress.checkUrl(url),
    checkCustomHeaders,
    checkEventTypes,
    checkChosenSecret,
    newSigningSecret: () => newSigningSecret(randomBytes(32)),
    publicKeyOf: asymmetricPublicKey,
    fetchText: (url, headers) => fetchText(egress.connector, url, headers),
    randomBytes,
    holdDeliveries,
    endOrder: (trx, workspaceId, endpointId, nowMs) => endOrder(store, trx, { workspaceId, endpointId, nowMs }),
    releaseDeliveries: async (trx, workspaceId, endpointId, nowMs) => {
      await resetBreaker(trx, { workspaceId, endpointId, nowMs });
      await releaseDeliveries(trx, workspaceId, endpointId, nowMs);
    },
    probeAtOnce: (trx, workspaceId, endpointId, nowMs) => probeNow(trx, { workspaceId, endpointId, nowMs }),
    breakersOf: (workspaceId, ids) => findBreakers(store, workspaceId, ids),
    cancelDeliveries: async (trx, workspaceId, endpointId) => {
      await forgetEndpoint(trx, workspaceId, endpointId);
      await cancelDeliveriesOf(trx, workspaceId, endpointId);
      await deleteTestReceiver(trx, workspaceId, endpointId);
    },
    wakeDelivery: () => engine.endpointsChanged(),
  };
}

function endpointOf(registry: Registry, workspaceId: WorkspaceId, id: EndpointId): Endpoint | null {
  const endpoint = registry.endpoint(id);
  return endpoint?.workspaceId === workspaceId ? endpoint : null;
}

/** Examples of the catalogue live in a world of their own: no workspace's data is in them. */
const renderExample: RenderExample = (format, event) => {
  const mediaUrl = (mediaId: string) => `https://posthorn.example/media/${mediaId}`;
  return renderBody({ format, formatOptions: {} }, event, {
    workspace: CATALOGUE_WORKSPACE,
    channel: CATALOGUE_CHANNEL,
    mediaUrl,
    eventData: (metaEvent) => metaEventData(metaEvent, { channel: CATALOGUE_CHANNEL, mediaUrl }),
  });
};

function addPipelineRoutes(server: ApiServer, context: ApiContext): void {
  const { store, engine } = context;
  eventRoutes(server, {
    store,
    eventData: engine.eventData,
    append: async (events) => {
      const fresh = await engine.publish(events);
      return { inserted: events.map((event) => fresh.has(event.id)) };
    },
    deliveriesOf: ({ workspaceId, id }) =>
      listDeliveriesOfEvent(store, { workspaceId, eventId: id, nowMs: store.nowMs() }),
    standingsOf: (workspaceId, eventIds) => listStandings(store, workspaceId, eventIds),
    endpoint: (workspaceId, id) => endpointOf(context.registry, workspaceId, id),
    rendered: renderedEvents(engine),
    newEventId: () => idOf('evt', newId()),
    nowMs: store.nowMs,
  });
  addDeliveryRoutes(server, context);
  attemptRoutes(server, { store });
  quarantineRoutes(server, { store, release: (item) => release(context, item), audit: writeAudit });
  context.messages.routes(server);
}

async function release({ store, registry, records }: ApiContext, item: QuarantineItem): Promise<ReleaseOutcome> {
  const app = registry.metaApp(item.metaAppId);
  if (app === null) return { kind: 'unknown_channel' };
  const released = releaseItem(item, {
    app,
    channels: {
      byPhoneNumberId: (id, number) => registry.channelByPhoneNumberId(id, number),
      byWaba: (id, waba) => registry.channelsByWaba(id, waba),
    },
    newEventId: () => idOf('evt', newId()),
    nowMs: store.nowMs(),
  });
  if (released.kind !== 'events') return released;
  const fresh = await records.publishFromMeta(released.events);
  return { kind: 'released', eventIds: [...fresh] };
}

function addOperationRoutes(server: ApiServer, { store, metrics, engine, messages }: ApiContext): void {
  healthRoutes(server, {
    checks: {
      database: async () => {
        await store.db.selectFrom('instance').select('id').executeTakeFirstOrThrow();
        // Writes may go another way than reads. This one finds no row to change.
        await store.db.updateTable('instance').set({ link_key: '' }).where('link_key', '=', '').execute();
      },
    },
  });
  const queueDepth = countedSeldom(() => countPendingDeliveries(store));
  const messagesQueued = countedSeldom(() => messages.sending.queued());
  server.route({
    method: 'GET',
    url: '/metrics',
    config: { access: { who: 'anyone' } },
    schema: { hide: true },
    handler: async (_request, reply) => {
      metrics.inFlight.set(engine.inFlight());
      for (const [state, count] of Object.entries(store.connections() ?? {})) {
        metrics.databaseConnections.set({ state }, count);
      }
      metrics.queueDepth.set(await queueDepth());
      metrics.messagesQueued.set(await messagesQueued());
      return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics());
    },
  });
}

/** A count walks along the whole queue: whoever reads the metrics every second must not cause one every second. */
const COUNT_EVERY_MS = 10_000;

/** Keeps the last count when the database is away: that is when somebody looks at the metrics. */
function countedSeldom(count: () => Promise<number>): () => Promise<number> {
  let lastCount = 0;
  let lastAtMs = Number.NEGATIVE_INFINITY;
  return async () => {
    if (Date.now() - lastAtMs <= COUNT_EVERY_MS) return lastCount;
    lastAtMs = Date.now();
    lastCount = await count().catch(() => lastCount);
    return lastCount;
  };
}
