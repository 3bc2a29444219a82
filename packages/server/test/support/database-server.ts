import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import pg from 'pg';
import { openStore } from '../../src/platform/db/open-store.ts';
import { type PostgresServer, startPostgres } from './postgres.ts';

/** Hands out databases of one PostgreSQL server to all test files, over HTTP because each runs in its own process. */
export interface DatabaseServer {
  /** `POST` here makes a migrated database and answers `{name, url}`; `DELETE /<name>` removes it. */
  readonly address: string;
  readonly stop: () => Promise<void>;
}

const TEMPLATE = 'template_migrated';

/** Listens at once and starts PostgreSQL with the first database that is asked for: most runs of a few files need none. */
export async function startDatabaseServer(): Promise<DatabaseServer> {
  let cluster: Promise<Cluster> | null = null;
  const server = createServer((request, response) => {
    cluster ??= startCluster();
    answer(cluster, request, response).catch((error: unknown) => {
      response.writeHead(500).end(error instanceof Error ? error.stack : String(error));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('A TCP server has a port.');
  return {
    address: `http://127.0.0.1:${address.port}`,
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await (await cluster?.catch(() => null))?.stop();
    },
  };
}

interface Cluster {
  readonly createDatabase: () => Promise<{ readonly name: string; readonly url: string }>;
  readonly dropDatabase: (name: string) => Promise<void>;
  readonly stop: () => Promise<void>;
}

async function startCluster(): Promise<Cluster> {
  const server = await startPostgres();
  try {
    return await prepareCluster(server);
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function prepareCluster(server: PostgresServer): Promise<Cluster> {
  const admin = new pg.Client(server.url('postgres'));
  // The server goes away under this connection when it stops.
  admin.on('error', () => {});
  await admin.connect();
  await admin.query(`CREATE DATABASE ${TEMPLATE}`);
  await (await openStore(server.url(TEMPLATE))).close();
  // PostgreSQL copies a database only while nobody is connected to it, autovacuum included.
  await admin.query(`ALTER DATABASE ${TEMPLATE} ALLOW_CONNECTIONS false`);
  await admin.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [TEMPLATE]);
  let databaseCount = 0;
  return {
    createDatabase: async () => {
      databaseCount += 1;
      const name = `test_${databaseCount}`;
      await admin.query(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`);
      return { name, url: server.url(name) };
    },
    dropDatabase: async (name) => {
      await admin.query(`DROP DATABASE IF EXISTS ${admin.escapeIdentifier(name)} WITH (FORCE)`);
    },
    stop: async () => {
      await admin.end();
      await server.stop();
    },
  };
}

async function answer(starting: Promise<Cluster>, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const cluster = await starting;
  if (request.method === 'DELETE') {
    await cluster.dropDatabase((request.url ?? '').slice(1));
    response.writeHead(204).end();
    return;
  }
  const database = await cluster.createDatabase();
  response.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify(database));
}
