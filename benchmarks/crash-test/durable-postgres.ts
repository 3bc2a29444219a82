import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { chooseOwner, type Owner } from '../../packages/server/test/support/postgres.ts';
import { copyNpmBinaries, findSystemBinaries } from '../../packages/server/test/support/postgres-binaries.ts';
import { openRawSql } from '../../packages/server/test/support/raw-sql.ts';
import { familyOf, freePort, isAlive } from '../support/gateway-process.ts';

/** A PostgreSQL server of the crash test's own that may be ended in any way and comes back with its data. */
export interface DurablePostgres {
  readonly port: number;
  /** `fast` ends it as an administrator does, `kill` ends all its processes at once; then it is started again. */
  readonly restart: (how: 'fast' | 'kill') => Promise<void>;
  /** Starts it if it has ended, as it does when its disk stays full. */
  readonly ensureRunning: () => Promise<void>;
  /** Ends every connection of a gateway from the server's side. */
  readonly terminateConnections: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

const USER = 'posthorn';
const DATABASE = 'postgres';
const START_MS_MAX = 60_000;
const START_PAUSE_MS = 100;
const END_MS_MAX = 60_000;
const END_PAUSE_MS = 5;
/** The end of what the server said, told when it does not start. */
const SAID_CHARS_MAX = 2_000;
/** Every commit is durable: a server that loses what it has acknowledged would be tried, not a gateway. */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  shared_buffers: '64MB',
  max_connections: '100',
  // The whole server has to fit on the small disk of the crash test.
  min_wal_size: '32MB',
  max_wal_size: '64MB',
};

const run = promisify(execFile);

/** Address of the server, or of whatever stands between. */
export function postgresUrl(port: number): string {
  return `postgres://${USER}@127.0.0.1:${port}/${DATABASE}`;
}

/** @param folder An empty folder, which is removed by whoever made it. */
export async function startDurablePostgres(folder: string): Promise<DurablePostgres> {
  const server = new Server(folder, await chooseOwner(), await freePort());
  await server.initialise();
  await server.launch();
  return {
    port: server.port,
    restart: async (how) => {
      await server.end(how === 'fast' ? 'SIGINT' : 'SIGKILL');
      await server.launch();
    },
    ensureRunning: async () => {
      if (!server.isRunning()) await server.launch();
      await server.untilItAnswers();
    },
    terminateConnections: () => terminateConnections(postgresUrl(server.port)),
    stop: () => server.end('SIGINT'),
  };
}

async function terminateConnections(url: string): Promise<void> {
  const sql = await openRawSql(url);
  try {
    await sql.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'posthorn'");
  } finally {
    await sql.close();
  }
}

class Server {
  readonly port: number;
  readonly #folder: string;
  readonly #owner: Owner | null;
  #bin = '';
  #child: ChildProcess | null = null;
  #said = '';

  constructor(folder: string, owner: Owner | null, port: number) {
    this.#folder = folder;
    this.#owner = owner;
    this.port = port;
  }

  async initialise(): Promise<void> {
    mkdirSync(this.#dataFolder, { recursive: true });
    this.#bin = (await findSystemBinaries()) ?? (await copyNpmBinaries(join(this.#folder, 'program')));
    if (this.#owner !== null) chownSync(this.#dataFolder, this.#owner.uid, this.#owner.gid);
    chmodSync(this.#dataFolder, 0o700);
    const options = ['-U', USER, '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync', '--no-instructions'];
    await run(join(this.#bin, 'initdb'), ['-D', this.#dataFolder, ...options], this.#spawnOptions);
  }

  async launch(): Promise<void> {
    const settings = Object.entries({ ...SETTINGS, port: String(this.port) });
    const words = settings.flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    this.#child = spawn(join(this.#bin, 'postgres'), ['-D', this.#dataFolder, ...words], {
      ...this.#spawnOptions,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#said = (this.#said + text).slice(-SAID_CHARS_MAX);
    });
    await this.untilItAnswers();
  }

  isRunning(): boolean {
    return this.#child !== null && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** A server that recovers from a crash takes a while. */
  async untilItAnswers(): Promise<void> {
    const endMs = performance.now() + START_MS_MAX;
    for (;;) {
      const sql = await openRawSql(postgresUrl(this.port)).catch(() => null);
      if (sql !== null) return sql.close();
      if (!this.isRunning()) throw new Error(`PostgreSQL ended before it took connections:\n${this.#said}`);
      if (performance.now() > endMs) throw new Error('PostgreSQL took no connections in time.');
      await pause(START_PAUSE_MS);
    }
  }

  async end(signal: 'SIGINT' | 'SIGKILL'): Promise<void> {
    const child = this.#child;
    if (child?.pid === undefined || !this.isRunning()) return;
    const ended = once(child, 'exit');
    // One of its processes that outlived the first would keep a new server from starting: none may be made meanwhile, and each
    // has to be gone, which takes longer where it is writing to the disk.
    if (signal === 'SIGKILL') kill(child.pid, 'SIGSTOP');
    const processes = signal === 'SIGKILL' ? familyOf([child.pid]) : [child.pid];
    for (const pid of processes) kill(pid, signal);
    await ended;
    const endMs = performance.now() + END_MS_MAX;
    while (processes.some(isAlive)) {
      if (performance.now() > endMs) throw new Error('Processes of PostgreSQL did not end in time.');
      await pause(END_PAUSE_MS);
    }
  }

  get #dataFolder(): string {
    return join(this.#folder, 'data');
  }

  /** A clean environment and a folder that the server's user may enter: initdb insists on both. */
  get #spawnOptions() {
    return { cwd: this.#dataFolder, env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' }, ...this.#owner };
  }
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
