import { describe, expect, test } from 'vitest';
import type { Store } from '../db/store.ts';
import { checkEncryptionKey } from './key-check.store.ts';

const OLD = '00000000000000aa';
const NEW = '00000000000000bb';

/** The promises of the key check. Run on every database, see `test/conformance/`. */
export function keyCheckStoreConformance(name: string, openStore: () => Promise<Store>): void {
  describe(`key check on ${name}`, () => {
    test('takes the key of the first node and lets it in again', async () => {
      const store = await openStore();
      await checkEncryptionKey(store, [OLD]);
      await checkEncryptionKey(store, [OLD]);
      expect(await readNoted(store)).toBe(OLD);
    });

    test('refuses a node with another key and names both, and changes nothing', async () => {
      const store = await openStore();
      await checkEncryptionKey(store, [OLD]);
      await expect(checkEncryptionKey(store, [NEW])).rejects.toMatchObject({
        code: 'config_invalid',
        message: expect.stringMatching(new RegExp(`${OLD}.*${NEW}`)),
      });
      expect(await readNoted(store)).toBe(OLD);
    });

    test('lets a second key be told to every node before any of them seals with it', async () => {
      const store = await openStore();
      await checkEncryptionKey(store, [OLD]);
      await checkEncryptionKey(store, [OLD, NEW]);
      await checkEncryptionKey(store, [OLD]);
      await checkEncryptionKey(store, [NEW, OLD]);
      await checkEncryptionKey(store, [OLD, NEW]);
    });

    test('wants both keys once both have sealed something', async () => {
      const store = await openStore();
      await checkEncryptionKey(store, [OLD]);
      await checkEncryptionKey(store, [NEW, OLD]);
      await expect(checkEncryptionKey(store, [OLD])).rejects.toMatchObject({ code: 'config_invalid' });
      await expect(checkEncryptionKey(store, [NEW])).rejects.toMatchObject({ code: 'config_invalid' });
    });

    test('lets one of two nodes win that make the database with different keys', async () => {
      const store = await openStore();
      const results = await Promise.allSettled([checkEncryptionKey(store, [OLD]), checkEncryptionKey(store, [NEW])]);
      expect(results.map((result) => result.status).toSorted()).toEqual(['fulfilled', 'rejected']);
    });
  });
}

async function readNoted(store: Store): Promise<string | null> {
  const row = await store.db.selectFrom('instance').select('encryption_key_id').executeTakeFirstOrThrow();
  return row.encryption_key_id;
}
