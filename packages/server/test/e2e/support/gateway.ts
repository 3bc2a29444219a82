import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Gateway, startGateway } from '../../../src/gateway.ts';
import { type Environment, loadConfig } from '../../../src/platform/config/config.ts';
import { cleanUpLater } from '../../support/clean-up.ts';
import type { TestDatabases } from '../../support/open-store.ts';

/** The operator's key of every gateway that a test starts. */
const ROOT_KEY = 'root-key-of-the-end-to-end-tests-0123456789';

/** Nothing listens there: a test that wants Meta names its simulator, and no other reaches the internet. */
const NO_GRAPH_URL = 'http://127.0.0.1:1';

/** A gateway of a test: the real one, in this process, reached over HTTP like any other. */
export interface TestGateway extends Gateway {
  readonly rootKey: string;
  /** The environment it was started with: starting another one with it stands for a restart. */
  readonly env: Environment;
}

/**
 * Starts a gateway on a free port and a fresh database. It may deliver to receivers on this machine by plain HTTP, and
 * takes bodies of any age, as those of the fixtures are old. It is stopped after the test, or after the file when a
 * hook asked; stopping it earlier is fine.
 *
 * @param over Variables that take the place of the usual ones; undefined unsets one.
 */
export async function startTestGateway(stores: TestDatabases, over: Environment = {}): Promise<TestGateway> {
  // The database is asked for first, so that it goes last; both before the first `await`.
  const fresh = over.POSTHORN_DATABASE_URL ?? stores.createUrl();
  const cleanUps = cleanUpLater();
  const databaseUrl = await fresh;
  const dataDir = await mkdtemp(join(tmpdir(), 'posthorn-e2e-'));
  cleanUps.push(() => rm(dataDir, { recursive: true, force: true }));
  const env: Environment = {
    POSTHORN_HOST: '127.0.0.1',
    POSTHORN_PORT: '0',
    POSTHORN_DATA_DIR: dataDir,
    POSTHORN_DATABASE_URL: databaseUrl,
    POSTHORN_ROOT_API_KEY: ROOT_KEY,
    POSTHORN_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
    POSTHORN_EGRESS_ALLOW: '127.0.0.0/8',
    POSTHORN_EGRESS_ALLOW_HTTP: 'true',
    POSTHORN_META_GRAPH_URL: NO_GRAPH_URL,
    POSTHORN_META_REPLAY_WINDOW: '3650d',
    POSTHORN_LOG_LEVEL: 'silent',
    ...over,
  };
  const gateway = await startGateway(loadConfig(env, (path) => readFileSync(path, 'utf8')));
  let closing: Promise<void> | null = null;
  const close = (graceMs?: number) => {
    closing ??= gateway.close(graceMs);
    return closing;
  };
  cleanUps.push(() => close(0));
  return { ...gateway, rootKey: ROOT_KEY, env, close };
}
