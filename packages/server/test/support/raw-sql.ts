import { resolve } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import pg from 'pg';

/** A row as the database gives it; whole numbers of PostgreSQL's int8 as numbers. */
export type RawRow = Readonly<Record<string, unknown>>;

/** SQL on a database beside the store: for what looks at the database itself, or fills it. */
export interface RawSql {
  readonly engine: 'sqlite' | 'postgres';
  /** Parameters are `?` on SQLite and `$1` on PostgreSQL. */
  readonly all: (statement: string, parameters?: readonly unknown[]) => Promise<readonly RawRow[]>;
  /** Several statements, without parameters. */
  readonly run: (statements: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** @param databaseUrl `sqlite:<path>` or `postgres://…`, as the store takes it. */
export async function openRawSql(databaseUrl: string): Promise<RawSql> {
  return databaseUrl.startsWith('sqlite:')
    ? openSqlite(resolve(databaseUrl.slice('sqlite:'.length)))
    : openPostgres(databaseUrl);
}

function openSqlite(path: string): RawSql {
  const db = new BetterSqlite3(path, { fileMustExist: true });
  return {
    engine: 'sqlite',
    all: async (statement, parameters = []) => db.prepare<unknown[], RawRow>(statement).all(...parameters),
    run: async (statements) => {
      db.exec(statements);
    },
    close: async () => {
      db.close();
    },
  };
}

async function openPostgres(url: string): Promise<RawSql> {
  const types: pg.CustomTypesConfig = {
    getTypeParser: (oid, format) =>
      oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format as 'text'),
  };
  const client = new pg.Client({ connectionString: url, types });
  await client.connect();
  return {
    engine: 'postgres',
    all: async (statement, parameters = []) => (await client.query<RawRow>(statement, [...parameters])).rows,
    run: async (statements) => {
      await client.query(statements);
    },
    close: () => client.end(),
  };
}
