import { uuidv7 } from 'uuidv7';
import { describe, expect, test } from 'vitest';
import { conversationIdOf } from '../../domain/conversation.ts';
import { type ConversationId, idOf, uuidOf } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';
import type { MessagesTable } from '../../platform/db/tables.ts';
import { insertMessage, insertStatuses } from './test-support.ts';
import { listThread } from './thread-page.ts';
import { listMessageKeys } from './thread-parts.store.ts';

const WORKSPACE = idOf('ws', '0190a000-0000-7000-8000-000000000001');
const OTHER_WORKSPACE = idOf('ws', '0190a000-0000-7000-8000-000000000002');
const CHANNEL = idOf('chn', '0190a000-0000-7000-8000-0000000000c1');
const CONVERSATION: ConversationId =
  conversationIdOf(CHANNEL, { contactId: null, phone: '1', bsuid: null }) ?? idOf('cnv', uuidv7());

/** What reading a thread promises. */
export function threadConformance(name: string, openStore: () => Promise<Store>): void {
  describe(`threads on ${name}`, () => {
    test('a message carries the one that it answers, shortened, and none that is not known', async () => {
      const { add, list } = await start(openStore);
      const first = await add({ wamid: 'wamid.1', text: 'x'.repeat(400) });
      await add({ wamid: 'wamid.2', reply_to: 'wamid.1' });
      await add({ wamid: 'wamid.3', reply_to: 'wamid.unknown' });
      const [third, second] = await list();
      expect(third).toMatchObject({ reply_to: 'wamid.unknown', quoted: null });
      expect(second?.quoted).toEqual({
        ...{ id: first, message_id: 'wamid.1', direction: 'inbound', type: 'text', text: 'x'.repeat(300) },
      });
    });

    test('the reactions that stand are on their message: the last of each side, none that was taken away or refused', async () => {
      const { add, list } = await start(openStore);
      await add({ wamid: 'wamid.1', text: 'Hello' });
      const react = (emoji: string | undefined, row: Partial<MessagesTable> = {}) =>
        add({ type: 'reaction', content: JSON.stringify({ reaction: { message_id: 'wamid.1', emoji } }), ...row });
      await react('👍');
      await react('🎉', { occurred_at_ms: 5 });
      const ours = { direction: 'outbound', source: 'api', sender: '{"kind":"member","id":"mbr_1"}' } as const;
      await react('❤️', ours);
      await react('🔥', { ...ours, refused_at_ms: 9 });
      const reactions = async () => (await list()).at(-1)?.reactions;
      expect(await reactions()).toEqual([
        { emoji: '🎉', direction: 'inbound', sender: null, at: '1970-01-01T00:00:00.005Z' },
        {
          ...{ emoji: '❤️', direction: 'outbound', at: '1970-01-01T00:00:00.001Z' },
          sender: { kind: 'member', id: 'mbr_1' },
        },
      ]);
      await react(undefined);
      await react('', ours);
      expect(await reactions()).toEqual([]);
    });

    test('a file comes with its own path, its state and its size', async () => {
      const { add, list, store } = await start(openStore);
      const content = JSON.stringify({ image: { id: '77', mime_type: 'image/jpeg', caption: 'Moss' } });
      await add({ type: 'image', content });
      const told = { path: '/media/77', url: 'https://posthorn.example/media/77', caption: 'Moss' };
      expect((await list())[0]?.media).toMatchObject({ ...told, state: null, size_bytes: null });
      await store.db
        .insertInto('media_files')
        .values({
          ...{ workspace_id: WORKSPACE, media_id: '77', channel_id: CHANNEL, conversation_id: CONVERSATION },
          ...{ direction: 'inbound', state: 'stored', mime_type: 'application/octet-stream', sha256: null },
          ...{ size_bytes: 1_234, filename: 'moss.jpg', storage_key: null, due_at_ms: null, lease_token: null },
          ...{ tries: 1, error: null, created_at_ms: 1, stored_at_ms: 2, revoked_at_ms: null },
        })
        .execute();
      const kept = { state: 'stored', size_bytes: 1_234, mime_type: 'application/octet-stream', filename: 'moss.jpg' };
      expect((await list())[0]?.media).toMatchObject({ ...told, ...kept });
    });

    test('a message that failed says what to do about it, in words of ours', async () => {
      const { add, list, store } = await start(openStore);
      await add({ wamid: 'wamid.1', direction: 'outbound', source: 'api', accepted_at_ms: 1 });
      const error = JSON.stringify({ code: 131_047, title: 'Re-engagement message', details: 'More than 24 hours' });
      await insertStatuses(store, { workspace_id: WORKSPACE, wamid: 'wamid.1', failed_at_ms: 5, error });
      expect((await list())[0]).toMatchObject({ status: 'failed', error: { code: 131_047, advice: 'Advice 131047.' } });
    });

    test('goes on before any id, and shows nothing of another conversation or workspace', async () => {
      const { add, list, store } = await start(openStore);
      const ids = [await add({}), await add({})];
      await add({ conversation_id: null });
      const elsewhere = { workspace_id: OTHER_WORKSPACE, conversation_id: CONVERSATION };
      const theirs = await insertMessage(store, elsewhere);
      expect((await list()).map(({ id }) => id)).toEqual(ids.toReversed());
      expect((await list({ limit: 1 })).map(({ id }) => id)).toEqual([ids[1]]);
      expect((await list({ beforeUuid: uuidOf(ids[1] ?? '') })).map(({ id }) => id)).toEqual([ids[0]]);
      const keys = (asked: readonly (typeof theirs)[] | null) =>
        listMessageKeys(store, { workspaceId: WORKSPACE, conversationId: CONVERSATION, ids: asked, limit: 10 });
      expect((await keys(null)).map(({ id }) => id)).toEqual(ids.toReversed());
      expect((await keys([theirs, ...ids.slice(0, 1)])).map(({ id }) => id)).toEqual([ids[0]]);
      expect(await keys([])).toEqual([]);
    });
  });
}

async function start(openStore: () => Promise<Store>) {
  const store = await openStore();
  const ctx = {
    store,
    mediaUrl: (_workspaceId: unknown, mediaId: string) => `https://posthorn.example/media/${mediaId}`,
    adviceFor: (code: number) => `Advice ${code}.`,
  };
  const query = { workspaceId: WORKSPACE, conversationId: CONVERSATION, beforeUuid: null, limit: 50 };
  return {
    store,
    add: (row: Partial<MessagesTable>) =>
      insertMessage(store, { workspace_id: WORKSPACE, conversation_id: CONVERSATION, ...row }),
    list: (over: { readonly limit?: number; readonly beforeUuid?: string } = {}) =>
      listThread(ctx, { ...query, ...over }),
  };
}
