import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { STORES } from '../../../test/support/open-store.ts';
import { firstIdAt } from '../../domain/id-time.ts';
import { readMigrations } from './migrations.ts';
import { applyPostgresMigrations } from './postgres-migrate.ts';

const DAY_MS = 86_400_000;
const PARTITIONS = 12;
const INSERT_EVENT = {
  name: 'as a node prepares it',
  text: `INSERT INTO events (position, workspace_id, id, type, origin, occurred_at_ms, created_at_ms, hops, payload)
    VALUES (nextval('events_position'), 'ws_1', $1, 'custom.x', 'custom', 0, 0, 0, '{}') RETURNING position`,
};

test('the step to partitions keeps every row and its position, while nodes of the version before write on', async () => {
  const old = await openBefore(PARTITIONS);
  const nowMs = Date.now();
  const written: string[] = [];
  const write = async () => {
    const id = firstIdAt('evt', nowMs + written.length);
    await old.client.query({ ...INSERT_EVENT, values: [id] });
    written.push(id);
  };
  for (let count = 0; count < 50; count++) await write();
  await old.client.query(`INSERT INTO attempts (workspace_id, id, event_id, endpoint_id, number, trigger, started_at_ms,
    outcome, request_headers, response_headers) SELECT 'ws_1', replace(id, 'evt', 'att'), id, 'ep_1', 1, 'test', 0,
    'succeeded', '{}', '{}' FROM events`);
  let isOver = false;
  const migrating = applyPostgresMigrations(old.url).finally(() => {
    isOver = true;
  });
  while (!isOver) await write();
  await migrating;
  await write();
  const { rows } = await old.client.query<{ id: string; position: string; place: string }>(
    'SELECT id, position, tableoid::regclass::text AS place FROM events ORDER BY position',
  );
  expect(rows.map(({ id }) => id)).toEqual(written);
  expect(rows.map(({ position }) => Number(position))).toEqual(written.map((_, index) => index + 1));
  expect(new Set(rows.map(({ place }) => place))).toEqual(new Set(['events_first']));
  expect((await old.client.query('SELECT FROM attempts')).rowCount).toBe(50);
});

test('the step to partitions reads no row while the tables are locked, and takes over the indexes as they are', async () => {
  const old = await openBefore(PARTITIONS);
  const heard: string[] = [];
  const fileOf = async (index: string) =>
    (await old.client.query<{ file: string }>(`SELECT pg_relation_filenode('${index}')::text AS file`)).rows[0]?.file;
  const before = await fileOf('events_by_position');
  const [partitions] = readMigrations('postgres').slice(PARTITIONS - 1);
  old.client.on('notice', ({ message }) => heard.push(message ?? ''));
  await old.client.query('SET client_min_messages = debug1');
  for (const part of (partitions?.sql ?? '').split(/^-- commit$/m)) await old.client.query(part);
  expect(heard.filter((message) => message.includes('events_first" is implied by existing constraints'))).toHaveLength(
    1,
  );
  expect(
    heard.filter((message) => message.includes('attempts_first" is implied by existing constraints')),
  ).toHaveLength(1);
  expect(await fileOf('events_first_by_position')).toBe(before);
});

test('a step that was interrupted is taken again from its beginning', async () => {
  const old = await openBefore(PARTITIONS);
  const [partitions] = readMigrations('postgres').slice(PARTITIONS - 1);
  const parts = (partitions?.sql ?? '').split(/^-- commit$/m);
  for (const part of parts.slice(0, -1)) await old.client.query(part);
  await applyPostgresMigrations(old.url);
  const { rows } = await old.client.query<{ bound: string }>(
    "SELECT pg_get_expr(relpartbound, oid) AS bound FROM pg_class WHERE relname = 'events_first'",
  );
  expect(rows[0]?.bound).toMatch(/^FOR VALUES FROM \(MINVALUE\) TO \('evt_/);
});

test('a step waits for somebody who reads for long, and does not make others wait meanwhile', async () => {
  const old = await openBefore(PARTITIONS);
  const reader = await connect(old.url);
  await reader.query('BEGIN');
  await reader.query('SELECT FROM events');
  let isOver = false;
  const migrating = applyPostgresMigrations(old.url).finally(() => {
    isOver = true;
  });
  const writes: number[] = [];
  for (let count = 0; count < 20; count++) {
    await old.client.query({ ...INSERT_EVENT, values: [firstIdAt('evt', Date.now() - DAY_MS + count)] });
    writes.push(count);
  }
  expect([isOver, writes.length]).toEqual([false, 20]);
  await reader.query('COMMIT');
  await migrating;
});

/** A database whose schema has not taken that step, and what comes after it. */
async function openBefore(number: number): Promise<{ readonly url: string; readonly client: pg.Client }> {
  const postgres = STORES.find(({ name }) => name === 'PostgreSQL');
  const url = new URL((await postgres?.createUrl()) ?? '');
  const admin = await connect(url.href);
  const name = `${url.pathname.slice(1)}_before`;
  await admin.query(`CREATE DATABASE ${name} TEMPLATE template0`);
  url.pathname = `/${name}`;
  const client = await connect(url.href);
  onTestFinished(async () => {
    await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
  });
  await client.query(
    'CREATE TABLE schema_migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at_ms BIGINT NOT NULL)',
  );
  for (const step of readMigrations('postgres').slice(0, number - 1)) {
    await client.query(step.sql);
    await client.query('INSERT INTO schema_migrations VALUES ($1, $2, $3, 0)', [step.number, step.name, step.checksum]);
  }
  return { url: url.href, client };
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client(url);
  client.on('error', () => {});
  await client.connect();
  onTestFinished(() => client.end());
  return client;
}
