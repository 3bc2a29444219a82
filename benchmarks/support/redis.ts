import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

export interface RedisServer {
  readonly url: string;
  readonly version: string;
  readonly stop: () => Promise<void>;
}

const run = promisify(execFile);

/**
 * Every write is on the disk before it is answered; what Redis gathers from its clients at once it writes at once.
 * Snapshots are not needed beside it, BullMQ asks for `noeviction`, and the file is not written anew while it is measured.
 */
export const REDIS_SETTINGS = {
  appendonly: 'yes',
  appendfsync: 'always',
  save: '',
  'maxmemory-policy': 'noeviction',
  'auto-aof-rewrite-min-size': '4gb',
} as const;

const START_MS_MAX = 10_000;
const POLL_MS = 20;

/** @param place A free port, and an empty folder for its file. @throws when the machine has no Redis and it cannot be installed. */
export async function startRedis({
  port,
  folder,
}: {
  readonly port: number;
  readonly folder: string;
}): Promise<RedisServer> {
  const version = await findRedis();
  const settings = Object.entries(REDIS_SETTINGS).flatMap(([name, value]) => [`--${name}`, value]);
  const place = ['--bind', '127.0.0.1', '--port', String(port), '--dir', folder];
  const child = spawn('redis-server', [...place, ...settings], { stdio: ['ignore', 'ignore', 'inherit'] });
  const ended = once(child, 'exit');
  // It would outlive a benchmark that fails.
  process.once('exit', () => child.kill('SIGKILL'));
  const endMs = performance.now() + START_MS_MAX;
  while (!(await answers(port))) {
    if (child.exitCode !== null || performance.now() > endMs) throw new Error('Redis did not start.');
    await pause(POLL_MS);
  }
  const stop = async () => {
    child.kill('SIGKILL');
    await ended;
  };
  return { url: `redis://127.0.0.1:${port}`, version, stop };
}

/** @returns its version. */
async function findRedis(): Promise<string> {
  const found = await versionOfRedis();
  if (found !== null) return found;
  const install = 'The comparison with BullMQ needs redis-server: apt-get install redis-server.';
  if (process.getuid?.() !== 0) throw new Error(install);
  try {
    await run('apt-get', ['update']);
    await run('apt-get', ['install', '-y', '--no-install-recommends', 'redis-server']);
  } catch (cause) {
    throw new Error(install, { cause });
  }
  const installed = await versionOfRedis();
  if (installed === null) throw new Error(install);
  return installed;
}

/** Null: there is none. */
async function versionOfRedis(): Promise<string | null> {
  try {
    const { stdout } = await run('redis-server', ['--version']);
    return /v=(\S+)/.exec(stdout)?.[1] ?? 'unknown';
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return null;
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    const end = (isReady: boolean) => {
      socket.destroy();
      resolve(isReady);
    };
    socket.once('data', (data) => end(data.toString().startsWith('+PONG')));
    socket.once('error', () => end(false));
  });
}
