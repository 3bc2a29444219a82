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
  /** The key of its first workspace. */
  readonly apiKey: string;
  /** Makes whoever opens it the owner. */
  readonly ownerLink: string;
  /** Its settings: what works on its database beside it needs the same. */
  readonly env: Environment;
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
/** What a first start prints for people, once. */
const FIRST_KEY = /^ {2}(phk_\S+)$/;
const OWNER_LINK = /^ {2}(http:\S+\/welcome#\S+)$/;

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
  const env = environmentOf(settings, dataDir);
  const child = spawnGateway(env);
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    child.once('error', () => resolve());
  });
  settings.onStarted(async () => {
    await endProcess(child, ended);
    await rm(folder, { recursive: true, force: true });
  });
  return { ...(await waitUntilReady(child)), env, ended };
}

/** Asks the process to end, and makes it end when it does not. */
async function endProcess(child: Child, ended: Promise<void>): Promise<void> {
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS_MAX);
  await ended;
  clearTimeout(timer);
}

function environmentOf({ env, rootApiKey, graphUrl }: GatewaySettings, dataDir: string): Environment {
  return {
    // What is set for a real gateway must not reach this one: it would work on the real data.
    ...Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('POSTHORN_'))),
    POSTHORN_PORT: '0',
    POSTHORN_DATA_DIR: dataDir,
    POSTHORN_ROOT_API_KEY: rootApiKey,
    POSTHORN_META_GRAPH_URL: graphUrl,
    POSTHORN_EGRESS_ALLOW: '127.0.0.0/8',
    POSTHORN_EGRESS_ALLOW_HTTP: 'true',
    POSTHORN_SIMULATOR: 'true',
    POSTHORN_LOG_LEVEL: 'info',
  };
}

function spawnGateway(env: Environment): Child {
  return spawn(process.execPath, [BIN, 'serve'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
}

type Said = Pick<GatewayProcess, 'url' | 'apiKey' | 'ownerLink'>;

/** The log line that says where it listens is also the promise that it is ready (issue R5); the rest a first start prints beside it. */
function waitUntilReady(child: Child): Promise<Said> {
  const { promise, resolve, reject } = Promise.withResolvers<Said>();
  const lines: string[] = [];
  const said: Partial<Record<keyof Said, string>> = {};
  const keep = (line: string) => {
    lines.push(line);
    if (lines.length > KEPT_LINES_MAX) lines.shift();
  };
  const read = (line: string): boolean => {
    for (const [name, pattern] of SAID) {
      const value = pattern.exec(line)?.[1];
      if (value === undefined) continue;
      said[name] = value;
      return true;
    }
    return false;
  };
  const fail = (what: string) =>
    reject(new CliError(EXIT.failed, [`The gateway ${what}. It said:`, ...lines].join('\n')));
  // Both are read to the end: a pipe that nobody empties would stop the gateway.
  createInterface({ input: child.stderr }).on('line', keep);
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (!read(line)) keep(line);
    const { url, apiKey, ownerLink } = said;
    if (url !== undefined && apiKey !== undefined && ownerLink !== undefined) resolve({ url, apiKey, ownerLink });
  });
  child.once('error', (error) => fail(`could not be started (${error.message})`));
  child.once('close', (code) => fail(`ended with code ${code} before it listened`));
  const timer = setTimeout(() => fail(`did not listen within ${START_MS_MAX / 1_000} s`), START_MS_MAX);
  return promise.finally(() => clearTimeout(timer));
}

const SAID = [
  ['url', LISTENING_URL],
  ['apiKey', FIRST_KEY],
  ['ownerLink', OWNER_LINK],
] as const;
