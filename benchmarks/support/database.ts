import { join } from 'node:path';
import { startPostgres } from '../../packages/server/test/support/postgres.ts';

export interface BenchmarkDatabase {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** Every commit is durable: what is measured without fsync is not what is promised. */
const DURABLE = { fsync: 'on', full_page_writes: 'on', synchronous_commit: 'on', shared_buffers: '128MB' } as const;

/** An empty database: a file in the data folder, or a PostgreSQL server of our own with every commit fsynced. */
export async function startBenchmarkDatabase(
  engine: 'sqlite' | 'postgres',
  dataDir: string,
): Promise<BenchmarkDatabase> {
  if (engine === 'sqlite') return { url: `sqlite:${join(dataDir, 'posthorn.db')}`, stop: async () => {} };
  const server = await startPostgres({ settings: DURABLE });
  return { url: server.url('postgres'), stop: server.stop };
}
