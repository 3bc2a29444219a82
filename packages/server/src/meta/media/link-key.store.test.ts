import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { STORES } from '../../../test/support/open-store.ts';
import { LINK_KEY_BYTES, loadOrCreateLinkKey } from './link-key.store.ts';

const seal = (clear: string) => `sealed:${clear}`;
const open = (sealed: string) => sealed.replace('sealed:', '');

describe.each(STORES)('the key of links on $name', (stores) => {
  test('is made once and is the same on every node, also when they start together', async () => {
    const store = await stores.open();
    const context = { seal, open, randomBytes };
    const keys = await Promise.all([1, 2, 3].map(() => loadOrCreateLinkKey(store, context)));
    keys.push(await loadOrCreateLinkKey(store, context));
    expect(new Set(keys.map((key) => key.toString('hex'))).size).toBe(1);
    expect(keys[0]).toHaveLength(LINK_KEY_BYTES);
  });

  test('is stored sealed', async () => {
    const store = await stores.open();
    await loadOrCreateLinkKey(store, { seal, open, randomBytes });
    const row = await store.db.selectFrom('instance').select('link_key').executeTakeFirstOrThrow();
    expect(row.link_key).toMatch(/^sealed:/);
  });
});
