import { expect, test } from 'vitest';
import { readFixture } from '../../../test/e2e/support/meta.ts';
import { idOf } from '../../domain/ids.ts';
import { type KnownMessage, toSentView, toStatusView } from './message-views.ts';

const MESSAGE_ID = idOf('msg', '0190a000-0000-7000-8000-0000000000d1');
const AT_MS = Date.parse('2026-06-09T10:20:00Z');

const sentWith = (outcome: Parameters<typeof toSentView>[0]['result']['outcome']) =>
  toSentView({
    result: { messageId: MESSAGE_ID, createdAtMs: AT_MS, outcome },
    contact: { serial: 812 },
    phone: '+4915170023456',
    isNewContact: false,
  });

const KNOWN: KnownMessage = {
  id: MESSAGE_ID,
  message_id: 'wamid.1',
  direction: 'outbound',
  status: 'accepted',
  error: null,
  statuses: [],
  created_at: '2026-06-09T10:20:00.000Z',
};

test('an accepted message is answered as in the sample, and with Meta’s answer', () => {
  const printed = readFixture<{ data: Record<string, unknown> }>('xobito/api/send-media-response.json').data;
  const wamid = String(printed.message_id);
  const response = { messages: [{ id: wamid }] };
  expect(sentWith({ kind: 'accepted', wamid, response })).toEqual({
    ...printed,
    chat_id: 812,
    whatsapp_response: response,
  });
});

test('a message of which nothing is known yet has our id, which its status is told under', () => {
  expect(sentWith({ kind: 'pending' })).toMatchObject({
    message_id: MESSAGE_ID,
    status: 'pending',
    whatsapp_response: null,
  });
  expect(toStatusView({ ...KNOWN, message_id: null, status: 'pending' })).toEqual({
    message_id: MESSAGE_ID,
    delivery_status: 'pending',
    error_message: null,
    source: 'chat',
    last_updated: '2026-06-09T10:20:00.000000Z',
    statuses: { sent: null, delivered: null, read: null, failed: null, pending: '2026-06-09T10:20:00.000000Z' },
  });
});

test.each([
  ['accepted', 'sent'],
  ['sent', 'sent'],
  ['delivered', 'delivered'],
  ['read', 'read'],
  ['played', 'read'],
  ['failed', 'failed'],
] as const)('a message that is %s is %s at Xobito', (status, word) => {
  expect(toStatusView({ ...KNOWN, status }).delivery_status).toBe(word);
});

test('each step has its time, and the last one is when it was updated', () => {
  const statuses = [
    { status: 'sent', at: '2026-06-09T10:20:01.000Z' },
    { status: 'delivered', at: '2026-06-09T10:20:02.000Z' },
  ];
  expect(toStatusView({ ...KNOWN, status: 'delivered', statuses })).toMatchObject({
    last_updated: '2026-06-09T10:20:02.000000Z',
    statuses: { sent: '2026-06-09T10:20:01.000000Z', delivered: '2026-06-09T10:20:02.000000Z', read: null },
  });
});

test('why it failed is what the webhook says, and what was not sent from here was never pending', () => {
  const error = { title: 'Message undeliverable', details: 'Not on WhatsApp.' };
  const failed = { ...KNOWN, id: null, status: 'failed', error } as const;
  expect(toStatusView(failed)).toMatchObject({ error_message: 'Not on WhatsApp.', statuses: { pending: null } });
  const brief = { ...failed, error: { ...error, details: null } };
  expect(toStatusView(brief).error_message).toBe('Message undeliverable');
});
