import { copyFile, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { openStore } from '@posthorn/server/platform/db/open-store.ts';
import { keyFingerprint } from '@posthorn/server/platform/secrets/encryption-key.ts';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type GatewayPlace, makePlace } from '../../server/test/e2e/delivery/gateway-process.ts';
import { behind, createGate, withStatus } from '../../server/test/e2e/support/answers.ts';
import { type Api, api } from '../../server/test/e2e/support/api.ts';
import { startReceiver } from '../../server/test/e2e/support/receiver.ts';
import { addEndpoint, createWorkspace } from '../../server/test/e2e/support/world.ts';
import { STORES } from '../../server/test/support/open-store.ts';
import { openRawSql } from '../../server/test/support/raw-sql.ts';
import { newFolder, runCli } from './run-cli.ts';

const [SQLITE] = STORES.filter(({ name }) => name === 'SQLite');
if (SQLITE === undefined) throw new Error('There are tests on SQLite.');
const stores = SQLITE;
/** Gateways are started and commands run: on a busy machine each takes seconds. */
const SLOW_MS = 120_000;
const OTHER_KEY = Buffer.alloc(32, 8).toString('base64');

describe('backup and restore', () => {
  test(
    'under load: what was accepted before is in it, and a gateway on it delivers what was pending, marked',
    async () => {
      const gate = createGate();
      const [place, receiver] = await Promise.all([
        makePlace(stores),
        startReceiver({ answers: () => behind(gate, withStatus(200)) }),
      ]);
      const gateway = await place.start();
      const workspace = await createWorkspace(gateway, { name: 'Kept' });
      const retry = { delays_seconds: [1, 1, 1], timeout_seconds: 30 };
      await addEndpoint(workspace.api, { url: receiver.url, retry });
      const load = startLoad(workspace.api);
      await load.accepted(200);
      const before = [...load.ids];
      const file = join(await newFolder(), 'kept.db');
      const made = await runCli(['backup', file, '--json'], place.env);
      expect(made).toMatchObject({ exitCode: 0, stderr: '' });
      await load.accepted(load.ids.length + 50);
      await load.stop();
      expect((await stat(file)).mode & 0o777).toBe(0o600);
      expect(await readdir(dirname(file))).toEqual([basename(file)]);
      const facts = JSON.parse(made.stdout) as { events: number; pending_deliveries: number };
      expect(facts.events).toBeGreaterThanOrEqual(before.length);
      expect(facts.events).toBeLessThan(load.ids.length);
      expect(facts.pending_deliveries).toBe(facts.events);
      gateway.signal('SIGKILL');
      await gateway.ended;
      const seenBefore = receiver.requests.length;
      gate.open();

      const restored = await runCli(['restore', file, '--force', '--json'], place.env);
      expect(restored).toMatchObject({ exitCode: 0, stderr: '' });
      expect(JSON.parse(restored.stdout)).toMatchObject({ ...facts, file: databaseOf(place) });
      const again = await place.start();
      const kept = new Set((await api(again, workspace.key).all<{ id: string }>('/v1/events')).map(({ id }) => id));
      expect(before.filter((id) => !kept.has(id))).toEqual([]);
      expect(kept.size).toBe(facts.events);
      await receiver.waitFor(seenBefore + facts.events, SLOW_MS / 2);
      const after = receiver.requests.slice(seenBefore);
      expect(new Set(after.map(({ headers }) => headers['webhook-id']))).toEqual(kept);
      expect(new Set(after.map(({ headers }) => headers['posthorn-possible-duplicate']))).toEqual(new Set(['true']));
    },
    SLOW_MS,
  );

  test(
    'positions of events are not given out again: who reads the log by its cursor misses nothing',
    async () => {
      const place = await makePlace(stores);
      const gateway = await place.start();
      const workspace = await createWorkspace(gateway, { name: 'Readers' });
      const file = join(await newFolder(), 'kept.db');
      expect((await runCli(['backup', file], place.env)).exitCode).toBe(0);
      for (let count = 0; count < 3; count++) await makeEvent(workspace.api);
      const page = await workspace.api.get<{ next_cursor: string }>('/v1/events?after=');
      gateway.signal('SIGTERM');
      await gateway.ended;
      expect((await runCli(['restore', '--force', file], place.env)).exitCode).toBe(0);
      const again = api(await place.start(), workspace.key);
      const id = await makeEvent(again);
      const next = await again.get<{ data: { id: string }[] }>(`/v1/events?after=${page.next_cursor}`);
      expect(next.data.map((event) => event.id)).toEqual([id]);
    },
    SLOW_MS,
  );

  test('what waited for Meta is not sent again, and sessions and links are gone', async () => {
    const { env, file } = await makeBackup();
    const database = await openRawSql(env.POSTHORN_DATABASE_URL);
    await database.run(`
      INSERT INTO message_sends (workspace_id, id, channel_id, phone_number_id, recipient, body, state, due_at_ms, tries, awaited, created_at_ms)
      VALUES ('ws', 'msg', 'chn', '1', '2', '{}', 'queued', 0, 0, 0, 0);
      INSERT INTO one_time_links (token_hash, kind, created_at_ms) VALUES ('hash', 'owner', 0)`);
    await database.close();
    const newer = `${file}.newer`;
    expect((await runCli(['backup', newer], env)).exitCode).toBe(0);
    expect((await runCli(['restore', '--force', newer], env)).exitCode).toBe(0);
    const restored = await openStore(env.POSTHORN_DATABASE_URL);
    onTestFinished(() => restored.close());
    expect(await restored.db.selectFrom('message_sends').select(['state', 'lease_token']).execute()).toEqual([
      { state: 'sending', lease_token: 'restored' },
    ]);
    expect(await restored.db.selectFrom('one_time_links').selectAll().execute()).toEqual([]);
  });
});

describe('backup', () => {
  test('never writes over a file, and leaves nothing behind when it fails', async () => {
    const { env, file } = await makeBackup();
    const before = await readFile(file);
    expect(await runCli(['backup', file], env)).toMatchObject({
      exitCode: 1,
      stdout: '',
      stderr: expect.stringContaining('is there already'),
    });
    expect(before.equals(await readFile(file))).toBe(true);
    expect(await readdir(dirname(file))).toEqual([basename(file)]);
  });

  test('says in words that there is no database, or no folder for it', async () => {
    const env = { POSTHORN_DATA_DIR: join(await newFolder(), 'data') };
    const target = join(await newFolder(), 'kept.db');
    expect(await runCli(['backup', target], env)).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/There is no database in/),
    });
    const { env: filled } = await makeBackup();
    const nowhere = join(dirname(target), 'nowhere', 'kept.db');
    expect(await runCli(['backup', nowhere], filled)).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/There is no folder/),
    });
  });
});

describe('restore', () => {
  test('makes a database where there is none, for its owner alone', async () => {
    const { file } = await makeBackup();
    const env = { POSTHORN_DATA_DIR: join(await newFolder(), 'data') };
    const run = await runCli(['restore', file], env);
    expect(run).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/Restored .*kept\.db to .*posthorn\.db\.\n/),
    });
    expect((await stat(join(env.POSTHORN_DATA_DIR, 'posthorn.db'))).mode & 0o777).toBe(0o600);
    expect((await stat(env.POSTHORN_DATA_DIR)).mode & 0o777).toBe(0o700);
  });

  test('refuses a database that is there, and with --force replaces it', async () => {
    const { env, file } = await makeBackup();
    const before = await lastSerialOf(env);
    await setLastSerial(env, before + 7);
    expect(await runCli(['restore', file], env)).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/Give --force to replace it/),
    });
    expect(await lastSerialOf(env)).toBe(before + 7);
    expect((await runCli(['restore', file, '--force'], env)).exitCode).toBe(0);
    expect(await lastSerialOf(env)).toBe(before);
  });

  test('refuses while a gateway runs on it, by whatever name, and with --force too', async () => {
    const { env, file } = await makeBackup();
    const gateway = await openStore(env.POSTHORN_DATABASE_URL, { exclusive: true });
    onTestFinished(() => gateway.close());
    const link = join(await newFolder(), 'link.db');
    await symlink(env.POSTHORN_DATABASE_URL.slice('sqlite:'.length), link);
    for (const url of [env.POSTHORN_DATABASE_URL, `sqlite:${link}`]) {
      const run = await runCli(['restore', file, '--force'], { ...env, POSTHORN_DATABASE_URL: url });
      expect(run).toMatchObject({
        exitCode: 2,
        stdout: '',
        stderr: expect.stringMatching(/Another gateway is running on/),
      });
    }
  });

  test('refuses while another command has it open', async () => {
    const { env, file } = await makeBackup();
    const command = await openStore(env.POSTHORN_DATABASE_URL);
    onTestFinished(() => command.close());
    await command.db.updateTable('instance').set({ last_serial: 5 }).execute();
    const run = await runCli(['restore', file, '--force'], env);
    expect(run).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(/Another program has .* open/) });
    expect(await lastSerialOf(env)).toBe(5);
  });

  test(
    'refuses a backup that is damaged, is no database, is a bare copy or has another key, and changes nothing',
    async () => {
      const { env, file } = await makeBackup();
      await setLastSerial(env, 9);
      const bytes = await readFile(file);
      const damaged = await writeCopy(bytes.fill('damage', 4_096 * 3, 4_096 * 4));
      const cut = await writeCopy(bytes.subarray(0, bytes.length / 2));
      const text = await writeCopy(Buffer.from('nothing of the kind\n'.repeat(400)));
      const bare = join(await newFolder(), 'posthorn.db');
      const command = await openStore(env.POSTHORN_DATABASE_URL);
      await command.db.updateTable('instance').set({ last_serial: 9 }).execute();
      await copyFile(env.POSTHORN_DATABASE_URL.slice('sqlite:'.length), bare);
      await writeFile(`${bare}-wal`, 'frames');
      await command.close();
      for (const [backup, words] of [
        [damaged, /is damaged or is no database/],
        [cut, /is damaged or is no database/],
        [text, /is damaged or is no database/],
        [bare, /is a database in use, or a bare copy/],
        [`${file}.none`, /There is no file/],
      ] as const) {
        expect(await runCli(['restore', backup, '--force'], env)).toMatchObject({
          exitCode: 1,
          stderr: expect.stringMatching(words),
        });
      }
      const otherKey = await runCli(['restore', file, '--force'], { ...env, POSTHORN_ENCRYPTION_KEY: OTHER_KEY });
      expect(otherKey).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(/encrypted with the key/) });
      expect(await lastSerialOf(env)).toBe(9);
    },
    SLOW_MS,
  );
});

test.each(['backup', 'restore'])('%s on PostgreSQL says what to use instead', async (command) => {
  const env = { POSTHORN_DATABASE_URL: 'postgres://127.0.0.1:1/nowhere', POSTHORN_ENCRYPTION_KEY: OTHER_KEY };
  const { exitCode, stderr } = await runCli([command, 'kept.db'], env);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/This gateway is on PostgreSQL\. Use pg_(dump|restore).*docs\/operations\/backup\.md/);
});

/** Custom events from a few callers at once until it is stopped. */
function startLoad(caller: Api) {
  const ids: string[] = [];
  const waiters = new Map<number, () => void>();
  let isStopped = false;
  const loops = Array.from({ length: 4 }, async () => {
    while (!isStopped) {
      ids.push(await makeEvent(caller));
      waiters.get(ids.length)?.();
    }
  });
  return {
    /** In the order of their answers. */
    ids,
    accepted: (count: number) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      waiters.set(count, resolve);
      if (ids.length >= count) resolve();
      return promise;
    },
    stop: async () => {
      isStopped = true;
      await Promise.all(loops);
    },
  };
}

async function makeEvent(caller: Api): Promise<string> {
  return (await caller.post<{ id: string }>('/v1/events', { type: 'custom.kept', data: {} })).id;
}

interface Settings {
  readonly POSTHORN_DATA_DIR: string;
  readonly POSTHORN_DATABASE_URL: string;
  readonly POSTHORN_ENCRYPTION_KEY: string;
  readonly [name: string]: string;
}

/** An installation on SQLite where a gateway ran once, and a backup of it. */
async function makeBackup(): Promise<{ readonly env: Settings; readonly file: string }> {
  const folder = await newFolder();
  const env = {
    POSTHORN_DATA_DIR: folder,
    POSTHORN_DATABASE_URL: `sqlite:${join(folder, 'posthorn.db')}`,
    POSTHORN_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
  };
  await makeDatabase(env);
  const file = join(await newFolder(), 'kept.db');
  expect(await runCli(['backup', file], env)).toMatchObject({ exitCode: 0 });
  return { env, file };
}

/** With the encryption key noted, as the first start does. */
async function makeDatabase(env: Settings): Promise<void> {
  const store = await openStore(env.POSTHORN_DATABASE_URL);
  const encryption_key_id = keyFingerprint(Buffer.from(env.POSTHORN_ENCRYPTION_KEY, 'base64'));
  await store.db.updateTable('instance').set({ encryption_key_id }).execute();
  await store.close();
}

async function writeCopy(bytes: Buffer): Promise<string> {
  const path = join(await newFolder(), 'other.db');
  await writeFile(path, bytes);
  return path;
}

async function lastSerialOf(env: Settings): Promise<number> {
  const store = await openStore(env.POSTHORN_DATABASE_URL);
  const { last_serial } = await store.db.selectFrom('instance').select('last_serial').executeTakeFirstOrThrow();
  await store.close();
  return last_serial;
}

async function setLastSerial(env: Settings, last_serial: number): Promise<void> {
  const store = await openStore(env.POSTHORN_DATABASE_URL);
  await store.db.updateTable('instance').set({ last_serial }).execute();
  await store.close();
}

function databaseOf(place: GatewayPlace): string {
  return String(place.env.POSTHORN_DATABASE_URL).slice('sqlite:'.length);
}
