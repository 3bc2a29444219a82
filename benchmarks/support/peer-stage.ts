import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { openRawSql } from '../../packages/server/test/support/raw-sql.ts';
import type { PeerOrder, PeerSettings } from '../peers/peer-order.ts';
import { startBenchmarkDatabase } from './database.ts';
import { describeDatabase, packageVersion, type StoreEnvironment } from './environment.ts';
import { APP_SECRET, freePort, newDataDir } from './gateway-process.ts';
import type { Stage } from './measure.ts';
import { REDIS_SETTINGS, startRedis } from './redis.ts';
import type { LoadOptions } from './stage.ts';
import { type SupportProcess, startSupport } from './support-process.ts';

export type PeerName = 'bullmq' | 'pgboss';

/** A peer with everything that makes load, as `openStage` makes one of Posthorn. */
export interface PeerStage extends Stage {
  readonly describe: () => Promise<StoreEnvironment>;
  readonly close: () => Promise<void>;
}

const PEERS_FOLDER = fileURLToPath(new URL('../peers/', import.meta.url));

interface Arrangement {
  /** Of each process. */
  readonly roles: readonly PeerOrder['role'][];
  readonly settings: PeerSettings;
}

/** benchmarks/README.md gives the reasons. Whoever knows better settings puts them here. */
const ARRANGEMENTS: Readonly<Record<PeerName, Arrangement>> = {
  bullmq: { roles: ['ingest', 'work'], settings: { workers: 1, concurrency: 200, batch: 1 } },
  pgboss: { roles: ['ingest', 'work'], settings: { workers: 8, concurrency: 1, batch: 100 } },
};

/** An empty store and a peer on it. Its packages are installed when they are not there. */
export async function openPeerStage(name: PeerName, options: LoadOptions): Promise<PeerStage> {
  await installPeers();
  const folder = newDataDir();
  const store = await startStore(name, folder.path);
  const receiver = startSupport('receiver.process.ts');
  const generator = startSupport('generator.process.ts');
  const processes: SupportProcess[] = [];
  const close = async () => {
    for (const process of [...processes, generator, receiver]) process.stop();
    await store.stop();
    folder.remove();
  };
  try {
    const { port: receiverPort } = await receiver.next<{ port: number }>();
    const receiverOrigin = `http://127.0.0.1:${receiverPort}`;
    const { roles, settings } = ARRANGEMENTS[name];
    const order = { storeUrl: store.url, receiverUrl: `${receiverOrigin}/hook`, appSecret: APP_SECRET, settings };
    const gatewayUrls: string[] = [];
    for (const role of roles) {
      const process = startSupport(`../peers/${name}.process.ts`);
      processes.push(process);
      const { port } = await process.ask<{ port: number }>({ role, ...order } satisfies PeerOrder);
      if (port > 0) gatewayUrls.push(`http://127.0.0.1:${port}`);
    }
    const { connections, payloadBytes } = options;
    return {
      receiver,
      generator,
      receiverOrigin,
      gatewayUrls,
      connections,
      payloadBytes,
      describe: () => describePeer(name, store),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

interface PeerStore {
  readonly url: string;
  readonly version?: string;
  readonly stop: () => Promise<void>;
}

async function startStore(name: PeerName, folder: string): Promise<PeerStore> {
  return name === 'bullmq'
    ? startRedis({ port: await freePort(), folder })
    : startBenchmarkDatabase('postgres', folder);
}

async function describePeer(name: PeerName, store: PeerStore): Promise<StoreEnvironment> {
  const version = (library: string) => packageVersion(library, `${PEERS_FOLDER}package.json`);
  if (name === 'bullmq') {
    const versions = { bullmq: version('bullmq'), ioredis: version('ioredis'), redis: store.version ?? 'unknown' };
    return { versions, durability: { appendonly: REDIS_SETTINGS.appendonly, appendfsync: REDIS_SETTINGS.appendfsync } };
  }
  const sql = await openRawSql(store.url);
  const { versions, durability } = await describeDatabase(sql).finally(sql.close);
  return { versions: { ...versions, pg: version('pg'), 'pg-boss': version('pg-boss') }, durability };
}

/** They belong to no package of ours: nobody who installs Posthorn gets them. */
async function installPeers(): Promise<void> {
  if (existsSync(`${PEERS_FOLDER}node_modules`)) return;
  await promisify(execFile)('npm', ['ci'], { cwd: PEERS_FOLDER });
}
