import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { STORES, type TestDatabases } from '../../../test/support/open-store.ts';
import { createTestPublish } from '../../../test/support/publish.ts';
import type { Actor } from '../../domain/audit.ts';
import { firstIdAt } from '../../domain/id-time.ts';
import { type ConversationId, idOf } from '../../domain/ids.ts';
import { AUDIT_LOG_TABLE, toAuditRow } from '../../platform/db/audit-row.ts';
import type { RecordWrite } from '../../platform/db/record-write.ts';
import { KeyedLocks } from '../../platform/keyed-locks.ts';
import { type ChangeConversation, type ConversationWriterContext, saveConversation } from './conversation-writer.ts';
import { findConversation } from './conversations.store.ts';
import { reopenMissed, startReopenWorker } from './reopen.worker.ts';
import { BEGAN_MS, CHANNEL, insertContact, insertConversation, insertMessage, WORKSPACE } from './test-rows.ts';

const MEMBER = idOf('mbr', randomUUID());
const ACTOR: Actor = { kind: 'key', id: idOf('key', randomUUID()), requestId: 'r1' };
const NOW_MS = BEGAN_MS + 10_500;

describe.each(STORES)('changing conversations on $name', ({ open }) => {
  test('assigning is an event with the change, an entry in the audit log and a new revision', async () => {
    const { id, contactId, save, published, audited } = await start(open);
    const changed = await save({ assigneeId: MEMBER });
    expect(changed).toMatchObject({ revision: 2, assigneeId: MEMBER, updatedAtMs: NOW_MS, eventAtMs: NOW_MS });
    const data = {
      ...{ id, channel_id: CHANNEL, contact_id: contactId },
      contact: { id: contactId, serial: 1, phone: '+4915170023456' },
      ...{ state: 'open', assignee_id: MEMBER, created_at: iso(BEGAN_MS), updated_at: iso(NOW_MS), closed_at: null },
    };
    expect(published).toMatchObject([
      {
        ...{ type: 'conversation.updated', origin: 'crm', channelId: CHANNEL, occurredAtMs: NOW_MS, causeId: null },
        ...{ contact: { id: contactId, serial: 1 }, phone: '4915170023456', bsuid: 'DE.1' },
        payload: { ...data, changes: { assignee_id: [null, MEMBER] } },
      },
    ]);
    const { contact: _contact, ...shown } = data;
    expect(await audited()).toEqual([
      {
        ...{ action: 'conversation.updated', resource_type: 'conversation', resource_id: id, actor_id: ACTOR.id },
        before: { ...shown, assignee_id: null, updated_at: iso(BEGAN_MS), read_count: 0 },
        after: { ...shown, read_count: 0 },
      },
    ]);
  });

  test('closing and opening again are events a second apart at least, with the time of the closing', async () => {
    const { save, published } = await start(open);
    expect(await save({ state: 'closed' })).toMatchObject({ state: 'closed', closedAtMs: NOW_MS, revision: 2 });
    expect(await save({ state: 'open' })).toMatchObject({ state: 'open', closedAtMs: null, revision: 3 });
    const [closed, reopened] = published;
    expect(closed).toMatchObject({ type: 'conversation.closed', payload: { closed_at: iso(NOW_MS) } });
    expect(reopened).toMatchObject({ type: 'conversation.reopened', payload: { state: 'open', closed_at: null } });
    expect(reopened?.occurredAtMs).toBe(Math.floor(NOW_MS / 1_000) * 1_000 + 1_000);
    expect(published.map((event) => Object.hasOwn(Object(event.payload), 'changes'))).toEqual([false, false]);
  });

  test('assigned and closed at once it has one new revision and an event and an entry for each', async () => {
    const { save, published, audited } = await start(open);
    expect(await save({ state: 'closed', assigneeId: MEMBER })).toMatchObject({ revision: 2, state: 'closed' });
    expect(published.map(({ type, payload }) => [type, Object(payload).state])).toEqual([
      ['conversation.updated', 'open'],
      ['conversation.closed', 'closed'],
    ]);
    const [first = 0, second = 0] = published.map((event) => Math.floor(event.occurredAtMs / 1_000));
    expect(second - first).toBe(1);
    expect((await audited()).map(({ action }) => action)).toEqual(['conversation.updated', 'conversation.closed']);
  });

  test('that everything was read is written, and told by no event', async () => {
    const { save, published, audited } = await start(open, { inbound_count: 4 });
    expect(await save({ isRead: true })).toMatchObject({ readCount: 4, revision: 2, updatedAtMs: BEGAN_MS });
    expect(published).toEqual([]);
    expect(await audited()).toMatchObject([
      { action: 'conversation.read', before: { read_count: 0 }, after: { read_count: 4 } },
    ]);
  });

  test('what is as it was is not written', async () => {
    const { save, published, audited } = await start(open, { inbound_count: 0 });
    for (const change of [{}, { state: 'open' }, { assigneeId: null }, { isRead: true }] as const) {
      expect(await save(change)).toMatchObject({ revision: 1 });
    }
    expect([published, await audited()]).toEqual([[], []]);
  });

  test('a change of another version, of nobody or of another workspace is refused', async () => {
    const { save, published } = await start(open);
    await expect(save({ state: 'closed' }, { expectedRevision: 2 })).rejects.toMatchObject({
      code: 'precondition_failed',
    });
    await expect(save({ state: 'closed' }, { id: idOf('cnv', randomUUID()) })).rejects.toMatchObject({
      code: 'not_found',
    });
    const workspaceId = idOf('ws', randomUUID());
    await expect(save({ state: 'closed' }, { workspaceId })).rejects.toMatchObject({ code: 'not_found' });
    expect(published).toEqual([]);
  });

  test('changes of several nodes at the same moment are all made, one after the other', async () => {
    const { nodes, id, published } = await start(open);
    const members = Array.from({ length: 4 }, () => idOf('mbr', randomUUID()));
    await Promise.all(members.map((assigneeId, index) => nodes(index)({ assigneeId })));
    expect(published).toHaveLength(4);
    const before = published.map(({ payload }) => Object(payload).changes.assignee_id[0]);
    const after = published.map(({ payload }) => Object(payload).changes.assignee_id[1]);
    // Each worked on what the one before had left.
    expect(before.toSorted()).toEqual([null, ...after.slice(0, -1)].toSorted());
    const seconds = published.map((event) => Math.floor(event.occurredAtMs / 1_000));
    expect(new Set(seconds).size).toBe(4);
    expect(published.every((event) => Object(event.payload).id === id)).toBe(true);
  });

  test('a message that comes while it is being closed looks at the row', async () => {
    const { save, forgotten } = await start(open);
    await save({ state: 'closed' });
    expect(forgotten[0]).toEqual({ isCommitted: false });
    expect(forgotten.at(-1)).toEqual({ isCommitted: true });
  });

  test('one that a message of another node should have opened is opened, once', async () => {
    const { store, id, save, context, published, audited } = await start(open);
    await save({ state: 'closed' });
    const ctx = {
      store,
      change: (wanted: ChangeConversation) => saveConversation(context, wanted),
      nowMs: () => NOW_MS,
    };
    expect(await reopenMissed(ctx)).toBe(0);
    await insertMessage(store, {
      id: firstIdAt('msg', NOW_MS + 1),
      conversation_id: id,
      created_at_ms: NOW_MS + 1,
    });
    expect(await Promise.all([reopenMissed(ctx), reopenMissed(ctx)])).toContain(1);
    expect(await reopenMissed(ctx)).toBe(0);
    expect(published.map(({ type }) => type)).toEqual(['conversation.closed', 'conversation.reopened']);
    // Nobody asked for it.
    expect(await audited()).toHaveLength(1);
  });

  test('somebody who closes it again meanwhile is not overruled', async () => {
    const { store, id, save, published } = await start(open);
    await save({ state: 'closed' });
    await insertMessage(store, { id: firstIdAt('msg', NOW_MS + 1), conversation_id: id, created_at_ms: NOW_MS + 1 });
    const ctx = {
      store,
      nowMs: () => NOW_MS,
      change: async (wanted: ChangeConversation) => {
        await save({ state: 'open' });
        await save({ state: 'closed' });
        return save(wanted.change, { expectedRevision: wanted.expectedRevision, actor: null });
      },
    };
    expect(await reopenMissed(ctx)).toBe(0);
    expect(published.at(-1)?.type).toBe('conversation.closed');
  });
});

test('the search goes on after a failure, and tells of it', async () => {
  const { store } = await start(STORES[0]?.open ?? (() => Promise.reject(new Error('There is no database.'))));
  const errors: unknown[] = [];
  const { promise: twice, resolve } = Promise.withResolvers<void>();
  const worker = startReopenWorker({
    store,
    change: async () => {},
    nowMs: () => {
      throw new Error('no clock');
    },
    wait: async () => {},
    onError: (error) => {
      errors.push(error);
      if (errors.length === 2) resolve();
    },
  });
  await twice;
  await worker.stop();
  expect(errors[0]).toEqual(new Error('no clock'));
});

async function start(open: TestDatabases['open'], activity: Parameters<typeof insertConversation>[1]['activity'] = {}) {
  const store = await open();
  await store.db
    .insertInto('workspaces')
    .values({ id: WORKSPACE, serial: 1, account_id: 'MA_1', name: 'W', created_at_ms: 1, revision: 0 })
    .execute();
  const contactId = await insertContact(store, { phone: '+4915170023456', bsuid: 'DE.1' });
  const id = await insertConversation(store, { contactId, activity });
  const { publish, published } = await createTestPublish(store);
  const forgotten: { readonly isCommitted: boolean }[] = [];
  const context: ConversationWriterContext = {
    isMember: async () => true,
    find: (workspaceId, wanted) => findConversation(store, workspaceId, wanted),
    publish,
    auditRow: (entry): RecordWrite => ({
      table: AUDIT_LOG_TABLE,
      row: { ...toAuditRow(entry, idOf('aud', randomUUID()), NOW_MS) },
      causeId: null,
    }),
    cache: { forget: () => forgotten.push({ isCommitted: published.length > 0 }) },
    locks: new KeyedLocks(),
    newEventId: () => idOf('evt', randomUUID()),
    nowMs: () => NOW_MS,
  };
  /** Another node: it shares the database and no lock. */
  const nodes = (_index: number) => saverOf({ ...context, locks: new KeyedLocks() }, id);
  return {
    ...{ store, id, contactId, context, published, forgotten, nodes },
    save: saverOf(context, id),
    audited: () => readAudit(store),
  };
}

function saverOf(context: ConversationWriterContext, id: ConversationId) {
  return (change: ChangeConversation['change'], others: Partial<ChangeConversation> = {}) =>
    saveConversation(context, { workspaceId: WORKSPACE, id, change, expectedRevision: null, actor: ACTOR, ...others });
}

async function readAudit(store: Awaited<ReturnType<TestDatabases['open']>>) {
  const rows = await store.db
    .selectFrom('audit_log')
    .select(['action', 'resource_type', 'resource_id', 'actor_id', 'before', 'after'])
    .orderBy('action', 'desc')
    .execute();
  return rows.map((row) => ({
    ...row,
    before: JSON.parse(row.before ?? 'null'),
    after: JSON.parse(row.after ?? 'null'),
  }));
}

function iso(timeMs: number): string {
  return new Date(timeMs).toISOString();
}
