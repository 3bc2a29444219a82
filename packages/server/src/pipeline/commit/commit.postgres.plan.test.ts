import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { STORES } from '../../../test/support/open-store.ts';
import { openPostgresStore } from '../../platform/db/postgres-store.ts';
import { RowTypes } from '../../platform/db/row-types.ts';
import { insertQueued } from '../deliveries/test-rows.ts';
import { takePositionLockSql } from '../event-log/position-horizon.store.ts';
import { commitStatement, PART_SHAPES } from './commit.postgres.sql.ts';

const postgres = STORES.find(({ name }) => name === 'PostgreSQL');
/** After so many executions PostgreSQL would keep a plan. */
const EXECUTIONS = 8;

test('a commit that began while the queue was empty does not read all of it when it is long', async () => {
  const store = await openPostgresStore((await postgres?.createUrl()) ?? '');
  onTestFinished(store.close);
  await store.pool.query('VACUUM ANALYZE');
  await new RowTypes(store.pool).prepare(PART_SHAPES.attempts);
  const client = await store.pool.connect();
  onTestFinished(() => client.release());
  await client.query(`PREPARE hot AS ${commitStatement(['attempts'], [], takePositionLockSql).text}`);
  for (let count = 0; count < EXECUTIONS; count++) await client.query('EXECUTE hot (NULL)');
  const id = await insertQueued(store);
  const { columns } = await sql<{ readonly columns: string }>`
    SELECT string_agg(column_name, ', ') AS columns FROM information_schema.columns
    WHERE table_name = 'deliveries' AND column_name <> 'id'`
    .execute(store.db)
    .then(({ rows }) => rows[0] ?? { columns: '' });
  await sql`
    INSERT INTO deliveries (id, ${sql.raw(columns)})
    SELECT id || number, ${sql.raw(columns)} FROM deliveries, generate_series(1, 20000) AS number WHERE id = ${id}`.execute(
    store.db,
  );
  const { rows } = await client.query<{ 'QUERY PLAN': string }>('EXPLAIN (COSTS off) EXECUTE hot (NULL)');
  const lines = rows.map((row) => row['QUERY PLAN'].trim());
  const conditions = lines.flatMap((line, index) => (/Scan .*on deliveries/.test(line) ? [lines[index + 1]] : []));
  expect(conditions).toEqual(Array.from({ length: 3 }, () => expect.stringMatching(/^Index Cond: .*workspace_id = /)));
});
