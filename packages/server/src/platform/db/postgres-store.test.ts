import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { STORES } from '../../../test/support/open-store.ts';
import { openPostgresStore } from './postgres-store.ts';

const postgres = STORES.find(({ name }) => name === 'PostgreSQL');

test('a connection that the server cuts between two statements ends neither the process nor the store', async () => {
  const url = (await postgres?.createUrl()) ?? '';
  const store = await openPostgresStore(url);
  onTestFinished(store.close);
  const held = await store.pool.connect();
  const { rows } = await held.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  const cut = new Promise<void>((resolve) => held.once('end', () => resolve()));
  await endBackend(url, rows[0]?.pid ?? 0);
  await cut;
  held.release();
  expect(await store.db.selectFrom('instance').select('last_serial').executeTakeFirstOrThrow()).toEqual({
    last_serial: 0,
  });
});

async function endBackend(url: string, pid: number): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  await client.query('SELECT pg_terminate_backend($1)', [pid]);
  await client.end();
}
