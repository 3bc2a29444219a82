import { describe, expect, test } from 'vitest';
import { alone, listenToChanges, refuse } from '../../../test/support/changes.ts';
import { idOf, type WorkspaceId } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';
import { decodeCursor } from '../../platform/http/api.ts';
import type { ApiKey } from './api-key.ts';
import {
  API_KEYS_MAX,
  deleteApiKey,
  findApiKeyByHash,
  insertApiKey,
  listApiKeys,
  type NewApiKey,
  touchApiKey,
} from './api-keys.store.ts';

const A = idOf('ws', uuid(1));
const B = idOf('ws', uuid(2));

/** The promises of the store of API keys. Run on every database, see `test/conformance/`. */
export function apiKeyStoreConformance(name: string, openStore: () => Promise<Store>): void {
  describe(`API key store on ${name}`, () => {
    test('finds a key by its hash, as it was stored', async () => {
      const store = await openFilledStore(openStore);
      await insertApiKey(store, newKey(A, 1), alone);
      const { keyHash, ...stored } = newKey(A, 1);
      expect(await findApiKeyByHash(store, keyHash)).toEqual({ ...stored, lastUsedAtMs: null });
      expect(await findApiKeyByHash(store, 'other')).toBeNull();
    });

    test('refuses the same hash twice', async () => {
      const store = await openFilledStore(openStore);
      await insertApiKey(store, newKey(A, 1), alone);
      await expect(insertApiKey(store, { ...newKey(B, 2), keyHash: newKey(A, 1).keyHash }, alone)).rejects.toThrow();
    });

    test('lists the keys of one workspace, newest first, page by page', async () => {
      const store = await openFilledStore(openStore);
      for (const number of [1, 2, 3]) await insertApiKey(store, newKey(A, number), alone);
      await insertApiKey(store, newKey(B, 4), alone);
      const first = await listApiKeys(store, A, { limit: 2, before: null });
      expect(first.items.map((key) => key.id)).toEqual([keyId(3), keyId(2)]);
      expect(decodeCursor(first.nextCursor ?? '')).toBe(keyId(2));
      const second = await listApiKeys(store, A, { limit: 2, before: keyId(2) });
      expect(second.items.map((key) => key.id)).toEqual([keyId(1)]);
      expect(second.nextCursor).toBeNull();
    });

    test('deletes a key for its own workspace alone, and once', async () => {
      const store = await openFilledStore(openStore);
      await insertApiKey(store, newKey(A, 1), alone);
      expect(await deleteApiKey(store, { workspaceId: B, id: keyId(1) }, alone)).toBe(false);
      expect(await deleteApiKey(store, { workspaceId: A, id: keyId(1) }, alone)).toBe(true);
      expect(await deleteApiKey(store, { workspaceId: A, id: keyId(1) }, alone)).toBe(false);
      expect(await findApiKeyByHash(store, newKey(A, 1).keyHash)).toBeNull();
    });

    test('tells both sides of a change in its transaction, and makes none that cannot be told of', async () => {
      const store = await openFilledStore(openStore);
      const { told, tell } = listenToChanges<ApiKey>();
      await expect(insertApiKey(store, newKey(A, 1), refuse)).rejects.toThrow('refused');
      const made = await insertApiKey(store, newKey(A, 1), tell);
      const at = { workspaceId: A, id: made.id };
      await expect(deleteApiKey(store, at, refuse)).rejects.toThrow('refused');
      await deleteApiKey(store, at, tell);
      await deleteApiKey(store, at, tell);
      expect(told).toEqual([
        { before: null, after: made },
        { before: made, after: null },
      ]);
    });

    test('moves the time of last use forwards only', async () => {
      const store = await openFilledStore(openStore);
      await insertApiKey(store, newKey(A, 1), alone);
      const key = { workspaceId: A, id: keyId(1) };
      for (const usedAtMs of [500, 700, 600]) await touchApiKey(store, key, usedAtMs);
      await touchApiKey(store, { ...key, workspaceId: B }, 900);
      expect((await findApiKeyByHash(store, newKey(A, 1).keyHash))?.lastUsedAtMs).toBe(700);
    });

    test('stops a workspace that makes keys without end, and no other', async () => {
      const store = await openFilledStore(openStore);
      const rows = Array.from({ length: API_KEYS_MAX }, (_, index) => newKey(A, index + 1));
      for (const row of rows) {
        await store.db
          .insertInto('api_keys')
          .values({
            workspace_id: A,
            id: row.id,
            name: '',
            key_hash: row.keyHash,
            hint: '',
            scopes: '["read"]',
            expires_at_ms: null,
            last_used_at_ms: null,
            created_at_ms: 0,
          })
          .execute();
      }
      await expect(insertApiKey(store, newKey(A, 900), alone)).rejects.toMatchObject({ code: 'limit_reached' });
      expect((await insertApiKey(store, newKey(B, 901), alone)).id).toBe(keyId(901));
    });
  });
}

function newKey(workspaceId: WorkspaceId, number: number): NewApiKey {
  return {
    id: keyId(number),
    workspaceId,
    name: `Key ${number}`,
    hint: 'abcd',
    scopes: ['read', 'write'],
    expiresAtMs: number === 1 ? 9_000_000_000_000 : null,
    createdAtMs: 1_800_000_000_000 + number,
    keyHash: `hash-${number}`,
  };
}

function keyId(number: number) {
  return idOf('key', uuid(number));
}

function uuid(number: number): string {
  return `019a0000-0000-7000-8000-${String(number).padStart(12, '0')}`;
}

async function openFilledStore(openStore: () => Promise<Store>): Promise<Store> {
  const store = await openStore();
  for (const [index, id] of [A, B].entries()) {
    await store.db
      .insertInto('workspaces')
      .values({ id, serial: index + 1, account_id: `MA_${index}`, name: '', created_at_ms: 0, revision: 0 })
      .execute();
  }
  return store;
}
