import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { copyNpmBinaries, findSystemBinaries } from './postgres-binaries.ts';

/** A PostgreSQL server of our own: its data is gone when it stops. */
export interface PostgresServer {
  /** `postgres://…` of a database on it. `postgres` is there from the start. */
  readonly url: (databaseName: string) => string;
  /**
   * Ends the server and starts it again on the same data and port, as an operator does (`fast`) or as a crash (`immediate`).
   * Settles when it takes connections. Before that, `whileDown` is called and waited for.
   */
  readonly restart: (mode: 'fast' | 'immediate', whileDown?: () => Promise<void>) => Promise<void>;
  /** Ends the server and removes its data. */
  readonly stop: () => Promise<void>;
}

export interface PostgresOptions {
  /** `system`: only the machine's own. `npm`: only the one from npm. Default: the machine's own if it has one. */
  readonly binaries?: 'system' | 'npm';
  /** Settings over those for tests. A benchmark has to say `{ fsync: 'on' }`. */
  readonly settings?: Readonly<Record<string, string>>;
}

const run = promisify(execFile);

const SUPERUSER = 'posthorn';
const START_TIMEOUT_MS = 60_000;
/** The folder of a database of many GB is removed in that time too. */
const STOP_TIMEOUT_MS = 120_000;
/** Another process can take a port between our look and the server's start. */
const START_TRIES_MAX = 3;

const TEST_SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  fsync: 'off',
  full_page_writes: 'off',
  shared_buffers: '32MB',
  max_connections: '200',
};

/** While this file is in a server's folder, a server that has ended waits to be started again. */
const AGAIN = 'again';

/**
 * The server lives as long as this shell's standard input is open. A test run that is killed closes it
 * as well, so that no server and no data stay behind, whatever happens to us.
 */
const RUN_WHILE_STDIN_IS_OPEN = `
exec 3<&0
folder=$1; shift
(cat <&3 >/dev/null; touch "$folder/over"; kill -QUIT "$(head -n 1 "$folder/data/postmaster.pid")") 2>/dev/null &
while :; do
  "$@" 3<&- </dev/null &
  wait $!
  status=$?
  [ -e "$folder/${AGAIN}" ] || break
  while [ -e "$folder/${AGAIN}" ] && [ ! -e "$folder/over" ]; do sleep 0.05; done
  [ ! -e "$folder/over" ] || break
done
rm -rf "$folder"
exit $status`;

/** Starts PostgreSQL on a free port of 127.0.0.1. Works as root: the server then runs as another user. */
export async function startPostgres(options: PostgresOptions = {}): Promise<PostgresServer> {
  for (let tryNumber = 1; ; tryNumber += 1) {
    const started = await startOnce(options);
    if (started.kind === 'running') return started.server;
    const portWasTaken = started.log.includes('could not bind');
    if (!portWasTaken || tryNumber === START_TRIES_MAX) throw new Error(`PostgreSQL did not start:\n${started.log}`);
  }
}

type Started =
  | { readonly kind: 'running'; readonly server: PostgresServer }
  | { readonly kind: 'failed'; readonly log: string };

async function startOnce(options: PostgresOptions): Promise<Started> {
  const owner = await chooseOwner();
  const folder = await mkdtemp(join(tmpdir(), 'posthorn-postgres-'));
  try {
    const bin = await prepareBinaries(folder, options.binaries);
    if (owner !== null) await run('chown', ['-R', `${owner.uid}:${owner.gid}`, folder]);
    await initialiseData(bin, { folder, owner });
    return await startServer(bin, { folder, owner, settings: { ...TEST_SETTINGS, ...options.settings } });
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

interface Place {
  readonly folder: string;
  /** Null: the user we are. */
  readonly owner: Owner | null;
}

/** Who the server runs as: PostgreSQL refuses to run as root. Null: the user we are. */
export async function chooseOwner(): Promise<Owner | null> {
  if (process.getuid?.() !== 0) return null;
  const users = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  const user = ['postgres', 'nobody'].map((name) => users.find((fields) => fields[0] === name)).find(Boolean);
  if (user === undefined) throw new Error('PostgreSQL cannot run as root, and there is no user postgres or nobody.');
  return { uid: Number(user[2]), gid: Number(user[3]) };
}

async function prepareBinaries(folder: string, from: PostgresOptions['binaries']): Promise<string> {
  const system = from === 'npm' ? null : await findSystemBinaries();
  if (system !== null) return system;
  if (from === 'system') throw new Error('This machine has no PostgreSQL of its own.');
  return copyNpmBinaries(join(folder, 'program'));
}

async function initialiseData(bin: string, place: Place): Promise<void> {
  const options = ['-U', SUPERUSER, '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync', '--no-instructions'];
  const data = join(place.folder, 'data');
  await run(join(bin, 'initdb'), ['-D', data, ...options], { ...spawnOptions(place), timeout: START_TIMEOUT_MS });
}

async function startServer(
  bin: string,
  start: Place & { readonly settings: Readonly<Record<string, string>> },
): Promise<Started> {
  const port = await findFreePort();
  const settings = Object.entries({ ...start.settings, port }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const command = [join(bin, 'postgres'), '-D', join(start.folder, 'data'), ...settings];
  const child = spawn('/bin/sh', ['-c', RUN_WHILE_STDIN_IS_OPEN, 'sh', start.folder, ...command], {
    ...spawnOptions(start),
    // Its own process group: Ctrl-C in a terminal must reach the test run and not the server.
    detached: true,
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  const log = await readLogUntilReady(child);
  if (log !== null) return { kind: 'failed', log };
  const stop = () => stopServer(child, start.folder);
  const url = (databaseName: string) => `postgres://${SUPERUSER}@127.0.0.1:${port}/${databaseName}`;
  const restart: PostgresServer['restart'] = async (mode, whileDown) => {
    await endServer(start.folder, mode);
    await whileDown?.();
    await rm(join(start.folder, AGAIN));
    await untilConnected(url('postgres'));
  };
  return { kind: 'running', server: { url, restart, stop } };
}

/** A clean environment and a folder that the server's user may enter: initdb insists on both. */
function spawnOptions({ folder, owner }: Place) {
  return { cwd: folder, env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' }, ...owner };
}

/** Null when the server takes connections, else all that it said before it ended. */
async function readLogUntilReady(child: ChildProcess): Promise<string | null> {
  const timer = setTimeout(() => child.stdin?.end(), START_TIMEOUT_MS);
  try {
    return await new Promise((resolve, reject) => {
      let log = '';
      child.on('error', reject);
      child.on('exit', () => resolve(log));
      child.stderr?.setEncoding('utf8').on('data', (text: string) => {
        log += text;
        if (log.includes('ready to accept connections')) resolve(null);
      });
    });
  } finally {
    clearTimeout(timer);
    // Read on and drop: a full pipe would stop the server.
    child.stderr?.removeAllListeners('data').resume();
  }
}

const END_SIGNALS = { fast: 'SIGINT', immediate: 'SIGQUIT' } as const;
const ASK_AGAIN_MS = 20;

async function endServer(folder: string, mode: keyof typeof END_SIGNALS): Promise<void> {
  const [pid] = (await readFile(join(folder, 'data', 'postmaster.pid'), 'utf8')).split('\n');
  await writeFile(join(folder, AGAIN), '');
  process.kill(Number(pid), END_SIGNALS[mode]);
  while (isAlive(Number(pid))) await pause(ASK_AGAIN_MS);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    // There is no such process any more.
    return false;
  }
}

async function untilConnected(url: string): Promise<void> {
  const endMs = performance.now() + START_TIMEOUT_MS;
  for (;;) {
    const client = new pg.Client(url);
    client.on('error', () => {});
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      // Refused, or it is still recovering.
      if (performance.now() > endMs) throw error;
      await pause(ASK_AGAIN_MS);
    }
  }
}

async function stopServer(child: ChildProcess, folder: string): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = once(child, 'exit', { signal: AbortSignal.timeout(STOP_TIMEOUT_MS) });
    child.stdin?.end();
    await ended;
  }
  await rm(folder, { recursive: true, force: true });
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('A TCP server has a port.');
  return address.port;
}
