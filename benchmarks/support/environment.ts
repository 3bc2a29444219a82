import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus, release, totalmem } from 'node:os';
import type { RawSql } from '../../packages/server/test/support/raw-sql.ts';

/** What a figure was measured on: it stands in every result. */
export interface Environment {
  readonly cores: number;
  readonly cpu_model: string;
  readonly memory_gb: number;
  readonly kernel: string;
  readonly os: string;
  readonly versions: Readonly<Record<string, string>>;
  /** What a commit has reached when it is answered. */
  readonly durability: Readonly<Record<string, string>>;
}

/** @param sql The database that was measured. Null: none of ours. */
export async function describeEnvironment(sql: RawSql | null): Promise<Environment> {
  const [cpu] = cpus();
  const database = sql === null ? { versions: {}, durability: {} } : await describeDatabase(sql);
  return {
    cores: cpus().length,
    cpu_model: cpu?.model.trim() ?? 'unknown',
    memory_gb: Math.round(totalmem() / 1_073_741_824),
    kernel: release(),
    os: /^PRETTY_NAME="(.*)"$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? 'unknown',
    versions: { node: process.versions.node, undici: packageVersion('undici'), ...database.versions },
    durability: database.durability,
  };
}

export type StoreEnvironment = Pick<Environment, 'versions' | 'durability'>;

/** The database's own part of it. */
export async function describeDatabase(sql: RawSql): Promise<StoreEnvironment> {
  if (sql.engine === 'sqlite') {
    const [row] = await sql.all(
      'SELECT sqlite_version() AS version, (SELECT journal_mode FROM pragma_journal_mode) AS mode',
    );
    return {
      versions: { 'better-sqlite3': packageVersion('better-sqlite3'), sqlite: String(row?.version) },
      // How the gateway opens the file; of the two only the journal mode stands in the file.
      durability: { journal_mode: String(row?.mode), synchronous: 'FULL' },
    };
  }
  const [row] = await sql.all(
    `SELECT ${['server_version', ...POSTGRES_DURABILITY].map((name) => `current_setting('${name}') AS ${name}`).join(', ')}`,
  );
  return {
    versions: { pg: packageVersion('pg'), postgres: String(row?.server_version) },
    durability: Object.fromEntries(POSTGRES_DURABILITY.map((name) => [name, String(row?.[name])])),
  };
}

const POSTGRES_DURABILITY = ['fsync', 'full_page_writes', 'synchronous_commit', 'wal_sync_method'] as const;

/** As it is installed. @param from A file whose package uses it. */
export function packageVersion(name: string, from: string | URL = import.meta.url): string {
  for (const folder of createRequire(from).resolve.paths(name) ?? []) {
    const version = versionIn(`${folder}/${name}/package.json`);
    if (version !== null) return version;
  }
  return 'unknown';
}

/** Null when the package is not there. */
function versionIn(path: string): string | null {
  try {
    return String((JSON.parse(readFileSync(path, 'utf8')) as { version: unknown }).version);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return null;
  }
}
