import { Kysely } from 'kysely';
import { V7Generator } from 'uuidv7';
import { switchEndpoint } from '../../src/control/endpoints/endpoints.store.ts';
import { readRetry, resolveRetry } from '../../src/control/endpoints/retry-presets.ts';
import { createRegistry, type Registry } from '../../src/control/registry/registry.ts';
import type { Endpoint } from '../../src/domain/endpoint.ts';
import { createEngine, type Disabling, type Engine } from '../../src/gateway/engine.ts';
import type { EngineSource } from '../../src/gateway/system-source.ts';
import { createSqliteCommitStore } from '../../src/pipeline/commit/commit.sqlite.store.ts';
import { holdDeliveries } from '../../src/pipeline/deliveries/endpoint-deliveries.store.ts';
import { resetBreaker } from '../../src/pipeline/delivery/breakers.store.ts';
import { SharedClock } from '../../src/platform/db/shared-clock.ts';
import { createSqliteDialect } from '../../src/platform/db/sqlite-dialect.ts';
import type { Store } from '../../src/platform/db/store.ts';
import type { Database } from '../../src/platform/db/tables.ts';
import { createLogger } from '../../src/platform/observability/logger.ts';
import { createMetrics } from '../../src/platform/observability/metrics.ts';
import type { Chance } from './chance.ts';
import { DatabaseLink, type DatabaseWeather } from './database-link.ts';
import { IdlePoll } from './idle-poll.ts';
import type { SharedDatabase } from './shared-database.ts';
import type { SimulatedNetwork } from './simulated-network.ts';
import type { SimulatedProcess } from './simulated-process.ts';
import type { VirtualTime } from './virtual-time.ts';

/** Nobody reads them; one for all nodes of all worlds, because a registry of its own for each costs more than a simulated hour. */
const METRICS = createMetrics();

/** What nodes share. */
export interface NodeSurroundings {
  readonly time: VirtualTime;
  readonly database: SharedDatabase;
  readonly weather: DatabaseWeather;
  readonly network: SimulatedNetwork;
  readonly signals: Store['signals'];
  /** What a node logs as an error. */
  readonly onErrorLogged: (line: string) => void;
}

/** A run of a gateway: the engine as it is, with a world around it that is not. */
export interface SimulatedNode {
  readonly process: SimulatedProcess;
  readonly engine: Engine;
  readonly store: Store;
  readonly registry: Registry;
  readonly source: EngineSource;
  readonly poll: IdlePoll;
}

/** In production it is 10 s. */
const CLOCK_BEAT_MS = 300_000;
/** The default of the setting. */
const DISABLE_AFTER_MS = 5 * 86_400_000;

interface NodeOptions {
  readonly process: SimulatedProcess;
  readonly chance: Chance;
  /** What the clock of its machine shows too much. */
  readonly clockOffsetMs: number;
}

export async function startNode(around: NodeSurroundings, options: NodeOptions): Promise<SimulatedNode> {
  const { process, chance } = options;
  const { time, database } = around;
  const link = new DatabaseLink(database, process, around);
  const machineMs = () => Math.floor(time.nowMs + options.clockOffsetMs);
  const clock = new SharedClock(machineMs);
  const { nowMs } = clock;
  const beat = async () => {
    const sample = await link.sampleClock(machineMs);
    if (sample !== null) clock.onSample(sample);
    process.later(CLOCK_BEAT_MS, beat);
  };
  await beat();
  const poll: IdlePoll = new IdlePoll({ process, time, database, nowMs, inFlight: () => engine.inFlight() });
  const ids = new V7Generator({ nextUint32: chance.uint32 });
  const source: EngineSource = {
    nowMs,
    monotonicMs: () => time.nowMs,
    // Never idle, so that whoever publishes more than is sent has to wait.
    busyMs: () => time.nowMs,
    newId: () => ids.generateOrResetWithTs(nowMs()).toString(),
    random: chance.random,
    setTimer: poll.setTimer,
  };
  const store = openSimulatedStore(link, { nowMs, signals: around.signals });
  const registry = await createRegistry(store, PLAIN_BOX, {
    readRetry: (format, text) => resolveRetry(format, readRetry(text)),
    readAppSecrets: () => [],
    nowMs,
  });
  const transport = {
    exchange: (request: Parameters<SimulatedNetwork['exchange']>[1]) => around.network.exchange(process, request),
    close: async () => {},
  };
  const engine: Engine = await createEngine({
    store,
    commitStore: await createSqliteCommitStore(link),
    source,
    registry,
    transport,
    receiverTransport: transport,
    linkKey: Buffer.alloc(32),
    baseUrl: () => 'https://posthorn.test',
    version: '0',
    metrics: METRICS,
    logger: createLogger('error', { write: around.onErrorLogged }),
    disableAfterMs: DISABLE_AFTER_MS,
    disableEndpoint: (endpoint, disabling) => disableEndpoint({ store, registry, nowMs }, endpoint, disabling),
  });
  await engine.recover();
  return { process, engine, store, registry, source, poll };
}

/** Secrets of simulated endpoints are nobody's. */
const PLAIN_BOX = { open: (sealed: string) => sealed };

/** A store whose statements go to the shared database. */
export function openSimulatedStore(link: DatabaseLink, own: Pick<Store, 'nowMs' | 'signals'>): Store {
  const db = new Kysely<Database>({ dialect: createSqliteDialect({ writer: link, reader: link }) });
  return {
    db,
    can: { skipLocked: false, lateral: false, sharedBetweenNodes: true, partitions: false },
    emptyLog: async () => true,
    describe: async () => ({ kind: 'sqlite', version: 'simulated', sizeBytes: 0 }),
    connections: () => null,
    ...own,
    broken: new Promise(() => {}),
    close: async () => {},
  };
}

interface DisableParts {
  readonly store: Store;
  readonly registry: Registry;
  readonly nowMs: () => number;
}

/** As `gateway.ts` does it, but for the audit log. */
async function disableEndpoint(
  { store, registry, nowMs }: DisableParts,
  { id, workspaceId }: Endpoint,
  { reason, alongside }: Disabling,
): Promise<boolean> {
  const at = { workspaceId, id, nowMs: nowMs() };
  let isDisabledNow = false;
  await switchEndpoint(store, { ...at, disabledReason: reason }, async (trx) => {
    isDisabledNow = true;
    await holdDeliveries(trx, workspaceId, id);
    await resetBreaker(trx, { workspaceId, endpointId: id, nowMs: at.nowMs });
    await alongside(trx);
  });
  await registry.refresh();
  return isDisabledNow;
}
