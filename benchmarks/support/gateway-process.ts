import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const ROOT_API_KEY = 'benchmark-root-key-0123456789abcdef0123456789';
/** Of throw-away databases: 32 bytes that mean nothing. */
const ENCRYPTION_KEY = `${'00'.repeat(31)}01`;
export const APP_SECRET = 'benchmark-app-secret-0123456789abcdef';
export const APP_ID = '1000000000000001';
export const PHONE_NUMBER_ID = '318940275561203';

const BIN = process.env.BENCH_BIN ?? fileURLToPath(new URL('../../packages/cli/bin/posthorn.js', import.meta.url));
const READY_TRIES_MAX = 600;
const READY_PAUSE_MS = 50;

/** A gateway in a process of its own, as `npm start` runs it. */
export interface GatewayProcess {
  readonly url: string;
  readonly pid: number;
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
    kill: async (signal) => {
      child.kill(signal);
      await ended;
    },
  };
}

async function waitUntilReady(child: ChildProcess, url: string): Promise<void> {
  for (let tries = 0; tries < READY_TRIES_MAX; tries++) {
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
): Promise<{ readonly workspaceId: string }> {
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
  for (const endpoint of endpoints) await post(url, '/v1/endpoints', endpoint, headers);
  return { workspaceId: String(workspace.id) };
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

/** Peak resident memory in MB and CPU time in µs of a process, from /proc. */
export function usageOf(pid: number): { readonly peakRssMb: number; readonly cpuMicros: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const peakKb = Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0);
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[11]) + Number(fields[12]);
  return { peakRssMb: peakKb / 1_024, cpuMicros: ticks * 10_000 };
}
