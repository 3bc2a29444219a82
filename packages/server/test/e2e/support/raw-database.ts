import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import pg from 'pg';

/**
 * Which of the texts stand in the files of a database, whatever its tables say. On SQLite all files that belong to it; on
 * PostgreSQL those of the database's tables and indexes after `VACUUM FULL` and a checkpoint, and every row as text.
 *
 * @param url POSTHORN_DATABASE_URL. PostgreSQL has to be on this machine, and its user the superuser.
 */
export async function findInDatabase(url: string, texts: readonly string[]): Promise<string[]> {
  if (url.startsWith('sqlite:')) return findInFiles(await sqliteFiles(url.slice('sqlite:'.length)), texts);
  const client = new pg.Client(url);
  await client.connect();
  try {
    const inRows = await findInRows(client, texts);
    await client.query('VACUUM FULL');
    await client.query('CHECKPOINT');
    return [...inRows, ...(await findInFiles(await postgresFiles(client), texts))];
  } finally {
    await client.end();
  }
}

async function sqliteFiles(path: string): Promise<string[]> {
  const names = await readdir(dirname(path));
  return names.filter((name) => name.startsWith(basename(path))).map((name) => join(dirname(path), name));
}

async function postgresFiles(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ folder: string }>(
    `SELECT current_setting('data_directory') || '/base/' || oid AS folder FROM pg_database WHERE datname = current_database()`,
  );
  const folder = rows[0]?.folder ?? '';
  return (await readdir(folder)).map((name) => join(folder, name));
}

async function findInFiles(paths: readonly string[], texts: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths) {
    const bytes = await readFile(path);
    found.push(...texts.filter((text) => bytes.includes(text)).map((text) => `${basename(path)}: ${text}`));
  }
  return found;
}

async function findInRows(client: pg.Client, texts: readonly string[]): Promise<string[]> {
  const tables = await client.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1`,
  );
  const found: string[] = [];
  for (const { name } of tables.rows) {
    for (const text of texts) {
      const query = `SELECT count(*)::int AS count FROM ${client.escapeIdentifier(name)} AS one WHERE position($1 IN one::text) > 0`;
      const { rows } = await client.query<{ count: number }>(query, [text]);
      if (rows[0]?.count !== 0) found.push(`${name}: ${text}`);
    }
  }
  return found;
}
