import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { cleanUpLater } from '../../support/clean-up.ts';
import type { TestDatabases } from '../../support/open-store.ts';
import type { TestGateway } from '../support/gateway.ts';

const ROOT_KEY = 'root-key-of-the-gateway-processes-0123456789';
const CLOCK_OFFSET = new URL('../../support/clock-offset.ts', import.meta.url).href;
/** Built for production, as an operator runs it. */
const BIN = fileURLToPath(new URL('../../../../cli/dist/posthorn.cjs', import.meta.url));

/** A gateway in a process of its own. */
export interface GatewayProcess extends TestGateway {
  /** Settles with the exit code; null when a signal ended it. */
  readonly signal: (signal: NodeJS.Signals) => void;
  readonly ended: Promise<number | null>;
  /** Settles when it logs that message. */
  readonly logged: (message: string) => Promise<void>;
}

/** A place that outlives a gateway: its data folder and database, with which it can be started again. */
export interface GatewayPlace {
  readonly env: Readonly<Record<string, string>>;
  readonly start: (options?: StartOptions) => Promise<GatewayProcess>;
  /** Starts one that is expected not to come up. */
  readonly startInVain: () => Promise<{ readonly exitCode: number | null; readonly words: string }>;
}

interface StartOptions {
  /** How wrong its clock is. */
  readonly clockOffsetMs?: number;
}

export async function makePlace(stores: Pick<TestDatabases, 'createUrl'>): Promise<GatewayPlace> {
  const fresh = stores.createUrl();
  const cleanUps = cleanUpLater();
  const databaseUrl = await fresh;
  const dataDir = await mkdtemp(join(tmpdir(), 'posthorn-process-'));
  cleanUps.push(() => rm(dataDir, { recursive: true, force: true }));
  const env = {
    POSTHORN_PORT: '0',
    POSTHORN_DATA_DIR: dataDir,
    POSTHORN_DATABASE_URL: databaseUrl,
    POSTHORN_ROOT_API_KEY: ROOT_KEY,
    POSTHORN_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
    POSTHORN_EGRESS_ALLOW: '127.0.0.0/8',
    POSTHORN_EGRESS_ALLOW_HTTP: 'true',
    POSTHORN_LOG_LEVEL: 'info',
  };
  const launch = ({ clockOffsetMs }: StartOptions = {}) => {
    const child = spawnGateway(env, clockOffsetMs);
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    cleanUps.push(async () => {
      child.kill('SIGKILL');
      await ended;
    });
    return { child, ended };
  };
  return {
    env,
    start: async (options) => {
      const { child, ended } = launch(options);
      const log = readLog(child);
      const died = ended.then((exitCode) => {
        throw new Error(`The gateway ended with ${exitCode} before it listened: ${log.words()}`);
      });
      const url = await Promise.race([log.url, died]);
      return {
        url,
        env,
        rootKey: ROOT_KEY,
        firstApiKey: null,
        ownerLink: null,
        broken: new Promise<Error>(() => {}),
        ended,
        signal: (signal) => child.kill(signal),
        logged: log.logged,
        close: async () => {
          child.kill('SIGTERM');
          await ended;
        },
      };
    },
    startInVain: async () => {
      const { child, ended } = launch();
      const log = readLog(child);
      return { exitCode: await ended, words: log.words() };
    },
  };
}

function spawnGateway(env: Readonly<Record<string, string>>, clockOffsetMs = 0): ChildProcess {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('POSTHORN_'));
  const clock = clockOffsetMs === 0 ? [] : ['--import', CLOCK_OFFSET];
  return spawn(process.execPath, [...clock, BIN, 'serve'], {
    env: { ...Object.fromEntries(inherited), ...env, CLOCK_OFFSET_MS: String(clockOffsetMs) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

function readLog(child: ChildProcess) {
  const lines: string[] = [];
  const waiters = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue;
    createInterface(stream).on('line', (line) => {
      lines.push(line);
      for (const look of waiters) look();
    });
  }
  const find = (wanted: RegExp) =>
    new Promise<RegExpExecArray>((resolve) => {
      const look = () => {
        const found = lines.map((line) => wanted.exec(line)).find((match) => match !== null);
        if (found == null) return;
        waiters.delete(look);
        resolve(found);
      };
      waiters.add(look);
      look();
    });
  return {
    url: find(/listening on (http:\/\/[^"\s]+)/).then((match) => match[1] ?? ''),
    logged: async (message: string) => {
      await find(new RegExp(`"msg":"${message}"`));
    },
    words: () => lines.join('\n'),
  };
}
