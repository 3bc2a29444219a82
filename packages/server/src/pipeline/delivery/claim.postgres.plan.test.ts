import pg from 'pg';
import { expect, onTestFinished, test, vi } from 'vitest';
import { copyRows } from '../../../test/support/copy-rows.ts';
import { STORES } from '../../../test/support/open-store.ts';
import { idOf, type WorkspaceId } from '../../domain/ids.ts';
import { openPostgresStore, type PostgresStore } from '../../platform/db/postgres-store.ts';
import { ENDPOINT, insertEvent, insertQueued, OTHER_WORKSPACE, WORKSPACE } from '../deliveries/test-rows.ts';
import { CLAIM_LIMIT_MAX, claimDueDeliveries } from './delivery-queue.store.ts';

const postgres = STORES.find(({ name }) => name === 'PostgreSQL');
const QUEUED = 20_000;

interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

test.each([
  ['has never looked at the tables', async () => {}],
  ['has last seen them nearly empty', analyze],
  [
    'has last seen them full of another workspace',
    async (store: PostgresStore) => {
      await fill(store, OTHER_WORKSPACE);
      await analyze(store);
    },
  ],
])('a claim looks up by key what it takes when PostgreSQL %s', async (_what, look) => {
  const store = await openPostgresStore((await postgres?.createUrl()) ?? '');
  onTestFinished(store.close);
  await look(store);
  await fill(store, WORKSPACE);
  const scans: string[] = [];
  for (const { text, values } of await statementsOf(() => claim(store))) {
    if (!/deliveries|events/.test(text)) continue;
    const { rows } = await store.pool.query<{ 'QUERY PLAN': string }>(`EXPLAIN (COSTS off) ${text}`, [...values]);
    const plan = rows.map((row) => row['QUERY PLAN'].trim());
    expect(plan.join('\n')).not.toMatch(/Hash Join|Merge Join|Bitmap|Sort/);
    scans.push(...plan.flatMap((line) => /\w+ Scan .*on (?:deliveries|events_first)/.exec(line)?.[0] ?? []));
  }
  const event = 'Index Scan using events_first_id on events_first';
  expect(scans).toEqual(['Index Scan using deliveries_share on deliveries', event, event, 'Tid Scan on deliveries']);
});

/** @returns how many were claimed. */
async function claim(store: PostgresStore): Promise<number> {
  const { deliveries } = await claimDueDeliveries(store, {
    nowMs: 1_000,
    shares: [{ workspaceId: WORKSPACE, endpointId: ENDPOINT, limit: CLAIM_LIMIT_MAX }],
    limit: CLAIM_LIMIT_MAX,
    bytesMax: 1_000_000,
    leaseToken: 'here',
    leaseUntilMs: () => 11_000,
    newAttemptId: () => idOf('att', WORKSPACE.slice(3)),
    readHorizon: async () => 0,
  });
  return deliveries.length;
}

async function analyze(store: PostgresStore): Promise<void> {
  await store.pool.query('VACUUM ANALYZE');
}

async function fill(store: PostgresStore, workspaceId: WorkspaceId): Promise<void> {
  const eventId = await insertEvent(store, { workspace_id: workspaceId });
  const id = await insertQueued(store, { workspace_id: workspaceId, event_id: eventId });
  await copyRows(store, 'events', { id: eventId, count: QUEUED });
  await copyRows(store, 'deliveries', { id, count: QUEUED });
}

/** The statements that PostgreSQL is sent meanwhile. */
async function statementsOf(work: () => Promise<number>): Promise<readonly Statement[]> {
  const query = vi.spyOn(pg.Client.prototype, 'query');
  expect(await work()).toBe(CLAIM_LIMIT_MAX);
  const calls: readonly unknown[][] = query.mock.calls;
  query.mockRestore();
  return calls.map(([first, second]) =>
    typeof first === 'string'
      ? { text: first, values: (second as unknown[] | undefined) ?? [] }
      : { text: (first as Statement).text, values: (first as Statement).values ?? [] },
  );
}
