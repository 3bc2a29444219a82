import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setUp } from '../support/gateway-process.ts';
import { makeCertificates } from './certificates.ts';
import { startCutProxy } from './cut-proxy.ts';
import { postgresUrl, startDurablePostgres } from './durable-postgres.ts';
import { TIMEOUT_SECONDS, type World } from './faults.ts';
import { Nodes } from './nodes.ts';
import { openSmallDisk, type SmallDisk } from './small-disk.ts';
import { RECEIVERS, type ReceiverName, startWitness, type Witness } from './witness.ts';

export interface StageOptions {
  readonly engine: 'sqlite' | 'postgres';
  readonly nodes: number;
}

/** Everything that a crash test needs, running and set up. */
export interface Stage {
  readonly world: World;
  readonly workspaceId: string;
  readonly endpointIds: Readonly<Record<ReceiverName, string>>;
  readonly close: () => Promise<void>;
}

/** So many that faults never use up a schedule: an exhausted delivery is a lost one here. */
const RETRIES = 20;

/**
 * Starts the database on a disk of its own, what stands in front of it, the receivers and the gateways. When this process
 * is told to end, all of it is ended first.
 */
export async function openStage(options: StageOptions): Promise<Stage> {
  const closers: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (let end = closers.pop(); end !== undefined; end = closers.pop()) await end();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void close().finally(() => process.exit(1)));
  }
  try {
    return { ...(await setTheStage(options, closers)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function setTheStage({ engine, nodes: count }: StageOptions, closers: (() => Promise<unknown>)[]) {
  const disk = await openSmallDisk();
  closers.push(disk.remove);
  const certificates = makeCertificates(Date.now());
  const witness = await startWitness(certificates);
  closers.push(witness.stop);
  const dataDir = join(disk.path, 'gateway');
  mkdirSync(dataDir, { mode: 0o700 });
  const authority = join(dataDir, 'authority.pem');
  writeFileSync(authority, certificates.authority);
  const postgres = engine === 'postgres' ? await startPostgres(disk, closers) : null;
  const databaseUrl = postgres === null ? `sqlite:${join(dataDir, 'posthorn.db')}` : postgresUrl(postgres.proxy.port);
  const nodes = new Nodes({ count, dataDir, databaseUrl, env: { NODE_EXTRA_CA_CERTS: authority } });
  closers.push(() => nodes.close());
  await nodes.startFirst();
  const [first] = nodes.living();
  if (first === undefined) throw new Error('No gateway runs.');
  const made = await setUp(
    first,
    RECEIVERS.map((name) => endpointFor(name, witness)),
  );
  await nodes.heal();
  const endpointIds = Object.fromEntries(RECEIVERS.map((name, index) => [name, made.endpointIds[index] ?? '']));
  return {
    world: { nodes, witness, disk, postgres },
    workspaceId: made.workspaceId,
    endpointIds: endpointIds as Record<ReceiverName, string>,
  };
}

async function startPostgres(disk: SmallDisk, closers: (() => Promise<unknown>)[]) {
  const folder = join(disk.path, 'postgres');
  mkdirSync(folder);
  const server = await startDurablePostgres(folder);
  closers.push(server.stop);
  const proxy = await startCutProxy(server.port);
  closers.push(proxy.stop);
  return { server, proxy };
}

function endpointFor(name: ReceiverName, witness: Witness): Readonly<Record<string, unknown>> {
  return {
    url: witness.urlOf(name),
    event_types: name === 'plain' ? ['*'] : ['message.received'],
    ordering: name === 'ordered' ? 'conversation' : 'none',
    retry: { delays_seconds: Array.from({ length: RETRIES }, () => 1), timeout_seconds: TIMEOUT_SECONDS },
  };
}
