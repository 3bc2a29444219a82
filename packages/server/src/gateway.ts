import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { auditEndpoint } from './control/endpoints/endpoint-actions.ts';
import { switchEndpoint } from './control/endpoints/endpoints.store.ts';
import { readRetry, resolveRetry } from './control/endpoints/retry-presets.ts';
import { purgeIdempotencyKeys } from './control/idempotency/idempotency.store.ts';
import { createRegistry, type Registry } from './control/registry/registry.ts';
import { startRegistryWorker } from './control/registry/registry.worker.ts';
import { purgeReceivedRequests } from './control/test-receivers/received-requests.store.ts';
import { ensureFirstWorkspace } from './control/workspaces/create-workspace.ts';
import type { Endpoint } from './domain/endpoint.ts';
import { PosthornError } from './domain/errors.ts';
import { idOf } from './domain/ids.ts';
import { createApi } from './gateway/api.ts';
import { createEngine, type Disabling } from './gateway/engine.ts';
import { createGraph } from './gateway/graph.ts';
import { createMessageParts } from './gateway/message-parts.ts';
import { createNotices } from './gateway/notices.ts';
import { createPeople } from './gateway/people.ts';
import type { Records } from './gateway/records.ts';
import { createRuns } from './gateway/runs.ts';
import { ownOriginOf, SimulatorHost } from './gateway/simulator.ts';
import { createStatistics, type Statistics } from './gateway/statistics.ts';
import { createStream } from './gateway/stream.ts';
import { SYSTEM_ENGINE_SOURCE, SYSTEM_SOURCE } from './gateway/system-source.ts';
import { createReceiverTransport } from './gateway/test-receivers.ts';
import { writeAudit } from './gateway/write-audit.ts';
import { startPartitions } from './maintenance/partitions.worker.ts';
import { startRetention } from './maintenance/retention.worker.ts';
import { readAppSecrets } from './meta/apps/app-secrets.ts';
import { loadOrCreateLinkKey } from './meta/media/link-key.store.ts';
import { createCommitStore } from './pipeline/commit/create-commit-store.ts';
import { holdDeliveries } from './pipeline/deliveries/endpoint-deliveries.store.ts';
import { resetBreaker } from './pipeline/delivery/breakers.store.ts';
import { createSendingThread } from './pipeline/delivery/sending-thread.ts';
import { readHops } from './pipeline/event-log/custom-event.ts';
import { takePositionLockSql } from './pipeline/event-log/position-horizon.store.ts';
import { REPLAY_AHEAD_MS } from './pipeline/ingest/replay-window.ts';
import { createWebhookListener } from './pipeline/ingest/webhook-listener.ts';
import { startQuarantineWorker } from './pipeline/quarantine/quarantine.worker.ts';
import { asymmetricPublicKey } from './pipeline/signing/asymmetric-key.ts';
import type { Config } from './platform/config/config.ts';
import { type OpenedStore, openStore } from './platform/db/open-store.ts';
import { createEgressGuard, type OwnListener } from './platform/egress/egress.ts';
import type { ApiServer } from './platform/http/api.ts';
import { createHttpServer } from './platform/http/http-server.ts';
import { createLogger, type Logger } from './platform/observability/logger.ts';
import { createMetrics, type Metrics } from './platform/observability/metrics.ts';
import { checkEncryptionKey } from './platform/secrets/key-check.store.ts';
import { loadOrCreateKeyFile } from './platform/secrets/key-file.ts';
import { SecretBox } from './platform/secrets/secret-box.ts';

const { newId } = SYSTEM_SOURCE;

/** A running gateway. */
export interface Gateway {
  /** Where it listens. */
  readonly url: string;
  /** The API key of the workspace that the first start made, shown once. Null on every other start. */
  readonly firstApiKey: string | null;
  /** A one-time link for making the account that owns the first workspace. Null: there is such an account. */
  readonly ownerLink: string | null;
  /** Settles with the reason when the gateway cannot go on and has to be started anew. */
  readonly broken: Promise<Error>;
  /** Takes nothing new, finishes or releases what is in flight, and closes the store. */
  readonly close: (graceMs?: number) => Promise<void>;
}

interface GatewayOptions {
  readonly logger?: Logger;
}

const GRACE_MS_DEFAULT = 5_000;

/** Version of this package: what `User-Agent` and `/openapi.json` say. */
export const VERSION = String(
  (JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: unknown }).version,
);

/**
 * The composition root: opens the store, builds every part, passes each what it needs, starts the workers
 * and listens.
 *
 * @throws PosthornError `config_invalid` when the store is in use by another gateway or was encrypted with
 *   another key.
 */
export async function startGateway(config: Config, options: GatewayOptions = {}): Promise<Gateway> {
  const logger = options.logger ?? createLogger(config.logLevel);
  const box = new SecretBox(config.encryptionKeys ?? [loadOrCreateKeyFile(config.dataDir)]);
  const store = await openStore(config.databaseUrl, { exclusive: true, connectionsMax: config.databasePoolMax });
  try {
    await checkEncryptionKey(store, box.fingerprints);
    return await start({ config, logger, box, store });
  } catch (error) {
    await store.close();
    throw error;
  }
}

interface Start {
  readonly config: Config;
  readonly logger: Logger;
  readonly box: SecretBox;
  readonly store: OpenedStore;
}

async function start({ config, logger, box, store }: Start): Promise<Gateway> {
  const metrics = createMetrics();
  const linkKey = await loadOrCreateLinkKey(store, {
    seal: (clear) => box.seal(clear),
    open: (sealed) => box.open(sealed),
    randomBytes,
  });
  const registry = await createRegistry(store, box, {
    readRetry: (format, text) => resolveRetry(format, readRetry(text)),
    readAppSecrets,
    nowMs: store.nowMs,
  });
  const listening: { url: string; listeners: OwnListener[] } = { url: '', listeners: [] };
  const egressSettings = {
    allow: config.egressAllow ?? [],
    allowHttp: config.egressAllowHttp,
    proxyUrl: config.egressProxy,
    ownOrigins: config.publicUrl === null ? [] : [new URL(config.publicUrl).origin],
  };
  const egress = createEgressGuard({
    ...egressSettings,
    proxyUrl: egressSettings.proxyUrl === null ? null : new URL(egressSettings.proxyUrl),
    ownOrigins: () => egressSettings.ownOrigins,
    ownListeners: () => listening.listeners,
  });
  const notices = createNotices({ config, registry, egress, logger, baseUrl: () => config.publicUrl ?? listening.url });
  const engine = await createEngine({
    store,
    commitStore: await createCommitStore(store, takePositionLockSql),
    source: { ...SYSTEM_ENGINE_SOURCE, nowMs: store.nowMs },
    registry,
    transport: createSendingThread({
      settings: egressSettings,
      ownListeners: () => listening.listeners,
      onError: (error) => logger.error({ err: error }, 'sending was interrupted'),
    }),
    receiverTransport: createReceiverTransport({
      ownListeners: () => listening.listeners,
      ownOrigin: () => ownOriginOf(listening.listeners),
    }),
    linkKey,
    metrics,
    logger,
    version: VERSION,
    baseUrl: () => config.publicUrl ?? listening.url,
    disableAfterMs: config.endpointDisableAfterMs,
    disableEndpoint: async (endpoint, disabling) => {
      const isDisabledNow = await disableEndpoint({ store, registry, box }, endpoint, disabling);
      if (isDisabledNow) notices.endpointDisabled(endpoint, disabling.reason);
      return isDisabledNow;
    },
  });
  const ownOrigin = () => ownOriginOf(listening.listeners);
  const simulator = new SimulatorHost({ config, store, box, registry, logger, ownOrigin });
  const graph = createGraph({
    ...{ config, store, box, registry, egress, engine, logger, version: VERSION },
    simulatedHttp: (workspaceId) => simulator.http(workspaceId),
  });
  const stream = createStream({
    config,
    store,
    registry,
    metrics,
    logger,
    version: VERSION,
    eventData: engine.eventData,
  });
  engine.tell(stream);
  const baseUrl = () => config.publicUrl ?? listening.url;
  const parts = createMessageParts({
    ...{ config, store, box, registry, egress, engine, graph, stream, linkKey, metrics, logger },
    simulatedMedia: (workspaceId, channelId) => simulator.media(workspaceId, channelId),
    baseUrl,
  });
  const { records } = parts;
  const removeMediaFile = parts.media.removeFile;
  const runs = createRuns({ store, box, registry, engine, records, removeMediaFile, logger });
  const people = createPeople({ config, store, registry, logger, version: VERSION, baseUrl });
  const statistics = createStatistics({ config, store, engine, logger, version: VERSION });
  const quarantine = startQuarantineWorker({
    store,
    onTrimmed: (items) => logger.warn({ items }, 'quarantine was full: the oldest items were dropped'),
    onError: (error) => logger.error({ err: error }, 'quarantine could not be trimmed'),
  });
  const webhooks = webhookListener({
    config,
    logger,
    registry,
    records,
    statistics,
    metrics,
    onQuarantined: () => quarantine.wake(),
    nowMs: store.nowMs,
  });
  const api = await createApi({
    config,
    store,
    box,
    registry,
    egress,
    engine,
    graph,
    simulator,
    ownOrigin,
    baseUrl,
    messages: parts,
    people,
    records,
    runs,
    statistics,
    stream,
    linkKey,
    metrics,
    logger,
    version: VERSION,
    serverFactory: (handler) => createHttpServer(besides(webhooks, handler)),
  });
  const first = await ensureFirstWorkspace(api.workspaces);
  await registry.refresh();
  await engine.recover();
  await parts.recover();
  await statistics.start();
  listening.url = await listen(api.server, config);
  listening.listeners = api.server.addresses().filter((address) => typeof address !== 'string');
  engine.start();
  parts.start();
  runs.start();
  stream.start();
  people.start();
  const ownerLink = await people.createOwnerLink();
  const workers = startWorkers({ config, logger, store, registry });
  store.signals.start();
  return {
    url: listening.url,
    firstApiKey: first?.apiKey ?? null,
    ownerLink,
    broken: store.broken,
    close: async (graceMs = GRACE_MS_DEFAULT) => {
      // What was asked still gets its answer while nothing new comes in; what it caused is left to the next start.
      const others = [runs.stop(), workers.stop(), quarantine.stop(), stream.stop(), simulator.close()];
      await Promise.all([closeServer(api.server), engine.stop(graceMs), parts.stop(graceMs), ...others]);
      await notices.stop();
      await graph.close();
      await api.settle();
      await people.stop();
      await statistics.stop();
      await store.close();
    },
  };
}

/** @throws PosthornError `config_invalid` when the address cannot be listened on. */
async function listen(server: ApiServer, config: Config): Promise<string> {
  try {
    return await server.listen({ host: config.host, port: config.port });
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (code !== 'EADDRINUSE' && code !== 'EADDRNOTAVAIL' && code !== 'EACCES') throw cause;
    const place = `${config.host}:${config.port}`;
    throw new PosthornError(
      'config_invalid',
      `Cannot listen on ${place} (${code}). Is another gateway running? Set POSTHORN_PORT or POSTHORN_HOST to a free address.`,
      { cause },
    );
  }
}

/** A connection that its client keeps open after the last answer would hold up the end for as long as it is kept. */
const IDLE_CONNECTIONS_CLOSE_MS = 50;

async function closeServer(server: ApiServer): Promise<void> {
  const timer = setInterval(() => server.server.closeIdleConnections(), IDLE_CONNECTIONS_CLOSE_MS);
  await server.close().finally(() => clearInterval(timer));
}

interface WorkerParts {
  readonly config: Config;
  readonly logger: Logger;
  readonly store: OpenedStore;
  readonly registry: Registry;
}

function startWorkers({ config, logger, store, registry }: WorkerParts): { readonly stop: () => Promise<unknown> } {
  const reload = startRegistryWorker({
    refresh: () => registry.refresh(),
    wait: (waitMs, signal) => pause(waitMs, undefined, { signal }).catch(() => {}),
    onError: (error) => logger.error({ err: error }, 'the registry was not refreshed'),
  });
  store.signals.onTold('config', () => {
    registry.refresh().catch((error: unknown) => logger.error({ err: error }, 'the registry was not refreshed'));
  });
  const partitions = startPartitions({
    store,
    retentionMs: config.retentionMs,
    nowMs: store.nowMs,
    wait: (waitMs, signal) => pause(waitMs, undefined, { signal, ref: false }).catch(() => {}),
    onError: (error) => logger.error({ err: error }, 'partitions were not made'),
  });
  const retention = startRetention({
    store,
    retentionMs: config.retentionMs,
    auditRetentionMs: config.auditRetentionMs,
    nowMs: store.nowMs,
    purgeIdempotencyKeys: (nowMs) => purgeIdempotencyKeys(store, nowMs),
    purgeReceivedRequests: (nowMs) => purgeReceivedRequests(store, nowMs),
    onPurged: (purged) => logger.info({ purged }, 'removed what is older than its retention'),
    onError: (error) => logger.error({ err: error }, 'retention failed'),
  });
  return { stop: () => Promise.all([reload.stop(), partitions.stop(), retention.stop()]) };
}

/** The Meta route stands beside the API's framework: see `webhook-listener.ts`. */
function besides(webhooks: (...args: Parameters<RequestListener>) => boolean, api: RequestListener): RequestListener {
  return (request, response) => {
    if (!webhooks(request, response)) api(request, response);
  };
}

interface WebhookParts {
  readonly config: Config;
  readonly logger: Logger;
  readonly registry: Registry;
  readonly records: Records;
  readonly statistics: Statistics;
  readonly metrics: Metrics;
  readonly onQuarantined: () => void;
  readonly nowMs: () => number;
}

function webhookListener({
  config,
  logger,
  registry,
  records,
  statistics,
  metrics,
  onQuarantined,
  nowMs,
}: WebhookParts) {
  return createWebhookListener({
    appsByAppId: (appId) => registry.metaAppsByAppId(appId),
    channels: {
      byPhoneNumberId: (appId, phoneNumberId) => registry.channelByPhoneNumberId(appId, phoneNumberId),
      byWaba: (appId, wabaId) => registry.channelsByWaba(appId, wabaId),
    },
    window: { backMs: config.metaReplayWindowMs, aheadMs: REPLAY_AHEAD_MS },
    newEventId: () => idOf('evt', newId()),
    newQuarantineId: () => idOf('qrn', newId()),
    publish: (events, items) =>
      records.publishFromMeta(events, items).then(() => {
        statistics.noteEvents(events);
        for (const item of items) metrics.quarantined.inc({ reason: item.reason });
        if (items.length > 0) onQuarantined();
      }),
    readHops,
    nowMs,
    observe: (result, apps) => {
      statistics.noteWebhook(result, apps);
      if (result === 'unauthenticated') metrics.unauthenticatedWebhooks.inc();
      else metrics.webhooksReceived.inc({ result });
    },
    onError: (error) => logger.error({ err: error }, 'a webhook from Meta was not accepted'),
  });
}

interface DisableParts {
  readonly store: OpenedStore;
  readonly registry: Registry;
  readonly box: SecretBox;
}

async function disableEndpoint(
  { store, registry, box }: DisableParts,
  endpoint: Endpoint,
  { reason, alongside }: Disabling,
): Promise<boolean> {
  const { id, workspaceId } = endpoint;
  const view = { audit: writeAudit, box, publicKeyOf: asymmetricPublicKey, nowMs: store.nowMs };
  const actor = { kind: 'system', id: null, requestId: null } as const;
  const audited = auditEndpoint(view, { workspaceId, actor }, 'disabled');
  const nowMs = store.nowMs();
  let isDisabledNow = false;
  // Called in the transaction, and only when the endpoint was enabled: of two nodes one disables it.
  await switchEndpoint(store, { workspaceId, id, disabledReason: reason, nowMs }, async (trx, change) => {
    isDisabledNow = true;
    await holdDeliveries(trx, workspaceId, id);
    await resetBreaker(trx, { workspaceId, endpointId: id, nowMs });
    await audited(trx, change);
    await alongside(trx);
  });
  store.signals.tell('config');
  await registry.refresh();
  return isDisabledNow;
}
