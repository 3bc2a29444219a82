import { openRawSql, type RawSql } from '../../packages/server/test/support/raw-sql.ts';
import { type Certificates, makeCertificates } from './certificates.ts';
import { clockOptions } from './clock-offset.ts';
import { startBenchmarkDatabase } from './database.ts';
import { fillEndpoints } from './fill-endpoints.ts';
import {
  freePort,
  type GatewayProcess,
  newDataDir,
  setUp,
  startGateway,
  type Usage,
  usageOfAll,
} from './gateway-process.ts';
import type { Stage } from './measure.ts';
import { type SupportProcess, startSupport } from './support-process.ts';

/** What is put under load, and how. */
export interface LoadOptions {
  readonly engine: 'sqlite' | 'postgres';
  /** Of one measurement. */
  readonly seconds: number;
  readonly pairs: number;
  /** Of the generator to all gateways together. */
  readonly connections: number;
  /** Size of a body. */
  readonly payloadBytes: number;
  /** Endpoints that get every event. */
  readonly fanout: number;
  /** Endpoints that get every event as well, and where nobody listens. */
  readonly deadEndpoints: number;
  /** Endpoints of other workspaces, which get nothing. */
  readonly endpoints: number;
  /** Receivers speak TLS. */
  readonly https: boolean;
  /** Gateways on one database. More than one needs PostgreSQL. */
  readonly nodes: number;
  /** How much the clock of each node is wrong; those that are not named are right. */
  readonly clockOffsetsMs: readonly number[];
  /** Folder for a CPU profile of every gateway. Null: none. */
  readonly profile: string | null;
  readonly log: (line: string) => void;
}

/** A stage with all of its processes. */
export interface OpenStage extends Stage {
  readonly databaseUrl: string;
  readonly dataDir: string;
  readonly workspaceId: string;
  readonly endpointIds: readonly string[];
  readonly gateways: readonly GatewayProcess[];
  /** Of all gateways together, with the processes that they started. */
  readonly usage: () => Usage;
  /** Ends the gateways alone: the database can be looked at. */
  readonly stopGateways: () => Promise<void>;
  /** Starts them again after that. */
  readonly startGateways: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** An empty database with one workspace, its endpoints as asked for, and everything that makes load. */
export async function openStage(options: LoadOptions): Promise<OpenStage> {
  const { engine, nodes } = options;
  if (engine === 'sqlite' && nodes > 1) throw new Error('Several nodes need PostgreSQL: --engine postgres.');
  const dataDir = newDataDir();
  // The first of all: when it does not start, nothing else is left running.
  const database = await startBenchmarkDatabase(engine, dataDir.path).catch((error: unknown) => {
    dataDir.remove();
    throw error;
  });
  const certificates = options.https ? await makeCertificates(dataDir.path) : null;
  const { receiver, receiverOrigin } = await startReceiver(certificates);
  const generator = startSupport('generator.process.ts', { env: trusting(certificates) });
  const gateways: GatewayProcess[] = [];
  const place = { dataDir: dataDir.path, databaseUrl: database.url, certificates };
  const startGateways = async () => {
    for (let node = 0; node < nodes; node++) gateways.push(await startNode(place, node, options));
  };
  const stopGateways = async () => {
    await Promise.all(gateways.splice(0).map((gateway) => gateway.kill('SIGTERM')));
  };
  const close = async () => {
    await stopGateways();
    generator.stop();
    receiver.stop();
    await database.stop();
    dataDir.remove();
  };
  try {
    await startGateways();
    const made = await setUp(urlsOf(gateways)[0] ?? '', await endpointsOf(receiverOrigin, options));
    const stage = { receiver, generator, receiverOrigin, ...made, databaseUrl: database.url, dataDir: dataDir.path };
    const { connections, payloadBytes } = options;
    const opened = {
      ...{ ...stage, connections, payloadBytes, gateways, stopGateways, startGateways, close },
      get gatewayUrls() {
        return urlsOf(gateways);
      },
      usage: () => usageOfAll(gateways.map((gateway) => gateway.pid)),
    };
    if (options.endpoints > 0) await registerOthers(opened, options);
    return opened;
  } catch (error) {
    await close();
    throw error;
  }
}

/** Of each endpoint that answers: so that it is never what a delivery waits for. */
const MAX_IN_FLIGHT = 256;

/** Endpoints that want every message: those that answer, each with a path of its own, and those that do not. */
async function endpointsOf(receiverOrigin: string, { fanout, deadEndpoints }: LoadOptions) {
  const deadPort = await freePort();
  const living = Array.from({ length: fanout }, (_, index) => ({
    url: `${receiverOrigin}/hook${index === 0 ? '' : index}`,
    event_types: ['message.*'],
    max_in_flight: MAX_IN_FLIGHT,
    format: 'standard',
  }));
  const dead = Array.from({ length: deadEndpoints }, (_, index) => ({
    url: `http://127.0.0.1:${deadPort}/dead${index}`,
    event_types: ['message.*'],
    format: 'standard',
  }));
  return [...living, ...dead];
}

async function startReceiver(certificates: Certificates | null) {
  const args = certificates === null ? [] : ['--cert', certificates.cert, '--key', certificates.key];
  const receiver: SupportProcess = startSupport('receiver.process.ts', { args });
  const { port } = await receiver.next<{ port: number }>();
  return { receiver, receiverOrigin: `${certificates === null ? 'http' : 'https'}://127.0.0.1:${port}` };
}

/** For the environment of a process. */
function trusting(certificates: Certificates | null): Readonly<Record<string, string>> {
  return certificates === null ? {} : { NODE_EXTRA_CA_CERTS: certificates.authority };
}

interface Place {
  readonly dataDir: string;
  readonly databaseUrl: string;
  readonly certificates: Certificates | null;
}

async function startNode(place: Place, node: number, options: LoadOptions): Promise<GatewayProcess> {
  const { profile, clockOffsetsMs } = options;
  const profiling = profile === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`];
  const clock = clockOptions(clockOffsetsMs[node] ?? 0);
  const settings = { port: await freePort(), dataDir: place.dataDir, databaseUrl: place.databaseUrl };
  return startGateway(settings, [...profiling, ...clock.nodeOptions], {
    ...trusting(place.certificates),
    ...clock.env,
  });
}

function urlsOf(gateways: readonly GatewayProcess[]): readonly string[] {
  return gateways.map((gateway) => gateway.url);
}

/** What is measured starts with all endpoints there, as it would on any day. */
async function registerOthers(stage: OpenStage, { endpoints, log }: LoadOptions): Promise<void> {
  await stage.stopGateways();
  const sql = await openRawSql(stage.databaseUrl);
  await fillEndpoints(sql, { workspaceId: stage.workspaceId, count: endpoints });
  await sql.close();
  await stage.startGateways();
  log(`ready with ${endpoints} endpoints after ${Math.round(stage.gateways[0]?.readyMs ?? 0)} ms`);
}

/** Looks at the database of a stage, and at what it was measured on. Its gateways are ended: they would go on writing. */
export async function examine<TFindings>(
  stage: OpenStage,
  look: (sql: RawSql) => Promise<TFindings>,
): Promise<TFindings> {
  await stage.stopGateways();
  const sql = await openRawSql(stage.databaseUrl);
  try {
    return await look(sql);
  } finally {
    await sql.close();
  }
}
