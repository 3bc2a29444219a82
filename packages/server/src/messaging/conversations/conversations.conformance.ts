import { uuidv7 } from 'uuidv7';
import { describe, expect, test } from 'vitest';
import { conversationIdOf } from '../../domain/conversation.ts';
import { firstIdAt } from '../../domain/id-time.ts';
import { type ConversationId, idOf } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';
import type { ConversationsTable } from '../../platform/db/tables.ts';
import type { WithChange } from '../../platform/db/with-change.ts';
import { decodeCursor } from '../../platform/http/api.ts';
import { countConversations } from './conversation-counts.store.ts';
import {
  type ConversationNote,
  deleteNote,
  insertNote,
  type ListNotes,
  listNotes,
  NOTES_MAX,
} from './conversation-notes.store.ts';
import {
  decodePlace,
  findConversation,
  findConversations,
  findLastInboundWamid,
  findMissedReopenings,
  type ListConversations,
  listConversations,
} from './conversations.store.ts';
import {
  BEGAN_MS,
  CHANNEL,
  insertActivity,
  insertContact,
  insertConversation,
  insertMessage,
  insertStatus,
  WORKSPACE,
} from './test-rows.ts';

const OTHER_WORKSPACE = idOf('ws', '0190a000-0000-7000-8000-000000000002');
const OTHER_CHANNEL = idOf('chn', uuidv7());
const MEMBER = idOf('mbr', uuidv7());
const NOBODY = idOf('cnt', uuidv7());

/** The promises of the stores of conversations and their notes. */
export function conversationsConformance(name: string, openStore: () => Promise<Store>): void {
  describe(`conversations store on ${name}`, () => {
    describeList(openStore);
    describeOne(openStore);
    describeReopenings(openStore);
    describeNotes(openStore);
  });
}

function describeList(openStore: () => Promise<Store>): void {
  test('the latest message comes first, page by page, and nobody who is no contact is in between', async () => {
    const store = await open(openStore);
    const ids: ConversationId[] = [];
    for (const lastMs of [3_000, 1_000, 2_000, 2_000]) {
      const contactId = await insertContact(store);
      ids.push(await insertConversation(store, { contactId, activity: { last_message_at_ms: lastMs } }));
      await insertActivity(store, { id: idOf('cnv', uuidv7()), last_message_at_ms: lastMs });
    }
    // A call is no message: there is no conversation to list yet.
    await insertActivity(store, { id: idOf('cnv', uuidv7()), last_message_at_ms: null });
    const [first, last, ...twins] = ids;
    const expected = [first, ...twins.toSorted().toReversed(), last];
    expect(await listIds(store, { limit: 100 })).toEqual(expected);
    expect(await listIds(store, { limit: 1 })).toEqual(expected);
    expect(await listIds(store, { limit: 2 })).toEqual(expected);
    expect(await listIds(store, { sort: 'last_message_at', limit: 1 })).toEqual(expected.toReversed());
  });

  test('the open ones are counted, and those with something unread: of a member, of nobody, of all', async () => {
    const store = await open(openStore);
    const add = async (row: Partial<ConversationsTable>) =>
      insertConversation(store, { contactId: await insertContact(store), row });
    await add({ assignee_id: MEMBER, read_count: 1 });
    await add({ assignee_id: MEMBER });
    await add({});
    await add({ state: 'closed', closed_at_ms: 5, assignee_id: MEMBER });
    const counted = { unassigned: { open: 1, unread: 1 }, all: { open: 3, unread: 2 } };
    expect(await countConversations(store, { workspaceId: WORKSPACE, memberId: MEMBER })).toEqual({
      ...{ mine: { open: 2, unread: 1 }, ...counted },
    });
    expect(await countConversations(store, { workspaceId: WORKSPACE, memberId: null })).toEqual({
      ...{ mine: null, ...counted },
    });
    const none = { open: 0, unread: 0 };
    expect(await countConversations(store, { workspaceId: OTHER_WORKSPACE, memberId: MEMBER })).toEqual({
      ...{ mine: none, unassigned: none, all: none },
    });
  });

  test('every filter leaves what does not match out', async () => {
    const store = await open(openStore);
    const [mira, bo] = [
      await insertContact(store),
      await insertContact(store, { first_name: 'Bo', search_text: 'bo\n+49%' }),
    ];
    const closed = await insertConversation(store, {
      contactId: mira,
      row: { state: 'closed', closed_at_ms: 5, assignee_id: MEMBER, read_count: 1 },
    });
    const open_ = await insertConversation(store, { contactId: bo, row: { channel_id: OTHER_CHANNEL } });
    const searches: [Partial<ListConversations>, readonly ConversationId[]][] = [
      [{ state: 'closed' }, [closed]],
      [{ state: 'open' }, [open_]],
      [{ assigneeId: MEMBER }, [closed]],
      [{ assigneeId: null }, [open_]],
      [{ channelId: OTHER_CHANNEL }, [open_]],
      [{ contactId: mira }, [closed]],
      [{ contactId: NOBODY }, []],
      [{ isUnread: true }, [open_]],
      [{ isUnread: false }, [closed]],
      [{ contactId: mira, state: 'open' }, []],
      [{ text: 'bo\n+49%' }, [open_]],
      [{ text: 'nobody' }, []],
    ];
    for (const [filter, found] of searches) expect([filter, await listIds(store, filter)]).toEqual([filter, found]);
  });

  test('those of one contact are paged like all', async () => {
    const store = await open(openStore);
    const contactId = await insertContact(store);
    const at = (channel_id: typeof OTHER_CHANNEL, last_message_at_ms: number) =>
      insertConversation(store, { contactId, row: { channel_id }, activity: { last_message_at_ms } });
    const older = await at(OTHER_CHANNEL, 1_000);
    const newer = await at(idOf('chn', uuidv7()), 2_000);
    expect(await listIds(store, { contactId, limit: 1 })).toEqual([newer, older]);
  });

  test('a rare one is found behind thousands of others, in short pages', async () => {
    const store = await open(openStore);
    const rare = await insertConversation(store, {
      contactId: await insertContact(store),
      row: { state: 'closed', closed_at_ms: 5 },
      activity: { last_message_at_ms: 1 },
    });
    const crowd = Array.from({ length: 4_100 }, (_, index) => ({
      ...{ workspace_id: WORKSPACE, id: idOf('cnv', uuidv7()), channel_id: OTHER_CHANNEL, last_message_id: null },
      ...{ last_message_at_ms: BEGAN_MS + index, window_from_ms: null, inbound_count: 0, message_count: 1 },
    }));
    for (let index = 0; index < crowd.length; index += 500) {
      await store.db
        .insertInto('conversation_activity')
        .values(crowd.slice(index, index + 500))
        .execute();
    }
    expect(await listIds(store, { state: 'closed' })).toEqual([rare]);
  });

  test('another workspace sees nothing of it', async () => {
    const store = await open(openStore);
    const id = await insertConversation(store, { contactId: await insertContact(store) });
    await insertMessage(store, { conversation_id: id });
    expect(await listIds(store, { workspaceId: OTHER_WORKSPACE })).toEqual([]);
    expect(await findConversation(store, OTHER_WORKSPACE, id)).toBeNull();
    expect(await findConversations(store, OTHER_WORKSPACE, [id])).toEqual([]);
    expect(await findLastInboundWamid(store, OTHER_WORKSPACE, id)).toBeNull();
  });

  test.each(['', '5', '5 cnt_1', `x ${idOf('cnv', uuidv7())}`, `${'9'.repeat(16)} ${idOf('cnv', uuidv7())}`])(
    '%j is no place in the list',
    (text) => {
      expect(decodePlace(text)).toBeNull();
    },
  );
}

function describeOne(openStore: () => Promise<Store>): void {
  test('is shown with its contact, its activity and its last message', async () => {
    const store = await open(openStore);
    const contactId = await insertContact(store, { phone: '+4915170023456', bsuid: 'DE.1' });
    const last_message_id = idOf('msg', uuidv7());
    const id = await insertConversation(store, { contactId, activity: { last_message_id, inbound_count: 3 } });
    await insertMessage(store, { id: last_message_id, conversation_id: id, wamid: 'wamid.A', text: 'Hello' });
    const found = await findConversation(store, WORKSPACE, id);
    expect(found).toMatchObject({
      conversation: { id, workspaceId: WORKSPACE, revision: 1, contactId, state: 'open', closedAtMs: null },
      contact: { id: contactId, serial: 1, name: 'Mira Lindqvist', phone: '+4915170023456', bsuid: 'DE.1' },
      ...{ inboundCount: 3, windowFromMs: BEGAN_MS },
      lastMessage: { id: last_message_id, wamid: 'wamid.A', direction: 'inbound', text: 'Hello', status: 'received' },
    });
    expect(await list(store, {})).toEqual([found]);
    expect(await findConversations(store, WORKSPACE, [id, idOf('cnv', uuidv7())])).toEqual([found?.conversation]);
  });

  test('what the person wrote before they were a contact opened the window too', async () => {
    const store = await open(openStore);
    const contactId = await insertContact(store, { phone: '+5511961234567', bsuid: 'BR.7' });
    const id = await insertConversation(store, { contactId, activity: { window_from_ms: null } });
    const fromMs = async () => (await findConversation(store, WORKSPACE, id))?.windowFromMs;
    expect(await fromMs()).toBeNull();
    for (const [name, window_from_ms] of [
      [{ contactId: null, phone: '551161234567', bsuid: null }, null],
      [{ contactId: null, phone: null, bsuid: 'BR.7' }, 3_000],
    ] as const) {
      await insertActivity(store, { id: conversationIdOf(CHANNEL, name) ?? id, window_from_ms });
      expect(await fromMs()).toBe(window_from_ms);
    }
    expect((await list(store, {})).map(({ windowFromMs }) => windowFromMs)).toEqual([3_000]);
  });

  test('of a contact that was deleted id and serial are left', async () => {
    const store = await open(openStore);
    const gone = { first_name: '', last_name: null, phone: null, deleted_at_ms: 5 };
    const contactId = await insertContact(store, gone);
    const id = await insertConversation(store, { contactId });
    const left = { id: contactId, serial: 1, name: null, phone: null, bsuid: null };
    expect((await findConversation(store, WORKSPACE, id))?.contact).toEqual(left);
    expect((await list(store, {})).map(({ contact }) => contact)).toEqual([left]);
  });

  test.each<[string, Parameters<typeof insertMessage>[1], Partial<Parameters<typeof insertStatus>[1]> | null, string]>([
    ['a message that is on its way', { source: 'api', wamid: null }, null, 'pending'],
    ['one that Meta has taken', { source: 'api', wamid: 'wamid.A', accepted_at_ms: 5 }, null, 'accepted'],
    ['one that Meta has refused', { source: 'api', wamid: null, refused_at_ms: 5 }, null, 'failed'],
    ['one that was read', { source: 'api', wamid: 'wamid.A', accepted_at_ms: 5 }, { read_at_ms: 9 }, 'read'],
    ['one whose answer was lost', { source: 'api', wamid: null }, { delivered_at_ms: 9 }, 'delivered'],
    ['one of the WhatsApp Business app', { source: 'echo', wamid: 'wamid.A' }, null, 'accepted'],
  ])('%s has the status that all messages have', async (_name, message, told, status) => {
    const store = await open(openStore);
    const last_message_id = idOf('msg', uuidv7());
    const contactId = await insertContact(store);
    const id = await insertConversation(store, { contactId, activity: { last_message_id } });
    await insertMessage(store, { id: last_message_id, conversation_id: id, direction: 'outbound', ...message });
    if (told !== null) await insertStatus(store, { wamid: 'wamid.A', message_id: last_message_id, ...told });
    const found = await findConversation(store, WORKSPACE, id);
    expect(found?.lastMessage).toMatchObject({ status, wamid: message.wamid ?? (told === null ? null : 'wamid.A') });
  });

  test('the latest message of the person is found among those of both sides', async () => {
    const store = await open(openStore);
    const id = await insertConversation(store, { contactId: await insertContact(store) });
    expect(await findLastInboundWamid(store, WORKSPACE, id)).toBeNull();
    for (const wamid of ['wamid.1', 'wamid.2', 'wamid.3']) {
      const direction = wamid === 'wamid.3' ? 'outbound' : 'inbound';
      await insertMessage(store, { id: idOf('msg', uuidv7()), conversation_id: id, wamid, direction });
    }
    expect(await findLastInboundWamid(store, WORKSPACE, id)).toBe('wamid.2');
  });
}

const CLOSED_MS = BEGAN_MS + 60_000;

function describeReopenings(openStore: () => Promise<Store>): void {
  test.each<[string, Parameters<typeof insertMessage>[1], boolean]>([
    ['the person wrote a moment later', { created_at_ms: CLOSED_MS + 1 }, true],
    ['the person wrote before, in the same second', { created_at_ms: CLOSED_MS - 1 }, false],
    ['the company wrote later', { created_at_ms: CLOSED_MS + 1, direction: 'outbound' }, false],
  ])('one that was closed when %s', async (_when, message, isMissed) => {
    const store = await open(openStore);
    const closed = { state: 'closed', closed_at_ms: CLOSED_MS } as const;
    const id = await insertConversation(store, { contactId: await insertContact(store), row: closed });
    await insertMessage(store, { id: firstIdAt('msg', message.created_at_ms ?? 0), conversation_id: id, ...message });
    const find = async (closedFromMs: number) =>
      (await findMissedReopenings(store, { closedFromMs, limit: 10 })).map((conversation) => conversation.id);
    expect(await find(CLOSED_MS - 1_000)).toEqual(isMissed ? [id] : []);
    expect(await find(CLOSED_MS + 1)).toEqual([]);
    await store.db.updateTable('conversations').set({ state: 'open', closed_at_ms: null }).execute();
    expect(await find(CLOSED_MS - 1_000)).toEqual([]);
  });
}

function describeNotes(openStore: () => Promise<Store>): void {
  test('notes come newest first, page by page, as they were written', async () => {
    const store = await open(openStore);
    const conversationId = await insertConversation(store, { contactId: await insertContact(store) });
    const notes = [await add(store, { conversationId, text: 'Änne \0 called' }), await add(store, { conversationId })];
    expect(notes[0]?.text).toBe('Änne \ufffd called');
    const query: ListNotes = { workspaceId: WORKSPACE, conversationId, beforeId: null, limit: 1 };
    const first = await listNotes(store, query);
    expect(first).toEqual({ items: [notes[1]], nextCursor: expect.any(String) });
    const beforeId = notes[1]?.id ?? null;
    expect(decodeCursor(first.nextCursor ?? '')).toBe(beforeId);
    expect(await listNotes(store, { ...query, beforeId })).toEqual({ items: [notes[0]], nextCursor: null });
    expect((await listNotes(store, { ...query, workspaceId: OTHER_WORKSPACE })).items).toEqual([]);
  });

  test('a note is deleted as one of its conversation, and told of', async () => {
    const store = await open(openStore);
    const conversationId = await insertConversation(store, { contactId: await insertContact(store) });
    const note = await add(store, { conversationId });
    const told: unknown[] = [];
    const tell: WithChange<ConversationNote> = async (_trx, change) => {
      told.push(change);
    };
    for (const wrong of [{ workspaceId: OTHER_WORKSPACE }, { conversationId: idOf('cnv', uuidv7()) }]) {
      expect(await deleteNote(store, { ...note, ...wrong }, tell)).toBe(false);
    }
    expect(await deleteNote(store, note, tell)).toBe(true);
    expect(await deleteNote(store, note, tell)).toBe(false);
    expect(told).toEqual([{ before: note, after: null }]);
  });

  test('no note is added to a conversation that is gone', async () => {
    const store = await open(openStore);
    await expect(add(store, { conversationId: idOf('cnv', uuidv7()) })).rejects.toMatchObject({ code: 'not_found' });
  });

  test('a conversation has no more notes than the bound', async () => {
    const store = await open(openStore);
    const conversationId = await insertConversation(store, { contactId: await insertContact(store) });
    const row = { workspace_id: WORKSPACE, conversation_id: conversationId, text: 'x', author: '{}', created_at_ms: 1 };
    const rows = Array.from({ length: NOTES_MAX - 1 }, () => ({ ...row, id: idOf('note', uuidv7()) }));
    await store.db.insertInto('conversation_notes').values(rows).execute();
    await add(store, { conversationId });
    await expect(add(store, { conversationId })).rejects.toMatchObject({ code: 'limit_reached' });
  });
}

async function open(openStore: () => Promise<Store>): Promise<Store> {
  const store = await openStore();
  const row = { name: 'W', created_at_ms: 1, revision: 0 };
  await store.db
    .insertInto('workspaces')
    .values([
      { ...row, id: WORKSPACE, serial: 1, account_id: 'MA_1' },
      { ...row, id: OTHER_WORKSPACE, serial: 2, account_id: 'MA_2' },
    ])
    .execute();
  return store;
}

async function list(store: Store, query: Partial<ListConversations>) {
  const items = [];
  let after: ListConversations['after'] = null;
  do {
    const page = await listConversations(store, {
      workspaceId: WORKSPACE,
      sort: '-last_message_at',
      limit: 50,
      ...query,
      after,
    });
    items.push(...page.items);
    after = page.nextCursor === null ? null : decodePlace(decodeCursor(page.nextCursor));
  } while (after !== null);
  return items;
}

async function listIds(store: Store, query: Partial<ListConversations>): Promise<readonly ConversationId[]> {
  return (await list(store, query)).map(({ conversation }) => conversation.id);
}

function add(store: Store, note: Pick<ConversationNote, 'conversationId'> & Partial<ConversationNote>) {
  const defaults = { id: idOf('note', uuidv7()), workspaceId: WORKSPACE, text: 'Called.', createdAtMs: BEGAN_MS };
  return insertNote(store, { ...defaults, author: { kind: 'root', id: null }, ...note }, async () => {});
}
