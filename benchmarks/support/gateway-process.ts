import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const ROOT_API_KEY = 'benchmark-root-key-0123456789abcdef0123456789';
/** Of throw-away databases: 32 bytes that mean nothing. */
export const ENCRYPTION_KEY = `${'00'.repeat(31)}01`;
export const APP_SECRET = 'benchmark-app-secret-0123456789abcdef';
export const APP_ID = '1000000000000001';
export const PHONE_NUMBER_ID = '318940275561203';

const BIN = process.env.BENCH_BIN ?? fileURLToPath(new URL('../../packages/cli/dist/posthorn.cjs', import.meta.url));
const READY_MS_MAX = 60_000;
/** Start-up is measured: how exactly. */
const READY_PAUSE_MS = 5;

/** A gateway in a process of its own, as `npm start` runs it. */
export interface GatewayProcess {
  readonly url: string;
  readonly pid: number;
  /** From the start of the process to its first 200 on `/readyz`. */
  readonly readyMs: number;
  /** Resolves when the process has ended. */
  readonly kill: (signal: NodeJS.Signals) => Promise<void>;
}

export interface GatewaySettings {
  readonly port: number;
  readonly dataDir: string;
  readonly databaseUrl: string;
}

export function newDataDir(): { readonly path: string; readonly remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'posthorn-benchmark-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** A port that was free a moment ago: a restarted gateway has to come back where it was. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/** Starts a gateway and waits until it is ready. @throws when it ends before that. */
export async function startGateway(
  settings: GatewaySettings,
  nodeOptions: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<GatewayProcess> {
  const startedMs = performance.now();
  const child = spawn(process.execPath, [...nodeOptions, BIN, 'serve'], {
    env: {
      ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('POSTHORN_'))),
      POSTHORN_PORT: String(settings.port),
      POSTHORN_DATA_DIR: settings.dataDir,
      POSTHORN_DATABASE_URL: settings.databaseUrl,
      POSTHORN_ROOT_API_KEY: ROOT_API_KEY,
      POSTHORN_ENCRYPTION_KEY: ENCRYPTION_KEY,
      POSTHORN_EGRESS_ALLOW: '127.0.0.0/8',
      POSTHORN_EGRESS_ALLOW_HTTP: 'true',
      POSTHORN_LOG_LEVEL: 'warn',
      ...env,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = `http://127.0.0.1:${settings.port}`;
  await waitUntilReady(child, url);
  return {
    url,
    pid: child.pid ?? 0,
    readyMs: performance.now() - startedMs,
    kill: async (signal) => {
      child.kill(signal);
      await ended;
    },
  };
}

async function waitUntilReady(child: ChildProcess, url: string): Promise<void> {
  const endMs = performance.now() + READY_MS_MAX;
  while (performance.now() < endMs) {
    if (child.exitCode !== null) throw new Error(`The gateway ended with code ${child.exitCode} before it was ready.`);
    const ready = await fetch(`${url}/readyz`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (ready) return;
    await pause(READY_PAUSE_MS);
  }
  child.kill('SIGKILL');
  throw new Error('The gateway was not ready in time.');
}

/** What the harness sets up through the API, as any user would. */
export async function setUp(
  url: string,
  endpoints: readonly Readonly<Record<string, unknown>>[],
): Promise<{ readonly workspaceId: string; readonly endpointIds: readonly string[] }> {
  const workspace = await post(url, '/v1/workspaces', { name: 'Benchmark' });
  const headers = { 'Posthorn-Workspace': String(workspace.id) };
  const app = await post(
    url,
    '/v1/meta-apps',
    { app_id: APP_ID, app_secret: APP_SECRET, verify_token: 'benchmark-verify' },
    headers,
  );
  await post(
    url,
    '/v1/channels',
    {
      meta_app_id: app.id,
      waba_id: '204817563920415',
      phone_number_id: PHONE_NUMBER_ID,
      display_phone_number: '15557204418',
    },
    headers,
  );
  const endpointIds: string[] = [];
  for (const endpoint of endpoints) {
    const made = await post(url, '/v1/endpoints', endpoint, headers);
    endpointIds.push(String(made.id));
  }
  return { workspaceId: String(workspace.id), endpointIds };
}

/** Headers of a call with the root key for a workspace. */
export function rootHeaders(workspaceId: string): Readonly<Record<string, string>> {
  return { Authorization: `Bearer ${ROOT_API_KEY}`, 'Posthorn-Workspace': workspaceId };
}

/** A call with the root key, for the workspace of the headers. @throws when it is refused. */
export async function call<TAnswer>(url: string, headers: Readonly<Record<string, string>>, init: RequestInit = {}) {
  const answer = await fetch(url, { ...init, headers: { Authorization: `Bearer ${ROOT_API_KEY}`, ...headers } });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${init.method ?? 'GET'} ${url} answered ${answer.status}: ${text}`);
  return JSON.parse(text) as TAnswer;
}

async function post(
  url: string,
  path: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Record<string, unknown>> {
  const init = { method: 'POST', body: JSON.stringify(body) };
  return call(url + path, { 'Content-Type': 'application/json', ...headers }, init);
}

export interface Usage {
  readonly peakRssMb: number;
  readonly cpuMicros: number;
}

/** Peak resident memory in MB and CPU time in µs of a process and of those that it started, from /proc. */
export function usageOf(pid: number): Usage {
  return usageOfAll([pid]);
}

/** The same of several processes together: the sum of the peaks, which need not have been at one time. */
export function usageOfAll(pids: readonly number[]): Usage {
  const usages = familyOf(pids).map(readUsage);
  return {
    peakRssMb: usages.reduce((sum, usage) => sum + usage.peakRssMb, 0),
    cpuMicros: usages.reduce((sum, usage) => sum + usage.cpuMicros, 0),
  };
}

export function familyOf(pids: readonly number[]): readonly number[] {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({ pid: Number(name), parent: Number(statOf(Number(name))[1]) }));
  const family = new Set(pids);
  for (let size = 0; size !== family.size; ) {
    size = family.size;
    for (const { pid, parent } of parents) if (family.has(parent)) family.add(pid);
  }
  return [...family];
}

/** False also when it has ended and its parent has not asked how. */
export function isAlive(pid: number): boolean {
  const [state] = statOf(pid);
  return state !== '' && state !== 'Z';
}

function readUsage(pid: number): Usage {
  const status = readProc(`/proc/${pid}/status`);
  const peakKb = Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0);
  const fields = statOf(pid);
  const ticks = Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
  return { peakRssMb: peakKb / 1_024, cpuMicros: ticks * 10_000 };
}

/** What stands behind the name of the program, the state first. */
function statOf(pid: number): readonly string[] {
  const stat = readProc(`/proc/${pid}/stat`);
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

/** Empty when the process has ended in the meantime. */
function readProc(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== 'ENOENT' && code !== 'ESRCH') throw error;
    return '';
  }
}
