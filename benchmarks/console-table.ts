import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { chromium, type Page } from 'playwright-core';
import { CHROMIUM_ARGS, findOrInstallChromium } from '../packages/console/scripts/chromium.ts';
import { becomeOwner, type MemberClient } from '../packages/console/scripts/company/member-client.ts';
import { startGateway } from '../packages/server/src/gateway.ts';
import { loadConfig } from '../packages/server/src/platform/config/config.ts';

/** What a reader turns the wheel by, and how many turns are watched at each length of the table. */
const WHEEL_PX = 600;
const WHEEL_TURNS = 120;
const WHEEL_EVERY_MS = 30;
/** The end of the list is asked for until all rows are there. */
const LOADED_WITHIN_MS = 600_000;

/** Dense rows. */
const ROW_PX = 36;

/** Runs in the page: what is text here knows `document`, which nothing else beside the console does. */
const SCRIPT_THAT_WATCHES = `
  document.querySelector('[role=grid]').scrollTop = 0;
  window.measured = { frames: [], longTasks: [] };
  (() => {
    const { measured } = window;
    let lastMs = performance.now();
    const look = (nowMs) => {
      if (window.measured !== measured) return;
      measured.frames.push(nowMs - lastMs);
      lastMs = nowMs;
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
    new PerformanceObserver((list) => measured.longTasks.push(...list.getEntries().map(({ duration }) => duration)))
      .observe({ type: 'longtask' });
  })();
`;

function scriptThatLoads(heightPx: number): string {
  return `(async () => {
    const grid = document.querySelector('[role=grid]');
    const deadlineMs = performance.now() + ${LOADED_WITHIN_MS};
    while (grid.scrollHeight < ${heightPx}) {
      if (performance.now() > deadlineMs) throw new Error('Only ' + grid.scrollHeight + ' px of ${heightPx} were loaded.');
      grid.scrollTop = grid.scrollHeight;
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
  })()`;
}

const { values } = parseArgs({ options: { rows: { type: 'string', default: '100000' } } });
const rowCount = Number(values.rows);

const dataDir = mkdtempSync(join(tmpdir(), 'posthorn-table-'));
const env = { POSTHORN_HOST: '127.0.0.1', POSTHORN_PORT: '0', POSTHORN_DATA_DIR: dataDir, POSTHORN_LOG_LEVEL: 'error' };
const gateway = await startGateway(loadConfig(env, (path) => readFileSync(path, 'utf8')));
const browser = await chromium.launch({ executablePath: await findOrInstallChromium(), args: [...CHROMIUM_ARGS] });
try {
  const owner = await becomeOwner(gateway.ownerLink ?? '', {
    name: 'Owner',
    email: 'owner@company.example',
    password: 'a-table-of-many-rows',
  });
  await fill(owner, rowCount);
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await context.addCookies([{ ...owner.cookie, url: owner.url }]);
  const page = await context.newPage();
  await page.goto(`${owner.url}/w/${owner.workspaceId}/contacts`);
  await page.locator('[role=row][data-row-id]').first().waitFor();
  const few = await scroll(page);
  const loadedMs = await loadAll(page, rowCount);
  const all = await scroll(page);
  process.stdout.write(`${JSON.stringify({ rows: rowCount, loaded_ms: loadedMs, first_page: few, all_rows: all })}\n`);
} finally {
  await browser.close();
  await gateway.close(0);
  rmSync(dataDir, { recursive: true, force: true });
}

async function fill(owner: MemberClient, count: number): Promise<void> {
  const rows = Array.from(
    { length: count },
    (_, index) => `Person,Number ${index},+49151${String(70_000_000 + index)}`,
  );
  const file = ['first_name,last_name,phone', ...rows].join('\n');
  const { id } = await owner.send<{ readonly id: string }>('/v1/contacts/imports', file, 'text/csv; charset=utf-8');
  for (;;) {
    const run = await owner.get<{ readonly finished_at: string | null }>(`/v1/runs/${id}`);
    if (run.finished_at !== null) return;
    await pause(500);
  }
}

/** Asks for the end again and again: each time a page more comes in. @returns how long it took. */
async function loadAll(page: Page, count: number): Promise<number> {
  const startedMs = performance.now();
  await page.evaluate(scriptThatLoads(count * ROW_PX));
  return Math.round(performance.now() - startedMs);
}

/** Turns the wheel from the top, and measures every frame meanwhile. */
async function scroll(page: Page): Promise<Readonly<Record<string, number>>> {
  await page.evaluate(SCRIPT_THAT_WATCHES);
  await page.mouse.move(700, 500);
  for (let turn = 0; turn < WHEEL_TURNS; turn += 1) {
    await page.mouse.wheel(0, WHEEL_PX);
    await pause(WHEEL_EVERY_MS);
  }
  const { frames, longTasks } = await page.evaluate<{ readonly frames: number[]; readonly longTasks: number[] }>(
    'window.measured',
  );
  const sorted = frames.toSorted((a, b) => a - b);
  const at = (share: number) => Math.round((sorted[Math.floor(sorted.length * share)] ?? 0) * 10) / 10;
  return {
    frames: frames.length,
    frame_p50_ms: at(0.5),
    frame_p95_ms: at(0.95),
    frame_p99_ms: at(0.99),
    long_tasks: longTasks.length,
    longest_task_ms: Math.round(Math.max(0, ...longTasks)),
  };
}
