import { uuidv7 } from 'uuidv7';
import { describe, expect, test } from 'vitest';
import { conversationIdOf } from '../../domain/conversation.ts';
import { idOf, type MessageId } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';
import type { ConversationActivityTable, MessagesTable } from '../../platform/db/tables.ts';
import { decodeCursor } from '../../platform/http/api.ts';
import {
  findBsuidOf,
  findMessage,
  findMessageByWamid,
  findToldStatuses,
  findWindowFromMs,
  isChannelConnected,
  type ListMessages,
  listMessages,
} from './messages.store.ts';
import { insertMessage, insertStatuses, messageRow } from './test-support.ts';

const WORKSPACE = idOf('ws', '0190a000-0000-7000-8000-000000000001');
const OTHER_WORKSPACE = idOf('ws', '0190a000-0000-7000-8000-000000000002');
const CHANNEL = idOf('chn', '0190a000-0000-7000-8000-0000000000c1');
const OTHER_CHANNEL = idOf('chn', '0190a000-0000-7000-8000-0000000000c2');
const CONTACT = idOf('cnt', '0190a000-0000-7000-8000-000000000003');
const CONVERSATION = conversationIdOf(CHANNEL, { contactId: CONTACT, phone: null, bsuid: null });
const SENT = { workspace_id: WORKSPACE, direction: 'outbound', source: 'api' } as const;

/** What reading messages promises. */
export function messagesConformance(name: string, openStore: () => Promise<Store>): void {
  describe(`messages on ${name}`, () => {
    describeReading(openStore);
    describeStatuses(openStore);
    describeLists(openStore);
    describeSending(openStore);
  });
}

function describeReading(openStore: () => Promise<Store>): void {
  test('finds a message by its id and by the one that Meta has of it, in its workspace alone', async () => {
    const store = await openStore();
    const id = await insertMessage(store, { workspace_id: WORKSPACE, wamid: 'wamid.1', text: 'Hello' });
    await insertMessage(store, { workspace_id: OTHER_WORKSPACE, wamid: 'wamid.1', text: 'Theirs' });
    const message = await findMessage(store, WORKSPACE, id);
    expect(message).toMatchObject({ id, wamid: 'wamid.1', text: 'Hello', content: { body: 'Hello' }, statuses: null });
    expect(await findMessageByWamid(store, WORKSPACE, 'wamid.1')).toEqual(message);
    expect(await findMessage(store, OTHER_WORKSPACE, id)).toBeNull();
    expect(await findMessageByWamid(store, WORKSPACE, 'wamid.2')).toBeNull();
  });

  test('shows the message that was sent from here when an echo tells of it too', async () => {
    const store = await openStore();
    await insertMessage(store, { ...SENT, source: 'echo', wamid: 'wamid.1' });
    const id = await insertMessage(store, { ...SENT, wamid: 'wamid.1' });
    expect(await findMessageByWamid(store, WORKSPACE, 'wamid.1')).toMatchObject({ id });
  });

  test('tells content, referral and error apart as they were kept', async () => {
    const store = await openStore();
    const insert = (row: Partial<MessagesTable>) => insertMessage(store, { workspace_id: WORKSPACE, ...row });
    const image = await insert({
      type: 'image',
      content: '{"image":{"id":"1"},"referral":{"source_id":"9"},"context":{"id":"wamid.0"}}',
    });
    const unsupported = await insert({
      type: 'unsupported',
      content: '{"errors":[{"code":131051,"title":"Unsupported","error_data":{"details":"d"}}]}',
    });
    const erased = await insert({ type: 'erased' });
    expect(await findMessage(store, WORKSPACE, image)).toMatchObject({
      content: { id: '1' },
      referral: { source_id: '9' },
      error: null,
      status: 'received',
    });
    expect(await findMessage(store, WORKSPACE, unsupported)).toMatchObject({
      content: null,
      error: { code: 131051, title: 'Unsupported', details: 'd' },
    });
    expect(await findMessage(store, WORKSPACE, erased)).toMatchObject({ type: 'erased', content: null, text: null });
  });
}

function describeStatuses(openStore: () => Promise<Store>): void {
  test('joins what Meta told to the message when it is read, whichever came first', async () => {
    const store = await openStore();
    await insertStatuses(store, {
      ...{ workspace_id: WORKSPACE, wamid: 'wamid.1', sent_at_ms: 5, read_at_ms: 9 },
      pricing: '{"billable":true}',
    });
    await insertStatuses(store, { workspace_id: OTHER_WORKSPACE, wamid: 'wamid.1', failed_at_ms: 7 });
    const id = await insertMessage(store, { ...SENT, wamid: 'wamid.1', accepted_at_ms: 4 });
    expect(await findMessage(store, WORKSPACE, id)).toMatchObject({
      status: 'read',
      error: null,
      statuses: { sentAtMs: 5, deliveredAtMs: null, readAtMs: 9, failedAtMs: null, pricing: { billable: true } },
    });
  });

  test('finds the message whose answer was lost by the id that Meta gave back', async () => {
    const store = await openStore();
    const id = await insertMessage(store, SENT);
    await insertStatuses(store, { workspace_id: WORKSPACE, wamid: 'wamid.1', message_id: id, delivered_at_ms: 5 });
    const message = await findMessage(store, WORKSPACE, id);
    expect(message).toMatchObject({ wamid: 'wamid.1', status: 'delivered' });
    expect(await findMessageByWamid(store, WORKSPACE, 'wamid.1')).toEqual(message);
    expect((await list(store)).items).toEqual([message]);
  });

  test('knows statuses of a message that was never sent from here', async () => {
    const store = await openStore();
    await insertStatuses(store, { workspace_id: WORKSPACE, wamid: 'wamid.1', sent_at_ms: 5 });
    expect(await findMessageByWamid(store, WORKSPACE, 'wamid.1')).toBeNull();
    expect(await findToldStatuses(store, WORKSPACE, 'wamid.1')).toMatchObject({ wamid: 'wamid.1', sentAtMs: 5 });
    expect(await findToldStatuses(store, OTHER_WORKSPACE, 'wamid.1')).toBeNull();
  });

  test('tells how far a message is, and why it failed, by everything that is known', async () => {
    const store = await openStore();
    const statusOf = async (row: Partial<MessagesTable>) => {
      const id = await insertMessage(store, { ...SENT, ...row });
      const message = await findMessage(store, WORKSPACE, id);
      return [message?.status, message?.error?.code ?? null];
    };
    expect(await statusOf({})).toEqual(['pending', null]);
    expect(await statusOf({ wamid: 'wamid.2', accepted_at_ms: 5 })).toEqual(['accepted', null]);
    expect(await statusOf({ refused_at_ms: 5, refusal: '{"code":131047,"title":"t"}' })).toEqual(['failed', 131047]);
    expect(await statusOf({ source: 'echo', wamid: 'wamid.3' })).toEqual(['accepted', null]);
    await insertStatuses(store, {
      ...{ workspace_id: WORKSPACE, wamid: 'wamid.4', failed_at_ms: 5 },
      error: '{"code":131026,"title":"t","details":null}',
    });
    expect(await statusOf({ wamid: 'wamid.4', accepted_at_ms: 5 })).toEqual(['failed', 131026]);
  });
}

function describeLists(openStore: () => Promise<Store>): void {
  test('lists newest first in pages, each message once', async () => {
    const store = await openStore();
    const ids: MessageId[] = [];
    for (let count = 0; count < 7; count++) ids.push(await insertMessage(store, { workspace_id: WORKSPACE }));
    await insertMessage(store, { workspace_id: OTHER_WORKSPACE });
    expect(await walk(store, { limit: 3 })).toEqual(ids.toReversed());
  });

  test('lists what matches every filter', async () => {
    const store = await openStore();
    const insert = (row: Partial<MessagesTable>) => insertMessage(store, { workspace_id: WORKSPACE, ...row });
    const theirs = { contact_id: CONTACT, conversation_id: CONVERSATION };
    const [first, second, third, fourth] = [
      await insert({ ...theirs, wamid: 'wamid.1' }),
      await insert({ ...theirs, direction: 'outbound', wamid: 'wamid.2' }),
      await insert({ channel_id: OTHER_CHANNEL, contact_id: CONTACT, wamid: 'wamid.2' }),
      await insert({}),
    ];
    expect(await walk(store, { conversationId: CONVERSATION ?? undefined })).toEqual([second, first]);
    expect(await walk(store, { contactId: CONTACT })).toEqual([third, second, first]);
    expect(await walk(store, { channelId: CHANNEL })).toEqual([fourth, second, first]);
    expect(await walk(store, { direction: 'outbound' })).toEqual([second]);
    expect(await walk(store, { wamid: 'wamid.2' })).toEqual([third, second]);
    expect(await walk(store, { contactId: CONTACT, channelId: CHANNEL, direction: 'inbound' })).toEqual([first]);
    expect(await walk(store, { conversationId: CONVERSATION ?? undefined, wamid: 'wamid.1' })).toEqual([first]);
  });

  test('looks for what is rare a bounded piece at a time', async () => {
    const store = await openStore();
    const rare = await insertMessage(store, { workspace_id: WORKSPACE, contact_id: CONTACT });
    await insertMany(store, 4_100);
    expect(await walk(store, { contactId: CONTACT })).toEqual([rare]);
  });
}

function describeSending(openStore: () => Promise<Store>): void {
  test('knows when somebody wrote last in any of their conversations', async () => {
    const store = await openStore();
    const ids = ['1', '2', '3', '4'].map((digit) => idOf('cnv', `0190a000-0000-8000-8000-00000000000${digit}`));
    const row = {
      channel_id: CHANNEL,
      last_message_at_ms: 1,
      last_message_id: null,
      inbound_count: 0,
      message_count: 1,
    };
    const [one, two, three, none] = ids;
    if (one === undefined || two === undefined || three === undefined || none === undefined) throw new Error('ids');
    const rows: ConversationActivityTable[] = [
      { ...row, workspace_id: WORKSPACE, id: one, window_from_ms: 5 },
      { ...row, workspace_id: WORKSPACE, id: two, window_from_ms: 9 },
      { ...row, workspace_id: WORKSPACE, id: three, window_from_ms: null },
      { ...row, workspace_id: OTHER_WORKSPACE, id: one, window_from_ms: 99 },
    ];
    await store.db.insertInto('conversation_activity').values(rows).execute();
    expect(await findWindowFromMs(store, WORKSPACE, ids)).toBe(9);
    expect(await findWindowFromMs(store, WORKSPACE, [three, none])).toBeNull();
    expect(await findWindowFromMs(store, WORKSPACE, [])).toBeNull();
  });

  test('knows the last BSUID of a number in every spelling', async () => {
    const store = await openStore();
    const insert = (workspace_id: typeof WORKSPACE, phone: string, bsuid: string | null) =>
      store.db
        .insertInto('events')
        .values({
          ...{ workspace_id, id: idOf('evt', uuidv7()), type: 'message.received', origin: 'meta', channel_id: null },
          ...{ occurred_at_ms: 1, created_at_ms: 1, phone, bsuid, hops: 0, payload: '{}' },
        })
        .execute();
    await insert(WORKSPACE, '551187654321', 'BR.1');
    await insert(WORKSPACE, '551187654321', 'BR.2');
    await insert(WORKSPACE, '551187654321', null);
    await insert(OTHER_WORKSPACE, '551187654321', 'BR.3');
    expect(await findBsuidOf(store, WORKSPACE, '5511987654321')).toBe('BR.2');
    expect(await findBsuidOf(store, WORKSPACE, '4915170023456')).toBeNull();
  });

  test('knows which channels have a token that Meta takes', async () => {
    const store = await openStore();
    await insertWorkspaces(store);
    const insert = async (number: string, change: { access_token?: string; token_expired_at_ms?: number }) => {
      const id = idOf('chn', uuidv7());
      await store.db
        .insertInto('channels')
        .values({
          ...{ workspace_id: WORKSPACE, id, meta_app_id: APP, waba_id: '1', phone_number_id: number },
          ...{ display_phone_number: '1', access_token: null, created_at_ms: 1, updated_at_ms: 1 },
          ...{ deleted_at_ms: null, revision: 0, ...change },
        })
        .execute();
      return id;
    };
    const connected = await insert('1', { access_token: 'sealed' });
    const expired = await insert('2', { access_token: 'sealed', token_expired_at_ms: 5 });
    const bare = await insert('3', {});
    expect(await isChannelConnected(store, WORKSPACE, connected)).toBe(true);
    expect(await isChannelConnected(store, OTHER_WORKSPACE, connected)).toBe(false);
    for (const id of [expired, bare]) expect(await isChannelConnected(store, WORKSPACE, id)).toBe(false);
  });
}

const APP = idOf('app', '0190a000-0000-7000-8000-000000000005');

async function insertWorkspaces(store: Store): Promise<void> {
  const workspace = { id: WORKSPACE, serial: 1, account_id: 'MA_1', name: 'W', created_at_ms: 1, revision: 0 };
  await store.db.insertInto('workspaces').values(workspace).execute();
  const app = { app_id: '1', app_secrets: '', verify_token: '', created_at_ms: 0, updated_at_ms: 0, revision: 0 };
  await store.db
    .insertInto('meta_apps')
    .values({ ...app, id: APP, workspace_id: WORKSPACE, deleted_at_ms: null })
    .execute();
}

function list(store: Store, query: Partial<ListMessages> = {}) {
  return listMessages(store, { workspaceId: WORKSPACE, beforeId: null, limit: 50, ...query });
}

/** Ids of every page of a list. */
async function walk(store: Store, query: Partial<ListMessages>): Promise<readonly MessageId[]> {
  const ids: MessageId[] = [];
  for (let beforeId: MessageId | null = null; ; ) {
    const page = await list(store, { ...query, beforeId });
    ids.push(...page.items.map(({ id }) => id));
    if (page.nextCursor === null) return ids;
    beforeId = decodeCursor(page.nextCursor) as MessageId;
  }
}

async function insertMany(store: Store, count: number): Promise<void> {
  for (let done = 0; done < count; done += 100) {
    const rows = Array.from({ length: 100 }, () => messageRow({ workspace_id: WORKSPACE }));
    await store.db.insertInto('messages').values(rows).execute();
  }
}
