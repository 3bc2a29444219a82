import { access, lstat, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type PostgresServer, startPostgres } from './postgres.ts';
import { restoreLinks } from './postgres-binaries.ts';

describe('the PostgreSQL of the tests', () => {
  test('comes from npm when the machine has none, and leaves nothing behind', { timeout: 60_000 }, async () => {
    const before = await listServerFolders();
    const server = await startPostgres({ binaries: 'npm' });
    onTestFinished(server.stop);
    const { version, folder } = await askServer(server);
    expect(version).toMatch(/^PostgreSQL 1[89]/);
    expect(before).not.toContain(folder);
    await server.stop();
    await expect(askServer(server)).rejects.toThrow(/ECONNREFUSED/);
    await expect(access(folder)).rejects.toThrow(/ENOENT/);
  });

  test('keeps its promise to fsync when it is asked to', async () => {
    const server = await startPostgres({ settings: { fsync: 'on' } });
    onTestFinished(server.stop);
    expect((await askServer(server)).fsync).toBe('on');
  });
});

describe('restoreLinks', () => {
  test('makes the links that npm left out, and leaves those that are there', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'posthorn-links-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    await mkdir(join(folder, 'native', 'lib'), { recursive: true });
    await writeFile(join(folder, 'native', 'lib', 'libpq.so.5.18'), 'library');
    const links = [{ source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' }];
    await writeFile(join(folder, 'native', 'pg-symlinks.json'), JSON.stringify(links));
    await restoreLinks(folder);
    await restoreLinks(folder);
    const link = join(folder, 'native', 'lib', 'libpq.so.5');
    expect((await lstat(link)).isSymbolicLink()).toBe(true);
    expect(await readFile(link, 'utf8')).toBe('library');
  });
});

async function askServer(server: PostgresServer): Promise<{ version: string; fsync: string; folder: string }> {
  const client = new pg.Client(server.url('postgres'));
  await client.connect();
  try {
    const sql = "SELECT version(), current_setting('fsync') AS fsync, current_setting('data_directory') AS folder";
    const { rows } = await client.query<{ version: string; fsync: string; folder: string }>(sql);
    const [row] = rows;
    if (row === undefined) throw new Error('One row was expected.');
    return row;
  } finally {
    await client.end();
  }
}

async function listServerFolders(): Promise<string[]> {
  return (await readdir(tmpdir())).map((name) => join(tmpdir(), name, 'data'));
}
