import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Event } from '../../domain/event.ts';
import { idOf } from '../../domain/ids.ts';
import type { OutboundMessage } from '../../domain/message.ts';
import { createVobizFrames, toSentFrame } from './stream-frames.ts';

const UUID = '0190a000-0000-7000-8000-000000000001';
const AT_MS = Date.parse('2026-06-11T09:14:21Z');

const call = (direction: string): unknown =>
  JSON.parse(
    readFileSync(new URL('../../../test/fixtures/meta/call-connect.json', import.meta.url), 'utf8').replace(
      /USER_INITIATED|BUSINESS_INITIATED/,
      direction,
    ),
  );

function eventOf(type: string, payload: unknown = {}, origin: Event['origin'] = 'meta'): Event {
  return {
    id: idOf('evt', UUID),
    workspaceId: idOf('ws', UUID),
    type,
    origin,
    channelId: idOf('chn', UUID),
    occurredAtMs: AT_MS,
    createdAtMs: AT_MS,
    phone: null,
    bsuid: null,
    contact: null,
    sentMessage: null,
    hops: 0,
    payload,
  };
}

const frames = createVobizFrames((event) => ({ of: event.type }));

/** The name under which an event is told, or null. */
function nameOf(event: Event): string | null {
  const text = frames.tells(event.type) ? frames.toFrame(event, 'MQ') : null;
  return text === null ? null : (JSON.parse(text) as { event: string }).event;
}

test('a message that was received or echoed is created, whatever happens to it later updates it', () => {
  for (const type of ['message.received', 'message.echoed']) expect(nameOf(eventOf(type))).toBe('message.created');
  for (const verb of ['sent', 'delivered', 'read', 'played', 'failed', 'edited', 'revoked']) {
    expect([verb, nameOf(eventOf(`message.${verb}`))]).toEqual([verb, 'message.updated']);
  }
});

test('a call of the person is incoming, every other call event is a status', () => {
  expect(nameOf(eventOf('call.connect', call('USER_INITIATED')))).toBe('call.incoming');
  expect(nameOf(eventOf('call.connect', call('BUSINESS_INITIATED')))).toBe('call.status');
  for (const type of ['call.terminate', 'call.status_change']) expect(nameOf(eventOf(type))).toBe('call.status');
});

test('nothing else is told, and nothing of a person who was erased', () => {
  for (const type of ['contact.created', 'custom.x', 'template.approved', 'constructor']) {
    expect([type, nameOf(eventOf(type))]).toEqual([type, null]);
  }
  expect(nameOf(eventOf('message.received', { erased_at: '2026-06-11T09:14:21Z' }, 'erased'))).toBeNull();
});

test('frames carry the data, the cursor and the time', () => {
  expect(JSON.parse(frames.toFrame(eventOf('message.read'), 'MQ') ?? '')).toEqual({
    event: 'message.updated',
    data: { of: 'message.read' },
    cursor: 'MQ',
    timestamp: '2026-06-11T09:14:21.000Z',
  });
});

test('a message that was sent from here is told as the API shows it', () => {
  const message: OutboundMessage = {
    id: idOf('msg', UUID),
    workspaceId: idOf('ws', UUID),
    channelId: idOf('chn', UUID),
    conversationId: null,
    contactId: idOf('cnt', UUID),
    recipient: { kind: 'phone', phone: '4915170023456' },
    type: 'text',
    text: 'Yes, it is.',
    content: { body: 'Yes, it is.' },
    replyTo: null,
    callbackData: null,
  };
  const text = toSentFrame({ message, wamid: 'wamid.1', sentAtMs: AT_MS }, 'MA_1', 'MQ');
  expect(JSON.parse(text)).toEqual({
    event: 'message.created',
    data: {
      id: UUID,
      account_id: 'MA_1',
      channel_id: UUID,
      contact_id: UUID,
      conversation_id: null,
      direction: 'outbound',
      type: 'text',
      status: 'pending',
      content: '{"body":"Yes, it is."}',
      meta_message_id: 'wamid.1',
      created_at: '2026-06-11T09:14:21.000Z',
    },
    cursor: 'MQ',
    timestamp: '2026-06-11T09:14:21.000Z',
  });
});
