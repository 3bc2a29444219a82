import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { Environment } from '../environment.ts';
import { CliError, EXIT } from '../exit.ts';

/** A gateway in a process of its own, as `npm start` runs it, on data that is thrown away. */
export interface GatewayProcess {
  readonly url: string;
  /** Resolves when the process has ended, whoever ended it. */
  readonly ended: Promise<void>;
}

export interface GatewaySettings {
  readonly env: Environment;
  readonly rootApiKey: string;
  readonly graphUrl: string;
  /** Given the way to stop it as soon as there is something to stop. */
  readonly onStarted: (stop: () => Promise<void>) => void;
}

const BIN = fileURLToPath(new URL('../../bin/posthorn.js', import.meta.url));
const START_MS_MAX = 20_000;
/** Its data is thrown away, so nothing is lost with what it had no time for. */
const STOP_MS_MAX = 5_000;
/** Of what a gateway says before it fails: enough for every problem of a configuration. */
const KEPT_LINES_MAX = 40;
const LISTENING_URL = /"url":"(http:\/\/127\.0\.0\.1:\d+)"/;

type Child = ChildProcessByStdio<null, Readable, Readable>;

/**
 * Starts a gateway on SQLite in a new temporary folder and waits until it listens.
 *
 * @throws CliError with the gateway's own words when it does not start.
 */
export async function startGatewayProcess(settings: GatewaySettings): Promise<GatewayProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'posthorn-demo-'));
  const dataDir = join(folder, 'data');
  await mkdir(dataDir, { mode: 0o700 });
  const child = spawnGateway(settings, dataDir);
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    child.once('error', () => resolve());
  });
  settings.onStarted(async () => {
    await endProcess(child, ended);
    await rm(folder, { recursive: true, force: true });
  });
  return { url: await waitUntilListening(child), ended };
}

/** Asks the process to end, and makes it end when it does not. */
async function endProcess(child: Child, ended: Promise<void>): Promise<void> {
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS_MAX);
  await ended;
  clearTimeout(timer);
}

function spawnGateway({ env, rootApiKey, graphUrl }: GatewaySettings, dataDir: string): Child {
  return spawn(process.execPath, [BIN, 'serve'], {
    // What is set for a real gateway must not reach this one: it would work on the real data.
    env: {
      ...Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('POSTHORN_'))),
      POSTHORN_PORT: '0',
      POSTHORN_DATA_DIR: dataDir,
      POSTHORN_ROOT_API_KEY: rootApiKey,
      POSTHORN_META_GRAPH_URL: graphUrl,
      POSTHORN_EGRESS_ALLOW: '127.0.0.0/8',
      POSTHORN_EGRESS_ALLOW_HTTP: 'true',
      POSTHORN_LOG_LEVEL: 'info',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** The log line that says where it listens is also the promise that it is ready (issue R5). */
function waitUntilListening(child: Child): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const lines: string[] = [];
  const keep = (line: string) => {
    lines.push(line);
    if (lines.length > KEPT_LINES_MAX) lines.shift();
  };
  const fail = (what: string) =>
    reject(new CliError(EXIT.failed, [`The gateway ${what}. It said:`, ...lines].join('\n')));
  // Both are read to the end: a pipe that nobody empties would stop the gateway.
  createInterface({ input: child.stderr }).on('line', keep);
  createInterface({ input: child.stdout }).on('line', (line) => {
    const url = LISTENING_URL.exec(line)?.[1];
    if (url === undefined) keep(line);
    else resolve(url);
  });
  child.once('error', (error) => fail(`could not be started (${error.message})`));
  child.once('close', (code) => fail(`ended with code ${code} before it listened`));
  const timer = setTimeout(() => fail(`did not listen within ${START_MS_MAX / 1_000} s`), START_MS_MAX);
  return promise.finally(() => clearTimeout(timer));
}
