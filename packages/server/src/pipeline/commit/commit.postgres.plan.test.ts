import { sql } from 'kysely';
import type pg from 'pg';
import { describe, expect, onTestFinished, test } from 'vitest';
import { copyRows } from '../../../test/support/copy-rows.ts';
import { STORES } from '../../../test/support/open-store.ts';
import { openPostgresStore, type PostgresStore } from '../../platform/db/postgres-store.ts';
import { BALLAST_WORKSPACE_ID } from '../../platform/db/queue-ballast.ts';
import { RowTypes } from '../../platform/db/row-types.ts';
import { insertQueued } from '../deliveries/test-rows.ts';
import { takePositionLockSql } from '../event-log/position-horizon.store.ts';
import { commitStatement, PART_SHAPES } from './commit.postgres.sql.ts';

const postgres = STORES.find(({ name }) => name === 'PostgreSQL');
/** After so many executions PostgreSQL would keep a plan. */
const EXECUTIONS = 8;
const QUEUED = 20_000;
/** What a busy node records in one commit. */
const BATCH = `{${Array.from({ length: 300 }, () => `"(${','.repeat(Object.keys(PART_SHAPES.attempts[0].columns).length - 1)})"`).join()}}`;

describe.each(['pool', 'commitPool'] as const)('on a connection of the %s', (pool) => {
  test('a commit that began while the queue was empty does not read all of it when it is long', async () => {
    const { store, client } = await openWithHotCommit(pool);
    await store.pool.query('VACUUM ANALYZE');
    for (let count = 0; count < EXECUTIONS; count++) await client.query(`EXECUTE hot ('${BATCH}')`);
    await fillQueue(store);
    await expectLookupsByKey(client);
  });

  test('a commit does not read all of a long queue when PostgreSQL has never looked at it', async () => {
    const { store, client } = await openWithHotCommit(pool);
    await fillQueue(store);
    await expectLookupsByKey(client);
  });

  test('a commit does not read all of a long queue when PostgreSQL has last seen it as long', async () => {
    const { store, client } = await openWithHotCommit(pool);
    await fillQueue(store);
    await store.pool.query('VACUUM ANALYZE');
    await expectLookupsByKey(client);
  });

  test('a commit does not read all of a long queue when PostgreSQL has last seen it nearly empty', async () => {
    const { store, client } = await openWithHotCommit(pool);
    await fillQueue(store);
    // One is left at the end of a file of what was delivered, so the file keeps its length.
    await sql`
      DELETE FROM deliveries
      WHERE workspace_id > ${BALLAST_WORKSPACE_ID} AND id < (SELECT max(id) FROM deliveries)`.execute(store.db);
    await store.pool.query('VACUUM ANALYZE');
    await fillQueue(store);
    await expectLookupsByKey(client);
  });
});

async function openWithHotCommit(pool: 'pool' | 'commitPool') {
  const store = await openPostgresStore((await postgres?.createUrl()) ?? '');
  onTestFinished(store.close);
  await new RowTypes(store.pool).prepare(PART_SHAPES.attempts);
  const client = await store[pool].connect();
  onTestFinished(() => client.release());
  await client.query(`PREPARE hot AS ${commitStatement(['attempts'], [], takePositionLockSql).text}`);
  return { store, client };
}

async function fillQueue(store: PostgresStore): Promise<void> {
  await copyRows(store, 'deliveries', { id: await insertQueued(store), count: QUEUED });
}

async function expectLookupsByKey(client: pg.PoolClient): Promise<void> {
  const { rows } = await client.query<{ 'QUERY PLAN': string }>(`EXPLAIN (COSTS off) EXECUTE hot ('${BATCH}')`);
  const lines = rows.map((row) => row['QUERY PLAN'].trim());
  const looks = lines.flatMap((line, index) =>
    /Scan .*on deliveries/.test(line) ? [`${line} ${lines[index + 1]}`] : [],
  );
  const byKey = expect.stringMatching(/ using deliveries_pkey .* Index Cond: .*workspace_id = /);
  // What is canceled or waits again has an index of its own, which holds nothing else.
  expect(looks).toEqual([byKey, byKey, expect.stringMatching(/ using deliveries_again /)]);
}
