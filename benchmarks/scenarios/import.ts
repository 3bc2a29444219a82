import { setTimeout as pause } from 'node:timers/promises';
import { startBenchmarkDatabase } from '../support/database.ts';
import { call, freePort, newDataDir, setUp, startGateway, usageOf } from '../support/gateway-process.ts';
import type { LoadOrder, LoadReport } from '../support/generator.process.ts';
import { BODY_BYTES } from '../support/meta-body.ts';
import { round } from '../support/quantiles.ts';
import type { ReceiverReport } from '../support/receiver.process.ts';
import { type SupportProcess, startSupport } from '../support/support-process.ts';

export interface ImportOptions {
  readonly engine: 'sqlite' | 'postgres';
  readonly rows: number;
  /** Messages of people that come in a second while the import runs. 0: none. */
  readonly liveRatePerSecond: number;
  /** How long the live load is measured without the import. */
  readonly seconds: number;
  readonly profile: string | null;
  readonly log: (line: string) => void;
}

interface RunView {
  readonly id: string;
  readonly state: string;
  readonly error: string | null;
  readonly progress: Readonly<Record<string, unknown>>;
}

const POLL_MS = 50;
/** An import that takes longer is not worth measuring. */
const IMPORT_MS_MAX = 300_000;
/** Every event has to arrive: the rest of the backlog after the import. */
const DRAIN_MS_MAX = 180_000;
const LIVE_CONNECTIONS = 64;
/** Longer than everything: the live load is stopped when the import is done. */
const LIVE_SECONDS_MAX = 900;

interface Stage {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Gets what the import makes. */
  readonly imported: SupportProcess;
  /** Gets the messages of people. */
  readonly live: SupportProcess;
  readonly generator: SupportProcess;
}

/**
 * Rows a second of a CSV import, each with an event that goes to one endpoint, from the first byte of the upload to the
 * end of the run; with live messages to another endpoint, also what the import does to their way.
 */
export async function measureImport(options: ImportOptions): Promise<{ ok: boolean; result: unknown }> {
  const [imported, live] = [startSupport('receiver.process.ts'), startSupport('receiver.process.ts')];
  const [importedPort, livePort] = [await imported.next<{ port: number }>(), await live.next<{ port: number }>()];
  const generator = startSupport('generator.process.ts');
  const dataDir = newDataDir();
  const database = await startBenchmarkDatabase(options.engine, dataDir.path);
  const gateway = await startGateway(
    { port: await freePort(), dataDir: dataDir.path, databaseUrl: database.url },
    options.profile === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${options.profile}`],
  );
  try {
    const { workspaceId } = await setUp(gateway.url, [
      { url: `http://127.0.0.1:${importedPort.port}/contacts`, event_types: ['contact.created'] },
      { url: `http://127.0.0.1:${livePort.port}/messages`, event_types: ['message.*'] },
    ]);
    const headers = { 'Posthorn-Workspace': workspaceId };
    const stage = { url: gateway.url, headers, imported, live, generator };
    const measured = await (options.liveRatePerSecond > 0 ? withLive(stage, options) : alone(stage, options));
    const result = { engine: options.engine, rows: options.rows, ...measured, rss_mb: peakMb(gateway.pid) };
    // Who writes for the first time while it runs is a contact too.
    return { ok: measured.delivered >= options.rows && measured.refused === 0, result };
  } finally {
    await gateway.kill('SIGTERM');
    for (const process of [generator, imported, live]) process.stop();
    await database.stop();
    dataDir.remove();
  }
}

async function alone(stage: Stage, options: ImportOptions) {
  const { rowsPerSecond } = await runImport(stage, options);
  return { rows_per_s: rowsPerSecond, ...(await drain(stage, options.rows)), refused: 0 };
}

async function withLive(stage: Stage, options: ImportOptions) {
  const order: LoadOrder = {
    kind: 'gateway',
    origins: [stage.url],
    connections: LIVE_CONNECTIONS,
    payloadBytes: BODY_BYTES,
    seconds: options.seconds,
    ratePerSecond: options.liveRatePerSecond,
    run: 'without',
  };
  await stage.generator.ask<LoadReport>({ ...order, seconds: 3, run: 'warm' });
  await stage.live.ask({ kind: 'window' });
  await stage.generator.ask<LoadReport>(order);
  const without = await stage.live.ask<ReceiverReport>({ kind: 'report' });
  await stage.live.ask({ kind: 'window' });
  const load = stage.generator.ask<LoadReport>({ ...order, seconds: LIVE_SECONDS_MAX, run: 'with' });
  const { rowsPerSecond } = await runImport(stage, options);
  const during = await stage.live.ask<ReceiverReport>({ kind: 'report' });
  stage.generator.tell({ kind: 'stop' });
  const { refused } = await load;
  return {
    rows_per_s: rowsPerSecond,
    live_per_s: options.liveRatePerSecond,
    live_p50_ms_without: round(without.p50Ms, 1),
    live_p99_ms_without: round(without.p99Ms, 1),
    live_p50_ms_with: round(during.p50Ms, 1),
    live_p99_ms_with: round(during.p99Ms, 1),
    ...(await drain(stage, options.rows)),
    refused,
  };
}

async function runImport(stage: Stage, { rows, log }: ImportOptions): Promise<{ readonly rowsPerSecond: number }> {
  const startedMs = performance.now();
  const init = { method: 'POST', body: csvOf(rows) };
  const { id } = await call<RunView>(
    `${stage.url}/v1/contacts/imports`,
    { ...stage.headers, 'Content-Type': 'text/csv' },
    init,
  );
  log(`uploaded after ${Math.round(performance.now() - startedMs)} ms`);
  const run = await waitForRun(stage, id);
  const seconds = (performance.now() - startedMs) / 1_000;
  log(`imported after ${seconds.toFixed(1)} s: ${JSON.stringify(run.progress)}`);
  return { rowsPerSecond: Math.round(rows / seconds) };
}

async function waitForRun(stage: Stage, id: string): Promise<RunView> {
  const endMs = performance.now() + IMPORT_MS_MAX;
  for (;;) {
    const run = await call<RunView>(`${stage.url}/v1/runs/${id}`, stage.headers);
    if (run.state === 'completed') return run;
    if (run.state === 'failed' || performance.now() > endMs) throw new Error(`The import ${run.state}: ${run.error}`);
    await pause(POLL_MS);
  }
}

/** Waits for the deliveries that the import left behind. */
async function drain(stage: Stage, rows: number): Promise<{ readonly delivered: number; readonly drain_s: number }> {
  const startedMs = performance.now();
  for (;;) {
    const { distinct } = await stage.imported.ask<ReceiverReport>({ kind: 'report' });
    const drainMs = performance.now() - startedMs;
    if (distinct >= rows || drainMs > DRAIN_MS_MAX) return { delivered: distinct, drain_s: round(drainMs / 1_000, 1) };
    await pause(POLL_MS);
  }
}

function peakMb(pid: number): number {
  return Math.round(usageOf(pid).peakRssMb);
}

/** A file as a CRM writes it: names, a number, an address, tags. */
function csvOf(rows: number): string {
  const lines = ['first_name,last_name,phone,email,company,city,type,tags'];
  for (let row = 0; row < rows; row++) {
    const phone = `+49151${String(10_000_000 + row)}`;
    lines.push(
      `Person,Number ${row},${phone},person${row}@customers.example,Company ${row % 97},Malmö,lead,import;fair`,
    );
  }
  return `${lines.join('\n')}\n`;
}
