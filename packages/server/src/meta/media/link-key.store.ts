import type { Store } from '../../platform/db/store.ts';

export const LINK_KEY_BYTES = 32;

interface LinkKeyContext {
  readonly seal: (clear: string) => string;
  readonly open: (sealed: string) => string;
  readonly randomBytes: (size: number) => Buffer;
}

/** The key of the links that this installation hands out; made on the first start, the same on every node. */
export async function loadOrCreateLinkKey(store: Store, context: LinkKeyContext): Promise<Buffer> {
  const made = context.seal(context.randomBytes(LINK_KEY_BYTES).toString('base64'));
  await store.db.updateTable('instance').set({ link_key: made }).where('link_key', 'is', null).execute();
  const row = await store.db.selectFrom('instance').select('link_key').executeTakeFirstOrThrow();
  return Buffer.from(context.open(row.link_key ?? made), 'base64');
}
