import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import BetterSqlite3 from 'better-sqlite3';
import { sql } from 'kysely';
import { describe, expect, onTestFinished, test } from 'vitest';
import { firstIdAt } from '../../domain/id-time.ts';
import type { WorkspaceId } from '../../domain/ids.ts';
import { isAttemptSince } from './attempt-bound.ts';
import { openSqliteStore } from './sqlite-store.ts';

describe('opening a SQLite store', () => {
  test('makes a file that only its owner may read', async () => {
    const { file } = await open();
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  test('keeps what was committed when it is closed and opened again', async () => {
    const { file, store } = await open();
    await store.db.updateTable('instance').set({ last_serial: 7 }).execute();
    await store.close();
    const { store: again } = await open(file);
    expect(await lastSerial(again)).toBe(7);
  });

  test('for a gateway refuses a second gateway in words and lets a command in', async () => {
    const { file } = await open(undefined, true);
    await expect(open(file, true)).rejects.toMatchObject({
      code: 'config_invalid',
      message: expect.stringContaining('Another gateway is running'),
    });
    const { store: command } = await open(file);
    expect(await lastSerial(command)).toBe(0);
  });

  test('that is up to date waits for nobody who writes', async () => {
    const { file, store } = await open();
    await store.db.transaction().execute(async (trx) => {
      await trx.updateTable('instance').set({ last_serial: 7 }).execute();
      const { store: command } = await open(file);
      expect(await lastSerial(command)).toBe(0);
    });
  });

  test('reads beside whoever writes, also what was asked for in SQL', async () => {
    const { store } = await open();
    await store.db.transaction().execute(async (trx) => {
      await trx.updateTable('instance').set({ last_serial: 7 }).execute();
      const built = await store.db.selectFrom('instance').select('last_serial').execute();
      const text = await sql`SELECT last_serial FROM instance`.execute(store.db);
      const withPart = await sql`WITH one AS (SELECT last_serial FROM instance) SELECT * FROM one`.execute(store.db);
      expect([built, text.rows, withPart.rows]).toEqual(Array(3).fill([{ last_serial: 0 }]));
    });
  });

  test('writes what begins as a read', async () => {
    const { store } = await open();
    await sql`WITH one AS (SELECT 9 AS nine) UPDATE instance SET last_serial = (SELECT nine FROM one)`.execute(
      store.db,
    );
    expect(await lastSerial(store)).toBe(9);
  });

  test('finds the attempts of a delivery by their delivery, however much was logged since', async () => {
    const { store } = await open();
    const delivery = firstIdAt('dlv', 1_000_000);
    const { sql: text, parameters } = store.db
      .selectFrom('attempts')
      .select('number')
      .where('workspace_id', '=', 'ws_1' as WorkspaceId)
      .where('delivery_id', '=', delivery)
      .where(isAttemptSince('id', [delivery]))
      .compile();
    const { rows } = await store.writer.query(`EXPLAIN QUERY PLAN ${text}`, parameters);
    expect(rows.filter((row) => JSON.stringify(row).includes('attempts'))).toMatchObject([
      { detail: expect.stringContaining('attempts_delivery (workspace_id=? AND delivery_id=?)') },
    ]);
  });

  test('lets the next gateway in when the first has closed it', async () => {
    const { file, store } = await open(undefined, true);
    await store.close();
    await open(file, true);
  });

  test('that fails leaves no lock behind', async () => {
    const { file, store } = await open();
    await sql`UPDATE schema_migrations SET checksum = 'another'`.execute(store.db);
    await store.close();
    await expect(open(file, true)).rejects.not.toMatchObject({ message: expect.stringContaining('Another gateway') });
    await expect(open(file, true)).rejects.not.toMatchObject({ message: expect.stringContaining('Another gateway') });
  });
});

describe('a thread that dies', () => {
  test('is told, and what is asked of it afterwards fails and does not hang', async () => {
    const { file, store } = await open();
    const module = join(dirname(file), 'dying.mjs');
    await writeFile(
      module,
      "export function register() { setImmediate(() => { throw new Error('out of order'); }); return {}; }",
    );
    await store.writer.load(pathToFileURL(module)).catch(() => {});
    expect((await store.broken).message).toBe('out of order');
    await expect(store.db.updateTable('instance').set({ last_serial: 1 }).execute()).rejects.toThrow('out of order');
  });
});

describe('statements', () => {
  test('of a transaction are seen by nobody before its commit, and by everybody after', async () => {
    const { store } = await open();
    await store.db.transaction().execute(async (trx) => {
      await trx.updateTable('instance').set({ last_serial: 5 }).execute();
      const inside = await trx.selectFrom('instance').select('last_serial').executeTakeFirstOrThrow();
      expect([inside.last_serial, await lastSerial(store)]).toEqual([5, 0]);
    });
    expect(await lastSerial(store)).toBe(5);
  });

  test('of a transaction that throws are undone, and the next one goes on', async () => {
    const { store } = await open();
    const failing = store.db.transaction().execute(async (trx) => {
      await trx.updateTable('instance').set({ last_serial: 5 }).execute();
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    await store.db.transaction().execute((trx) => trx.updateTable('instance').set({ last_serial: 6 }).execute());
    expect(await lastSerial(store)).toBe(6);
  });

  test('of many transactions at once lose no change', async () => {
    const { store } = await open();
    const increment = () =>
      store.db.transaction().execute(async (trx) => {
        const { last_serial } = await trx.selectFrom('instance').select('last_serial').executeTakeFirstOrThrow();
        await trx
          .updateTable('instance')
          .set({ last_serial: last_serial + 1 })
          .execute();
      });
    await Promise.all(Array.from({ length: 50 }, increment));
    expect(await lastSerial(store)).toBe(50);
  });

  test('that break a rule fail with the code of SQLite and leave the thread at work', async () => {
    const { store } = await open();
    const twice = store.db.insertInto('instance').values({ id: 1, config_revision: 0, last_serial: 0 }).execute();
    await expect(twice).rejects.toMatchObject({
      name: 'SqliteError',
      code: expect.stringMatching(/^SQLITE_CONSTRAINT/),
    });
    expect(await lastSerial(store)).toBe(0);
  });

  test('after closing fail and do not hang', async () => {
    const { store } = await open();
    await store.close();
    await expect(lastSerial(store)).rejects.toThrow();
    await expect(store.writer.call('commit', null)).rejects.toThrow();
  });

  test('of a procedure that nobody loaded fail in words', async () => {
    const { store } = await open();
    await expect(store.writer.call('unheard_of', null)).rejects.toThrow(/unheard_of/);
  });
});

describe('emptying the log', () => {
  test('leaves nothing of what was overwritten in any of the files', async () => {
    const { file, store } = await open();
    const insert = (key: string) =>
      store.db
        .insertInto('idempotency_keys')
        .values({ scope: 's', key, request_hash: 'h', status_code: 1, response: key.repeat(900), created_at_ms: 1 })
        .execute();
    for (let count = 0; count < 50; count++) await insert(`someone-${count}`);
    await store.db.updateTable('idempotency_keys').set({ response: null }).execute();
    await store.db.deleteFrom('idempotency_keys').execute();
    await emptied(store);
    for (const path of [file, `${file}-wal`, `${file}-shm`])
      expect((await readFile(path)).includes('someone')).toBe(false);
    expect((await stat(`${file}-wal`)).size).toBe(0);
  });

  test('is put off while another program reads from it, and commits do not wait for that', async () => {
    const { file, store } = await open();
    await store.db.updateTable('instance').set({ last_serial: 1 }).execute();
    const other = new BetterSqlite3(file, { readonly: true });
    const reading = other.prepare('SELECT last_serial FROM instance').iterate();
    reading.next();
    await store.db.updateTable('instance').set({ last_serial: 2 }).execute();
    expect(await store.emptyLog()).toBe(false);
    await store.db.updateTable('instance').set({ last_serial: 3 }).execute();
    reading.return?.();
    other.close();
    await emptied(store);
    expect(await lastSerial(store)).toBe(3);
  });
});

describe('a long log', () => {
  // Each of these commits waited 5 s for the reader: together longer than a test may take.
  test('is not started over while another program reads from it, and commits do not wait for that', async () => {
    const { file, store } = await open();
    const other = new BetterSqlite3(file, { readonly: true });
    const reading = other.prepare('SELECT last_serial FROM instance').iterate();
    reading.next();
    const megabytes = 140;
    await sql`WITH RECURSIVE rows (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM rows WHERE n < ${sql.lit(megabytes)})
      INSERT INTO idempotency_keys (scope, key, request_hash, status_code, response, created_at_ms)
      SELECT 's', n, 'h', 1, hex(zeroblob(500000)), 1 FROM rows`.execute(store.db);
    for (let serial = 1; serial <= 5; serial++) {
      await store.db.updateTable('instance').set({ last_serial: serial }).execute();
    }
    expect(await lastSerial(store)).toBe(5);
    reading.return?.();
    other.close();
  });
});

/** The thread that reads may be at it at the same moment. */
async function emptied(store: Pick<Awaited<ReturnType<typeof openSqliteStore>>, 'emptyLog'>): Promise<void> {
  const deadlineMs = Date.now() + 10_000;
  while (!(await store.emptyLog())) if (Date.now() > deadlineMs) throw new Error('The log was not emptied.');
}

async function open(path?: string, exclusive = false) {
  const cleanUps: (() => Promise<unknown>)[] = [];
  onTestFinished(async () => {
    for (const cleanUp of cleanUps.reverse()) await cleanUp();
  });
  const folder = await mkdtemp(join(tmpdir(), 'posthorn-sqlite-'));
  cleanUps.push(() => rm(folder, { recursive: true, force: true }));
  const file = path ?? join(folder, 'data', 'posthorn.db');
  const store = await openSqliteStore(file, exclusive);
  let isClosed = false;
  const close = async () => {
    if (isClosed) return;
    isClosed = true;
    await store.close();
  };
  cleanUps.push(close);
  return { file, store: { ...store, close } };
}

async function lastSerial(store: Pick<Awaited<ReturnType<typeof openSqliteStore>>, 'db'>): Promise<number> {
  return (await store.db.selectFrom('instance').select('last_serial').executeTakeFirstOrThrow()).last_serial;
}
