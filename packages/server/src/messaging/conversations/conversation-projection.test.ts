import { describe, expect, test } from 'vitest';
import type { NewEvent } from '../../domain/event.ts';
import { type EventId, idOf } from '../../domain/ids.ts';
import { conversationEvent } from './conversation-change.ts';
import { ConversationCache, type ConversationNeed, planConversations } from './conversation-projection.ts';
import type { Conversation } from './conversation-row.ts';

const uuid = (number: number) => `01900000-0000-7000-8000-${String(number).padStart(12, '0')}`;
const WORKSPACE = idOf('ws', uuid(1));
const CAUSE = idOf('evt', uuid(2));
const NOW_MS = 1_781_000_500_000;
const CONTACT = { id: idOf('cnt', uuid(3)), serial: 7 };

const OPEN: Conversation = {
  id: idOf('cnv', uuid(4)),
  workspaceId: WORKSPACE,
  revision: 3,
  channelId: idOf('chn', uuid(5)),
  contactId: CONTACT.id,
  state: 'open',
  assigneeId: null,
  readCount: 0,
  createdAtMs: NOW_MS - 9_000,
  updatedAtMs: NOW_MS - 9_000,
  eventAtMs: NOW_MS - 9_000,
  closedAtMs: null,
};
const CLOSED: Conversation = { ...OPEN, state: 'closed', closedAtMs: NOW_MS - 100, eventAtMs: NOW_MS - 100 };

function open(...there: readonly Conversation[]) {
  let asked = 0;
  let count = 100;
  const cache = new ConversationCache(0);
  const ctx = {
    cache,
    find: async () => {
      asked += 1;
      return there;
    },
    report: conversationEvent,
    newEventId: (): EventId => {
      count += 1;
      return idOf('evt', uuid(count));
    },
    nowMs: () => NOW_MS,
  };
  return { ctx, cache, asked: () => asked };
}

function need(opens = true): ConversationNeed {
  const { id, workspaceId, channelId, contactId } = OPEN;
  const person = { contact: CONTACT, phone: '4915170023456', bsuid: null };
  return { person, causeId: CAUSE, workspaceId, id, channelId, contactId, opens };
}

const typesOf = (events: readonly NewEvent[]) => events.map((event) => event.type);

describe('the conversation of a message', () => {
  test('begins with the first one, only if that one is new', async () => {
    const { ctx } = open();
    const { events, records } = await planConversations(ctx, [need(), need()]);
    expect(typesOf(events)).toEqual(['conversation.created']);
    expect(events[0]).toMatchObject({ causeId: CAUSE, contact: CONTACT, channelId: OPEN.channelId });
    expect(records).toMatchObject([{ causeId: CAUSE, row: { id: OPEN.id, revision: 1, state: 'open' } }]);
  });

  test('that is open stays as it is, and is asked for once', async () => {
    const { ctx, asked } = open(OPEN);
    for (const _ of [1, 2])
      expect(await planConversations(ctx, [need()])).toEqual({ events: [], records: [], changing: [] });
    expect(asked()).toBe(1);
  });

  test('that is closed is opened again by the person, a second after it was closed at the earliest', async () => {
    const { ctx } = open(CLOSED);
    const { events, records, changing } = await planConversations(ctx, [need()]);
    expect(typesOf(events)).toEqual(['conversation.reopened']);
    expect(Math.floor((events[0]?.occurredAtMs ?? 0) / 1_000)).toBeGreaterThan(Math.floor(CLOSED.eventAtMs / 1_000));
    expect(records).toMatchObject([{ row: { revision: 4, state: 'open', closed_at_ms: null } }]);
    expect(changing).toEqual([OPEN.id]);
  });

  test('that is closed stays closed when the company writes', async () => {
    const { ctx } = open(CLOSED);
    expect(typesOf((await planConversations(ctx, [need(false)])).events)).toEqual([]);
  });

  test('that changes is not remembered before it is written', async () => {
    const { ctx, cache } = open();
    await planConversations(ctx, [need()]);
    expect(cache.isOpen(OPEN.id)).toBe(false);
  });
});
