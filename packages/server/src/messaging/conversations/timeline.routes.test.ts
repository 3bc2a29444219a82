import { randomUUID } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { startApi } from '../../../test/support/start-api.ts';
import { openTwoWorkspaces, WORKSPACE_A } from '../../../test/support/two-workspaces.ts';
import { type AuditEntryId, type ConversationId, idOf } from '../../domain/ids.ts';
import type { AuditLogTable } from '../../platform/db/tables.ts';
import { conversationDeliveriesRoutes, type MessagesAskedFor } from './conversation-deliveries.routes.ts';
import { insertNote } from './conversation-notes.store.ts';
import { BEGAN_MS, insertContact, insertConversation, insertMessage } from './test-rows.ts';
import { type ThreadPiece, timelineRoutes } from './timeline.routes.ts';

const MEMBER = idOf('mbr', randomUUID());
const AT = new Date(BEGAN_MS).toISOString();

describe('GET /v1/conversations/{id}/timeline', () => {
  test('messages, notes and decisions come in one list, newest first, page by page', async () => {
    const { call, path, message, note, change } = await start();
    const ids = [
      await message(),
      await change('conversation.updated', null, MEMBER),
      await note('Called.'),
      await change('conversation.closed', MEMBER, MEMBER),
      await message(),
      await change('conversation.reopened', MEMBER, MEMBER),
    ];
    const { body } = await call('GET', path);
    expect(body.data.map((entry: { readonly id: string }) => entry.id)).toEqual(ids.toReversed());
    expect(body).toMatchObject({ next_cursor: null, has_more: false });
    const actor = { kind: 'member', id: MEMBER };
    expect(body.data.slice(3)).toMatchObject([
      { kind: 'note', note: { text: 'Called.', author: actor } },
      {
        ...{ kind: 'change', at: AT },
        change: { what: 'assigned', actor, assignee_id: MEMBER, previous_assignee_id: null },
      },
      { kind: 'message', at: AT, message: { id: ids[0] } },
    ]);
    const paged = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page = await call('GET', `${path}?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`);
      expect(page.body.data.length).toBeLessThanOrEqual(2);
      paged.push(...page.body.data.map((entry: { readonly id: string }) => entry.id));
      cursor = page.body.next_cursor;
    }
    expect(paged).toEqual(ids.toReversed());
  });

  test('that it was read, and what was done to something else, is no decision about it', async () => {
    const { call, path, change } = await start();
    await change('conversation.read', null, null);
    await change('conversation.closed', null, null, { resource_id: `cnv_${randomUUID()}` });
    expect((await call('GET', path)).body.data).toEqual([]);
  });

  test('is not there for another workspace, and refuses what is no cursor of its own', async () => {
    const { call, path } = await start();
    expect((await call('GET', path, { as: 'b-write' })).status).toBe(404);
    for (const cursor of ['%00', Buffer.from('msg_1').toString('base64url')]) {
      const refused = { status: 400, body: { errors: [{ pointer: '?cursor' }] } };
      expect(await call('GET', `${path}?cursor=${cursor}`)).toMatchObject(refused);
    }
  });
});

describe('GET /v1/conversations/{id}/deliveries', () => {
  test('asks for the named messages, or for the newest', async () => {
    const { call, deliveries, asked, id } = await start();
    const named = [idOf('msg', randomUUID()), idOf('msg', randomUUID())];
    const { body } = await call('GET', `${deliveries}?messages=${named.join(',')}`);
    expect(body).toEqual({ data: [{ id: 'msg_1', delivered: 1, total: 2, worst: null }], complete: true });
    await call('GET', deliveries);
    expect(asked).toEqual([
      { workspaceId: WORKSPACE_A, conversationId: id, ids: named, limit: 100 },
      { workspaceId: WORKSPACE_A, conversationId: id, ids: null, limit: 100 },
    ]);
  });

  test('refuses what is no list of messages, and is not there for another workspace', async () => {
    const { call, deliveries, asked } = await start();
    const many = Array.from({ length: 101 }, () => `msg_${randomUUID()}`).join(',');
    for (const query of ['messages=', 'messages=wamid.1', `messages=${many}`, 'message=1']) {
      expect([query.slice(0, 20), (await call('GET', `${deliveries}?${query}`)).status]).toEqual([
        query.slice(0, 20),
        400,
      ]);
    }
    expect((await call('GET', deliveries, { as: 'b-write' })).status).toBe(404);
    expect(asked).toEqual([]);
  });
});

async function start() {
  const store = await openTwoWorkspaces();
  const id: ConversationId = await insertConversation(store, { contactId: await insertContact(store) });
  const asked: MessagesAskedFor[] = [];
  const { call } = await startApi((api) => {
    timelineRoutes(api, {
      store,
      thread: {
        schema: z.object({ id: z.string(), occurred_at: z.string() }),
        list: (piece) => messagesOf(piece),
      },
    });
    conversationDeliveriesRoutes(api, {
      store,
      deliveriesOf: async (messages) => {
        asked.push(messages);
        return [{ id: 'msg_1', delivered: 1, total: 2, worst: null }];
      },
    });
  });
  async function messagesOf({ workspaceId, conversationId, beforeUuid, limit }: ThreadPiece) {
    let rows = store.db
      .selectFrom('messages')
      .select('id')
      .where('workspace_id', '=', workspaceId)
      .where('conversation_id', '=', conversationId);
    if (beforeUuid !== null) rows = rows.where('id', '<', idOf('msg', beforeUuid));
    const found = await rows.orderBy('id', 'desc').limit(limit).execute();
    return found.map((row) => ({ id: row.id, occurred_at: AT }));
  }
  const author = { kind: 'member', id: MEMBER } as const;
  return {
    call,
    id,
    asked,
    path: `/v1/conversations/${id}/timeline`,
    deliveries: `/v1/conversations/${id}/deliveries`,
    message: () => insertMessage(store, { id: idOf('msg', uuidv7()), conversation_id: id }),
    note: async (text: string) => {
      const note = { workspaceId: WORKSPACE_A, conversationId: id, text, author, createdAtMs: BEGAN_MS };
      return (await insertNote(store, { id: idOf('note', uuidv7()), ...note }, async () => {})).id;
    },
    change: async (action: string, from: string | null, to: string | null, over: Partial<AuditLogTable> = {}) => {
      const row: AuditLogTable = {
        ...{ workspace_id: WORKSPACE_A, id: idOf('aud', uuidv7()) as AuditEntryId, at_ms: BEGAN_MS },
        ...{ actor_kind: 'member', actor_id: MEMBER, action, resource_type: 'conversation', resource_id: id },
        before: JSON.stringify({ assignee_id: from }),
        after: JSON.stringify({ assignee_id: to }),
        request_id: null,
        ...over,
      };
      await store.db.insertInto('audit_log').values(row).execute();
      return row.id;
    },
  };
}
