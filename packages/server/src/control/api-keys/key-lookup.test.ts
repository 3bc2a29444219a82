import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { alone } from '../../../test/support/changes.ts';
import { STORES } from '../../../test/support/open-store.ts';
import { idOf } from '../../domain/ids.ts';
import { hashToken } from '../../platform/http/token-hash.ts';
import { deleteApiKey, findApiKeyByHash } from './api-keys.store.ts';
import { createApiKey } from './create-api-key.ts';
import { KeyLookup } from './key-lookup.ts';

describe.each(STORES.slice(0, 1))('the lookup of API keys', ({ open }) => {
  test('finds a key with its highest scope, and nothing for another text', async () => {
    const { lookup, key, hash, workspaceId } = await setUp();
    expect(await lookup.find(hash)).toEqual({ keyId: key.id, workspaceId, scope: 'write', expiresAtMs: null });
    expect(await lookup.find(hashToken('phk_other'))).toBeNull();
  });

  test('a key that another node deleted ends after 5 seconds', async () => {
    const { lookup, key, hash, store, clock } = await setUp();
    await lookup.find(hash);
    await deleteApiKey(store, key, alone);
    clock.nowMs += 4_999;
    expect(await lookup.find(hash)).not.toBeNull();
    clock.nowMs += 1;
    expect(await lookup.find(hash)).toBeNull();
  });

  test('a key that was deleted here ends at once, also one that is just being read', async () => {
    const { lookup, key, hash, store } = await setUp();
    const reading = lookup.find(hash);
    lookup.forget(key.id);
    await reading;
    await deleteApiKey(store, key, alone);
    expect(await lookup.find(hash)).toBeNull();
  });

  test('the time of last use is written once a minute', async () => {
    const { lookup, hash, store, clock } = await setUp();
    const key = await lookup.find(hash);
    if (key === null) throw new Error('The key is there.');
    const useAt = async (nowMs: number) => {
      clock.nowMs = nowMs;
      lookup.noteUse(key);
      await lookup.settle();
      return (await findApiKeyByHash(store, hash))?.lastUsedAtMs;
    };
    expect(await useAt(1_000_000)).toBe(1_000_000);
    expect(await useAt(1_059_999)).toBe(1_000_000);
    expect(await useAt(1_060_000)).toBe(1_060_000);
  });

  test('a call goes on when the time of last use cannot be written', async () => {
    const { lookup, hash, store, errors } = await setUp();
    const key = await lookup.find(hash);
    await store.close();
    if (key !== null) lookup.noteUse(key);
    await lookup.settle();
    expect(errors).toHaveLength(1);
  });

  async function setUp() {
    const store = await open();
    const workspaceId = idOf('ws', randomUUID());
    const row = { id: workspaceId, serial: 1, account_id: 'MA_1', name: '', created_at_ms: 0, revision: 0 };
    await store.db.insertInto('workspaces').values(row).execute();
    const clock = { nowMs: 1_000 };
    const nowMs = () => clock.nowMs;
    const { key, token } = await createApiKey(
      store,
      { nowMs, newId: randomUUID, randomBytes },
      { workspaceId, name: '', scopes: ['read', 'write'], expiresAtMs: null, withChange: alone },
    );
    const errors: unknown[] = [];
    const lookup = new KeyLookup({ store, nowMs, onError: (error) => errors.push(error) });
    return { store, workspaceId, clock, key, hash: hashToken(token), lookup, errors };
  }
});
