import { sql } from 'kysely';
import type { Store } from '../../src/platform/db/store.ts';

/** Copies a row so often, on PostgreSQL: to each id of its own, and to that of a delivery's event, six digits of its number are added. */
export async function copyRows(
  store: Store,
  table: 'events' | 'deliveries',
  { id, count }: { readonly id: string; readonly count: number },
): Promise<void> {
  const { rows } = await sql<{ readonly column_name: string }>`
    SELECT column_name FROM information_schema.columns WHERE table_name = ${table} AND column_name <> 'position'`.execute(
    store.db,
  );
  const columns = rows.map((row) => row.column_name);
  const copied = columns.map((column) =>
    column === 'id' || column === 'event_id' ? `${column} || lpad(number::text, 6, '0')` : column,
  );
  await sql`
    INSERT INTO ${sql.table(table)} (${sql.raw(columns.join())})
    SELECT ${sql.raw(copied.join())} FROM ${sql.table(table)}, generate_series(1, ${sql.lit(count)}) AS number
    WHERE id = ${id}`.execute(store.db);
}
