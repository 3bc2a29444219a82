import { expect, test } from 'vitest';
import { idOf } from '../../domain/ids.ts';
import { failedEvent } from './failed-event.ts';
import { CHANNEL, CONTACT, graphError, WORKSPACE } from './test-support.ts';

const MESSAGE = {
  id: idOf('msg', '0190a000-0000-7000-8000-000000000009'),
  workspaceId: WORKSPACE,
  channelId: CHANNEL,
  contactId: CONTACT,
  phone: '4915170023456',
  bsuid: 'DE.1',
  groupId: null,
  type: 'text',
  text: 'Hi',
  callbackData: 'order 7',
};
const CHANNEL_VIEW = { id: CHANNEL, phoneNumberId: '1', displayPhoneNumber: '15557204418', wabaId: '2' };
const EVENT_ID = idOf('evt', '0190a000-0000-7000-8000-00000000000a');
const NOW_MS = Date.UTC(2026, 5, 1);

test('the event of a message that Meta refused has the keys of every message event, with our id first', () => {
  const contact = { serial: 12, name: 'Mira', username: null };
  const event = failedEvent(
    { message: MESSAGE, error: graphError(131_026), contact, channel: CHANNEL_VIEW },
    EVENT_ID,
    NOW_MS,
  );
  expect(event).toMatchObject({
    type: 'message.failed',
    origin: 'crm',
    channelId: CHANNEL,
    phone: '4915170023456',
    bsuid: 'DE.1',
    contact: { id: CONTACT, serial: 12 },
    dedupeKey: null,
  });
  expect(JSON.stringify(event.payload)).toBe(
    JSON.stringify({
      id: MESSAGE.id,
      message_id: null,
      direction: 'outbound',
      type: 'text',
      text: 'Hi',
      media: null,
      location: null,
      contacts: null,
      interactive: null,
      reaction: null,
      order: null,
      context: null,
      referral: null,
      contact: { id: CONTACT, serial: 12, bsuid: 'DE.1', phone: '4915170023456', name: 'Mira', username: null },
      channel: { id: CHANNEL, phone_number_id: '1', display_phone_number: '15557204418', waba_id: '2' },
      group_id: null,
      status: 'failed',
      sequence: null,
      error: { code: 131_026, title: 'Title', details: 'Details.' },
      pricing: null,
      callback_data: 'order 7',
      occurred_at: '2026-06-01T00:00:00.000Z',
    }),
  );
});

test('it names no contact and no number that are gone', () => {
  const event = failedEvent({ message: MESSAGE, error: graphError(1), contact: null, channel: null }, EVENT_ID, NOW_MS);
  expect(event.contact).toBeNull();
  expect(event.payload).toMatchObject({ contact: { id: null, serial: null }, channel: { id: CHANNEL, waba_id: null } });
});
