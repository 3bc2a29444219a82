import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { STORES } from '../../../test/support/open-store.ts';
import { createTestPublish } from '../../../test/support/publish.ts';
import { startApi } from '../../../test/support/start-api.ts';
import { WORKSPACE_A, WORKSPACE_B } from '../../../test/support/two-workspaces.ts';
import type { AuditEntry } from '../../domain/audit.ts';
import { PosthornError } from '../../domain/errors.ts';
import { type ConversationId, idOf, type MemberId } from '../../domain/ids.ts';
import type { RecordWrite } from '../../platform/db/record-write.ts';
import type { Store } from '../../platform/db/store.ts';
import type { ConversationActivityTable, ConversationsTable } from '../../platform/db/tables.ts';
import { KeyedLocks } from '../../platform/keyed-locks.ts';
import { noteRoutes } from './conversation-notes.routes.ts';
import { saveConversation } from './conversation-writer.ts';
import { conversationRoutes, type ListMessages, type ReadMessage } from './conversations.routes.ts';
import { findConversation } from './conversations.store.ts';
import { BEGAN_MS, CHANNEL, insertContact, insertConversation, insertMessage } from './test-rows.ts';

const MEMBER = idOf('mbr', randomUUID());
const NOWHERE = idOf('cnv', randomUUID());
const NOW_MS = BEGAN_MS + 3_600_000;
const PATH = '/v1/conversations';

describe('/v1/conversations', () => {
  test('shows a conversation with its contact, its last message and its window', async () => {
    const { call, store } = await start();
    const last_message_id = idOf('msg', randomUUID());
    const contactId = await insertContact(store, { phone: '+4915170023456' });
    const id = await insertConversation(store, { contactId, activity: { last_message_id, inbound_count: 2 } });
    await insertMessage(store, { id: last_message_id, conversation_id: id, wamid: 'wamid.A', text: 'Hello' });
    const one = await call('GET', `${PATH}/${id}`, { as: 'a-read' });
    expect(one).toMatchObject({ status: 200, etag: '"r1"' });
    expect(one.body).toEqual({
      ...{ id, channel_id: CHANNEL, contact_id: contactId, state: 'open', assignee_id: null, unread_count: 2 },
      channel_number: null,
      contact: { id: contactId, serial: 1, name: 'Mira Lindqvist', phone: '+4915170023456', bsuid: null },
      last_message: {
        ...{ id: last_message_id, message_id: 'wamid.A', direction: 'inbound', type: 'text', text: 'Hello' },
        ...{ occurred_at: iso(BEGAN_MS), status: 'received' },
      },
      window: { open: true, closes_at: iso(BEGAN_MS + 86_400_000) },
      ...{ created_at: iso(BEGAN_MS), updated_at: iso(BEGAN_MS), closed_at: null },
    });
    expect((await call('GET', PATH)).body).toEqual({ data: [one.body], next_cursor: null, has_more: false });
  });

  test.each([[NOW_MS - 86_400_000], [null]])(
    'the window is closed when the person wrote last at %j',
    async (fromMs) => {
      const { call, add } = await start();
      const id = await add({}, { window_from_ms: fromMs });
      expect((await call('GET', `${PATH}/${id}`)).body.window).toEqual({ open: false, closes_at: null });
    },
  );

  test('lists by every filter, and goes on with the cursor', async () => {
    const { call, add } = await start();
    const closed = { state: 'closed', closed_at_ms: BEGAN_MS, read_count: 1 } as const;
    const old = await add(closed, { last_message_at_ms: BEGAN_MS });
    const fresh = await add({ assignee_id: MEMBER }, { last_message_at_ms: BEGAN_MS + 1 });
    const contactOf = async (id: ConversationId) => (await call('GET', `${PATH}/${id}`)).body.contact_id;
    const ids = async (query: string) =>
      (await call('GET', `${PATH}${query}`)).body.data.map((one: { readonly id: string }) => one.id);
    expect(await ids('')).toEqual([fresh, old]);
    for (const [query, found] of [
      ['?state=closed', [old]],
      ['?state=open', [fresh]],
      [`?assignee_id=${MEMBER}`, [fresh]],
      ['?assignee_id=none', [old]],
      ['?unread=true', [fresh]],
      ['?unread=false', [old]],
      [`?channel_id=${CHANNEL}`, [fresh, old]],
      [`?contact_id=${await contactOf(old)}`, [old]],
    ] as const) {
      expect([query, await ids(query)]).toEqual([query, found]);
    }
    expect(await ids('?sort=last_message_at')).toEqual([old, fresh]);
    const first = await call('GET', `${PATH}?limit=1`);
    expect(first.body.has_more).toBe(true);
    expect(await ids(`?limit=1&cursor=${first.body.next_cursor}`)).toEqual([old]);
  });

  test.each([
    ['?state=ajar', '?state'],
    ['?assignee_id=nobody', '?assignee_id'],
    ['?unread=yes', '?unread'],
    ['?contact_id=chn_1', '?contact_id'],
    ['?cursor=bm8', '?cursor'],
    ['?who=me', '?who'],
    ['?q=', '?q'],
    ['?sort=name', '?sort'],
  ])('refuses %s', async (query, pointer) => {
    const { call } = await start();
    expect(await call('GET', PATH + query)).toMatchObject({ status: 400, body: { errors: [{ pointer }] } });
  });

  test('is found by the name or the number of the contact, in any case', async () => {
    const { call, store } = await start();
    const contactId = await insertContact(store, { search_text: 'änne 50%\n+4915170023456' });
    const id = await insertConversation(store, { contactId });
    await insertConversation(store, { contactId: await insertContact(store, { search_text: 'bo' }) });
    for (const [text, found] of [
      ['ÄNNE', [id]],
      ['023456', [id]],
      ['+49 (151) 700-23456', [id]],
      ['50%', [id]],
      ['5_%', []],
    ] as const) {
      const { body } = await call('GET', `${PATH}?q=${encodeURIComponent(text)}`);
      expect([text, body.data.map((one: { readonly id: string }) => one.id)]).toEqual([text, found]);
    }
  });

  test('shows no more of a long message than a row has room for, and no half characters', async () => {
    const { call, store } = await start();
    const last_message_id = idOf('msg', randomUUID());
    const id = await insertConversation(store, {
      contactId: await insertContact(store),
      activity: { last_message_id },
    });
    await insertMessage(store, { id: last_message_id, conversation_id: id, text: `x${'😀'.repeat(300)}` });
    expect((await call('GET', `${PATH}/${id}`)).body.last_message.text).toBe(`x${'😀'.repeat(99)}`);
  });

  test('counts the open ones and those with something unread: of a member, of nobody, of all', async () => {
    const { call, add } = await start();
    await add({ assignee_id: MEMBER });
    await add({ assignee_id: MEMBER, read_count: 1 });
    await add({ assignee_id: idOf('mbr', randomUUID()) });
    await add();
    await add({ state: 'closed', closed_at_ms: BEGAN_MS });
    const counts = { unassigned: { open: 1, unread: 1 }, all: { open: 4, unread: 3 } };
    expect((await call('GET', `${PATH}/counts`, { as: 'a-read' })).body).toEqual({ mine: null, ...counts });
    const mine = { open: 2, unread: 1 };
    expect((await call('GET', `${PATH}/counts?assignee_id=${MEMBER}`)).body).toEqual({ mine, ...counts });
    const none = { open: 0, unread: 0 };
    expect((await call('GET', `${PATH}/counts`, { as: 'b-write' })).body).toEqual({
      ...{ mine: null, unassigned: none, all: none },
    });
  });

  test('lists the messages of one conversation as the messages show them', async () => {
    const { call, add, asked } = await start();
    const id = await add();
    expect((await call('GET', `${PATH}/${id}/messages?limit=2&cursor=abc`)).body).toEqual({
      data: [{ id: 'msg_1' }],
      next_cursor: 'more',
      has_more: true,
    });
    expect(asked).toEqual([{ workspaceId: WORKSPACE_A, conversationId: id, limit: 2, cursor: 'abc' }]);
  });

  test('is assigned, closed and opened, by PATCH or by name, with its events', async () => {
    const { call, add, published } = await start();
    const one = `${PATH}/${await add()}`;
    const patched = await call('PATCH', one, { body: { assignee_id: MEMBER, state: 'closed' } });
    expect(patched).toMatchObject({ status: 200, etag: '"r2"', body: { state: 'closed', closed_at: iso(NOW_MS) } });
    expect(await call('POST', `${one}/reopen`)).toMatchObject({
      etag: '"r3"',
      body: { state: 'open', closed_at: null },
    });
    expect((await call('POST', `${one}/close`)).body).toMatchObject({ state: 'closed', assignee_id: MEMBER });
    expect((await call('POST', `${one}/assign`, { body: { assignee_id: null } })).body.assignee_id).toBeNull();
    expect(published.map(({ type }) => type)).toEqual([
      ...['conversation.updated', 'conversation.closed', 'conversation.reopened', 'conversation.closed'],
      'conversation.updated',
    ]);
    const same = await call('PATCH', one, { body: { assignee_id: null } });
    expect([same.etag, published.length]).toEqual(['"r5"', 5]);
  });

  test('refuses a change that was made on another version', async () => {
    const { call, add, published } = await start();
    const one = `${PATH}/${await add()}`;
    const stale = { headers: { 'if-match': '"r7"' } };
    const refused = { status: 412, body: { code: 'precondition_failed' } };
    expect(await call('PATCH', one, { body: { state: 'closed' }, ...stale })).toMatchObject(refused);
    expect(await call('POST', `${one}/close`, stale)).toMatchObject(refused);
    const fresh = { body: { state: 'closed' }, headers: { 'if-match': '"r1"' } };
    expect((await call('PATCH', one, fresh)).status).toBe(200);
    expect(published).toHaveLength(1);
  });

  test.each([
    ['PATCH', '', { state: 'ajar' }, '/state'],
    ['PATCH', '', { assignee_id: 'Mira' }, '/assignee_id'],
    ['PATCH', '', { contact_id: null }, '/contact_id'],
    ['POST', '/assign', {}, '/assignee_id'],
    ['POST', '/read', { meta: 'no' }, '/meta'],
    ['POST', '/notes', { text: '  ' }, '/text'],
    ['POST', '/notes', { text: 'x'.repeat(4_097) }, '/text'],
  ])('%s %s refuses %j', async (method, path, body, pointer) => {
    const { call, add } = await start();
    expect(await call(method, `${PATH}/${await add()}${path}`, { body })).toMatchObject({
      status: 400,
      body: { errors: [{ pointer }] },
    });
  });

  test('is marked read here and at Meta, by the latest message of the person', async () => {
    const { call, add, store, published, marked } = await start();
    const id = await add({}, { inbound_count: 3 });
    await insertMessage(store, { conversation_id: id, wamid: 'wamid.A' });
    const read = await call('POST', `${PATH}/${id}/read`);
    expect(read).toMatchObject({ status: 200, body: { unread_count: 0, updated_at: iso(BEGAN_MS) } });
    expect(marked).toEqual([{ workspaceId: WORKSPACE_A, channelId: CHANNEL, wamid: 'wamid.A' }]);
    expect(published).toEqual([]);
    expect((await call('GET', `${PATH}?unread=true`)).body.data).toEqual([]);
  });

  test('is marked read here alone when that is asked, and when there is nothing that Meta could mark', async () => {
    const { call, add, store, marked } = await start();
    const [id, empty] = [await add(), await add()];
    await insertMessage(store, { conversation_id: id, wamid: 'wamid.A' });
    const quiet = await call('POST', `${PATH}/${id}/read`, { body: { meta: false } });
    expect(quiet.body.unread_count).toBe(0);
    expect((await call('POST', `${PATH}/${empty}/read`, { body: {} })).status).toBe(200);
    expect(marked).toEqual([]);
  });

  test('is marked read whatever Meta says to it', async () => {
    const { call, add, store } = await start({
      markReadAtMeta: async () => {
        throw new PosthornError('meta_unavailable', 'Away.');
      },
    });
    const id = await add();
    await insertMessage(store, { conversation_id: id });
    expect(await call('POST', `${PATH}/${id}/read`)).toMatchObject({ status: 200, body: { unread_count: 0 } });
  });
});

describe('/v1/conversations/{id}/notes', () => {
  test('are added, listed newest first and deleted, with entries in the audit log that do not tell their text', async () => {
    const { call, add, audited, published } = await start();
    const id = await add();
    const contactId = (await call('GET', `${PATH}/${id}`)).body.contact_id;
    const first = await call('POST', `${PATH}/${id}/notes`, { body: { text: ' Called. ' } });
    const author = { kind: 'key', id: expect.stringMatching(/^key_/) };
    expect(first).toMatchObject({ status: 201 });
    expect(first.body).toEqual({
      ...{ id: expect.stringMatching(/^note_/), conversation_id: id, contact_id: contactId, text: 'Called.', author },
      created_at: iso(NOW_MS),
    });
    const second = await call('POST', `${PATH}/${id}/notes`, { body: { text: 'Again.' } });
    const page = await call('GET', `${PATH}/${id}/notes?limit=1`);
    expect(page.body).toEqual({ data: [second.body], next_cursor: expect.any(String), has_more: true });
    const next = await call('GET', `${PATH}/${id}/notes?limit=1&cursor=${page.body.next_cursor}`);
    expect(next.body).toEqual({ data: [first.body], next_cursor: null, has_more: false });
    expect((await call('DELETE', `${PATH}/${id}/notes/${first.body.id}`)).status).toBe(204);
    expect((await call('DELETE', `${PATH}/${id}/notes/${first.body.id}`)).body.code).toBe('not_found');
    expect((await call('GET', `${PATH}/${id}/notes`)).body.data).toEqual([second.body]);
    expect(audited.map(({ action, resourceId }) => [action, resourceId])).toEqual([
      ['conversation_note.created', first.body.id],
      ['conversation_note.created', second.body.id],
      ['conversation_note.deleted', first.body.id],
    ]);
    expect(JSON.stringify(audited)).not.toMatch(/Called|Again/);
    expect(published).toEqual([]);
  });

  test('a note belongs to its conversation', async () => {
    const { call, add } = await start();
    const [id, other] = [await add(), await add()];
    const note = await call('POST', `${PATH}/${id}/notes`, { body: { text: 'Called.' } });
    for (const path of [`${other}/notes/${note.body.id}`, `${id}/notes/nothing`, `nothing/notes/${note.body.id}`]) {
      expect((await call('DELETE', `${PATH}/${path}`)).status).toBe(404);
    }
    expect((await call('GET', `${PATH}/${id}/notes`)).body.data).toEqual([note.body]);
  });
});

test('what belongs to another workspace is not there, and a key for reading changes nothing', async () => {
  const { call, add, published, audited, asked } = await start();
  const id = await add();
  const note = await call('POST', `${PATH}/${id}/notes`, { body: { text: 'Ours.' } });
  audited.splice(0);
  for (const [method, path, body] of [
    ['GET', '', undefined],
    ['GET', '/messages', undefined],
    ['GET', '/notes', undefined],
    ['PATCH', '', { state: 'closed' }],
    ['POST', '/close', undefined],
    ['POST', '/reopen', undefined],
    ['POST', '/assign', { assignee_id: MEMBER }],
    ['POST', '/read', undefined],
    ['POST', '/notes', { text: 'Theirs.' }],
    ['DELETE', `/notes/${note.body.id}`, undefined],
  ] as const) {
    expect((await call(method, `${PATH}/${id}${path}`, { body, as: 'b-write' })).body.code).toBe('not_found');
    expect((await call(method, `${PATH}/${NOWHERE}${path}`, { body })).body.code).toBe('not_found');
    if (method !== 'GET') expect((await call(method, `${PATH}/${id}${path}`, { body, as: 'a-read' })).status).toBe(403);
  }
  expect((await call('GET', PATH, { as: 'b-write' })).body.data).toEqual([]);
  expect([published, audited, asked]).toEqual([[], [], []]);
});

async function start(options: { readonly markReadAtMeta?: (message: ReadMessage) => Promise<void> } = {}) {
  const { store, publish, published } = await openStore();
  const audited: AuditEntry[] = [];
  const asked: ListMessages[] = [];
  const marked: ReadMessage[] = [];
  const writer = {
    isMember: async (_workspaceId: unknown, id: MemberId) => id === MEMBER,
    find: (workspaceId: typeof WORKSPACE_A, id: ConversationId) => findConversation(store, workspaceId, id),
    publish: (events: Parameters<typeof publish>[0], { records }: { readonly records: readonly RecordWrite[] }) =>
      publish(events, { records: records.filter(({ table }) => table.name === 'conversations') }),
    auditRow: (entry: AuditEntry): RecordWrite => {
      audited.push(entry);
      return { table: { name: 'audit_log', columns: {} }, row: {}, causeId: null };
    },
    cache: { forget: () => {} },
    locks: new KeyedLocks(),
    newEventId: () => idOf('evt', randomUUID()),
    nowMs: () => NOW_MS,
  };
  let noteCount = 0;
  const { call } = await startApi((api) => {
    conversationRoutes(api, {
      store,
      change: (save) => saveConversation(writer, save),
      messages: {
        schema: z.object({ id: z.string() }),
        list: async (query) => {
          asked.push(query);
          return { items: [{ id: 'msg_1' }], nextCursor: 'more' };
        },
      },
      markReadAtMeta: async (message) => {
        marked.push(message);
      },
      nowMs: () => NOW_MS,
      ...options,
    });
    noteRoutes(api, {
      store,
      audit: async (_trx, entry) => {
        audited.push(entry);
      },
      newNoteId: () => {
        noteCount += 1;
        return idOf('note', `0190a000-0000-7000-8000-${String(noteCount).padStart(12, '0')}`);
      },
      nowMs: () => NOW_MS,
    });
  });
  const add = async (row: Partial<ConversationsTable> = {}, activity: Partial<ConversationActivityTable> = {}) =>
    insertConversation(store, { contactId: await insertContact(store), row, activity });
  return { call, store, add, published, audited, asked, marked };
}

async function openStore() {
  const [sqlite] = STORES;
  if (sqlite === undefined) throw new Error('There is no database.');
  const opened = await sqlite.open();
  const row = { name: 'W', created_at_ms: 1, revision: 0 };
  await opened.db
    .insertInto('workspaces')
    .values([
      { ...row, id: WORKSPACE_A, serial: 1, account_id: 'MA_1' },
      { ...row, id: WORKSPACE_B, serial: 2, account_id: 'MA_2' },
    ])
    .execute();
  const store: Store = opened;
  return { store, ...(await createTestPublish(opened)) };
}

function iso(timeMs: number): string {
  return new Date(timeMs).toISOString();
}
