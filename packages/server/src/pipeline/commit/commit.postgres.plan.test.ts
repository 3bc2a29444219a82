import { expect, onTestFinished, test } from 'vitest';
import { STORES } from '../../../test/support/open-store.ts';
import { CONVERSATION_ACTIVITY_TABLE, CONVERSATIONS_TABLE } from '../../messaging/conversations/conversation-row.ts';
import { openPostgresStore } from '../../platform/db/postgres-store.ts';
import { RowTypes } from '../../platform/db/row-types.ts';
import { takePositionLockSql } from '../event-log/position-horizon.store.ts';
import { type CommitPart, commitStatement, PART_SHAPES, recordShape } from './commit.postgres.sql.ts';

const postgres = STORES.find(({ name }) => name === 'PostgreSQL');
const TABLES = [CONVERSATION_ACTIVITY_TABLE, CONVERSATIONS_TABLE];

test.each<{ readonly parts: readonly CommitPart[] }>([
  { parts: ['events'] },
  { parts: ['attempts'] },
  { parts: ['events', 'attempts', 'releases'] },
])(
  'a commit of $parts that was planned while the tables were empty reads none of them from end to end',
  async ({ parts }) => {
    const store = await openPostgresStore((await postgres?.createUrl()) ?? '');
    onTestFinished(store.close);
    await store.pool.query('VACUUM ANALYZE');
    const shapes = [...parts.flatMap((part) => PART_SHAPES[part]), ...TABLES.map(recordShape)];
    await new RowTypes(store.pool).prepare(shapes);
    const client = await store.pool.connect();
    onTestFinished(() => client.release());
    await client.query('SET plan_cache_mode = force_generic_plan');
    await client.query(`PREPARE hot AS ${commitStatement(parts, TABLES, takePositionLockSql).text}`);
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(
      `EXPLAIN (COSTS off) EXECUTE hot (${shapes.map(() => 'NULL').join()})`,
    );
    const lines = rows.map((row) => row['QUERY PLAN'].trim());
    const readWhole = lines.filter((line) => /Seq Scan on (?!events_position)|Hash Join|Merge Join/.test(line));
    expect(readWhole).toEqual([]);
    expect(lines.filter((line) => line.includes('Index'))).not.toEqual([]);
  },
);
