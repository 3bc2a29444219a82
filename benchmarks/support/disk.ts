import type { RawRow, RawSql } from '../../packages/server/test/support/raw-sql.ts';

/** Bytes of a database on the disk. */
export interface DiskUse {
  /** The whole database: on SQLite the file after the log was moved into it, on PostgreSQL `pg_database_size`. */
  readonly bytes: number;
  /** By table and index, with their pages' free space. Parts of a partitioned one count for it. */
  readonly byName: ReadonlyMap<string, number>;
}

/** What a load left behind. */
export interface DiskGrowth {
  readonly bytes_per_delivery: number;
  readonly bytes: number;
  readonly deliveries: number;
  /** Bytes a delivery of every table and index that grew, the largest first. */
  readonly by_name: Readonly<Record<string, number>>;
}

/** Nothing else may be using the database: on SQLite the log is moved into the file, on PostgreSQL dead rows are cleared away. */
export async function measureDisk(sql: RawSql): Promise<DiskUse> {
  return sql.engine === 'sqlite' ? measureSqlite(sql) : measurePostgres(sql);
}

/** @param deliveries Made between the two. */
export function growthOf(before: DiskUse, after: DiskUse, deliveries: number): DiskGrowth {
  const perDelivery = (bytes: number) => Math.round(bytes / Math.max(1, deliveries));
  const grown = [...after.byName]
    .map(([name, bytes]) => [name, perDelivery(bytes - (before.byName.get(name) ?? 0))] as const)
    .filter(([, bytes]) => bytes > 0)
    .toSorted((a, b) => b[1] - a[1]);
  const bytes = after.bytes - before.bytes;
  return { bytes_per_delivery: perDelivery(bytes), bytes, deliveries, by_name: Object.fromEntries(grown) };
}

async function measureSqlite(sql: RawSql): Promise<DiskUse> {
  await sql.all('PRAGMA wal_checkpoint(TRUNCATE)');
  const [file] = await sql.all(
    'SELECT (SELECT page_count FROM pragma_page_count()) * (SELECT page_size FROM pragma_page_size()) AS bytes',
  );
  return toUse(file, await sql.all('SELECT name, sum(pgsize) AS bytes FROM dbstat GROUP BY name'));
}

/** What does not fit into a row stands beside its table, which it counts for. */
const POSTGRES_SIZES = `
  SELECT coalesce(pg_partition_root(coalesce(owner.oid, c.oid)), owner.oid, c.oid)::regclass::text AS name,
         sum(pg_relation_size(c.oid)) AS bytes
  FROM pg_class c
  LEFT JOIN pg_index toast_index ON toast_index.indexrelid = c.oid AND c.relnamespace = 'pg_toast'::regnamespace
  LEFT JOIN pg_class owner ON owner.reltoastrelid = coalesce(toast_index.indrelid, c.oid)
  WHERE c.relkind IN ('r', 'i', 't')
    AND (c.relnamespace = current_schema()::regnamespace OR owner.relnamespace = current_schema()::regnamespace)
  GROUP BY 1`;

async function measurePostgres(sql: RawSql): Promise<DiskUse> {
  await sql.run('VACUUM');
  const [database] = await sql.all('SELECT pg_database_size(current_database()) AS bytes');
  return toUse(database, await sql.all(POSTGRES_SIZES));
}

function toUse(whole: RawRow | undefined, named: readonly RawRow[]): DiskUse {
  return { bytes: Number(whole?.bytes), byName: new Map(named.map((row) => [String(row.name), Number(row.bytes)])) };
}
