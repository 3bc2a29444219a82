import { join } from 'node:path';
import { startPostgres } from '../../packages/server/test/support/postgres.ts';
import { openRawSql } from '../../packages/server/test/support/raw-sql.ts';

export interface BenchmarkDatabase {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** Every commit is durable: what is measured without fsync is not what is promised. */
const DURABLE = { fsync: 'on', full_page_writes: 'on', synchronous_commit: 'on', shared_buffers: '128MB' } as const;
/** Files of 16 MB that the write-ahead log has from the start: as many as PostgreSQL lets it have by itself (`max_wal_size`, 1 GB). */
const WAL_FILES = 64;

/** An empty database: a file in the data folder, or a PostgreSQL server of our own with every commit fsynced. */
export async function startBenchmarkDatabase(
  engine: 'sqlite' | 'postgres',
  dataDir: string,
): Promise<BenchmarkDatabase> {
  if (engine === 'sqlite') return { url: `sqlite:${join(dataDir, 'posthorn.db')}`, stop: async () => {} };
  const server = await startPostgres({ settings: { ...DURABLE, min_wal_size: `${WAL_FILES * 16}MB` } });
  const url = server.url('postgres');
  try {
    await fillWal(url);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return { url, stop: server.stop };
}

/**
 * Lets PostgreSQL write what has changed to its files, so that it does not begin to within the next half gigabyte of its log. It
 * does that every 25 s at full load, and for some 100 ms at its end every commit waits for the disk: in a window of seconds by chance.
 */
export async function checkpoint(url: string): Promise<void> {
  if (url.startsWith('sqlite:')) return;
  const sql = await openRawSql(url);
  await sql.all('CHECKPOINT').finally(sql.close);
}

/**
 * A server that has been at work for an hour writes over its old log files. One that was made just now makes each of them first,
 * 16 MB of zeros that are fsynced, and every commit waits for that.
 */
async function fillWal(url: string): Promise<void> {
  const sql = await openRawSql(url);
  try {
    // Else it would write over the first ones before the last ones are made.
    await sql.all("ALTER SYSTEM SET max_wal_size = '4GB'");
    await sql.all('SELECT pg_reload_conf()');
    for (let file = 0; file < WAL_FILES; file++) {
      await sql.all("SELECT pg_logical_emit_message(false, 'fill', ''), pg_switch_wal()");
    }
    await sql.all('CHECKPOINT');
    await sql.all('ALTER SYSTEM RESET max_wal_size');
    await sql.all('SELECT pg_reload_conf()');
  } finally {
    await sql.close();
  }
}
