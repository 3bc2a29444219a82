import { describe, expect, test } from 'vitest';
import { idOf } from '../../domain/ids.ts';
import type { Store } from '../db/store.ts';
import { checkEncryptionKey } from './key-check.store.ts';
import { reseal } from './reseal.store.ts';
import { SecretBox } from './secret-box.ts';

const OLD_KEY = Buffer.alloc(32, 1);
const NEW_KEY = Buffer.alloc(32, 2);
const WORKSPACE = idOf('ws', '00000000-0000-7000-8000-000000000001');
/** More than one page of them. */
const ENDPOINT_COUNT = 250;

/** The promises of the end of a key rotation. */
export function resealStoreConformance(name: string, openStore: () => Promise<Store>): void {
  describe(`reseal on ${name}`, () => {
    test('afterwards the new key alone opens everything and is let in', async () => {
      const store = await openStore();
      const old = new SecretBox([OLD_KEY]);
      await checkEncryptionKey(store, old.fingerprints);
      await insertSealed(store, old);
      const both = new SecretBox([NEW_KEY, OLD_KEY]);
      await checkEncryptionKey(store, both.fingerprints);

      expect(await reseal(store, both)).toBe(1 + 2 + 3 * ENDPOINT_COUNT);

      const alone = new SecretBox([NEW_KEY]);
      await checkEncryptionKey(store, alone.fingerprints);
      const app = await store.db.selectFrom('meta_apps').selectAll().executeTakeFirstOrThrow();
      expect([alone.open(app.app_secrets), alone.open(app.verify_token)]).toEqual(['secrets of the app', 'token']);
      const endpoints = await store.db.selectFrom('endpoints').selectAll().where('deleted_at_ms', 'is', null).execute();
      const opened = endpoints.map((row) => [alone.open(row.secrets), alone.open(row.headers)].join());
      expect(new Set(opened).size).toBe(ENDPOINT_COUNT);
      await expect(checkEncryptionKey(store, old.fingerprints)).rejects.toMatchObject({ code: 'config_invalid' });
    });

    test('done again it changes nothing', async () => {
      const store = await openStore();
      await insertSealed(store, new SecretBox([OLD_KEY]));
      const both = new SecretBox([NEW_KEY, OLD_KEY]);
      await reseal(store, both);
      expect(await reseal(store, both)).toBe(0);
    });

    test('stops at what neither key has sealed, and keeps the keys that are noted', async () => {
      const store = await openStore();
      await checkEncryptionKey(store, new SecretBox([OLD_KEY]).fingerprints);
      await insertSealed(store, new SecretBox([Buffer.alloc(32, 3)]));
      await expect(reseal(store, new SecretBox([NEW_KEY, OLD_KEY]))).rejects.toMatchObject({ code: 'config_invalid' });
      await checkEncryptionKey(store, new SecretBox([OLD_KEY]).fingerprints);
    });
  });
}

async function insertSealed(store: Store, box: SecretBox): Promise<void> {
  const times = { created_at_ms: 0, updated_at_ms: 0, revision: 1 };
  await store.db
    .updateTable('instance')
    .set({ link_key: box.seal('link key') })
    .execute();
  await store.db
    .insertInto('workspaces')
    .values({ id: WORKSPACE, serial: 1, account_id: 'MA_TEST', name: 'Test', created_at_ms: 0, revision: 1 })
    .execute();
  await store.db
    .insertInto('meta_apps')
    .values({
      id: idOf('app', '00000000-0000-7000-8000-000000000002'),
      workspace_id: WORKSPACE,
      app_id: '1',
      app_secrets: box.seal('secrets of the app'),
      verify_token: box.seal('token'),
      deleted_at_ms: null,
      ...times,
    })
    .execute();
  const endpoint = (number: number, isDeleted: boolean) => ({
    workspace_id: WORKSPACE,
    id: idOf('ep', `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`),
    url: 'https://receiver.example/',
    description: '',
    event_types: '["*"]',
    channel_ids: null,
    format: 'meta' as const,
    format_options: '{}',
    retry: 'null',
    secrets: isDeleted ? '' : box.seal(`secret ${number}`),
    headers: isDeleted ? '' : box.seal(`headers ${number}`),
    verify_token: isDeleted ? null : box.seal(`token ${number}`),
    enabled: 1 as const,
    disabled_reason: null,
    deleted_at_ms: isDeleted ? 1 : null,
    ...times,
  });
  const rows = Array.from({ length: ENDPOINT_COUNT }, (_, index) => endpoint(index, false));
  await store.db
    .insertInto('endpoints')
    .values([...rows, endpoint(ENDPOINT_COUNT, true)])
    .execute();
}
