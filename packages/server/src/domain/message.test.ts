import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { idOf } from './ids.ts';
import {
  type OutboundMessage,
  type OutboundState,
  readCallbackData,
  statusOf,
  statusSteps,
  toCallbackData,
  toGraphBody,
} from './message.ts';

const ID = idOf('msg', '01900000-0000-7000-8000-000000000001');
const NOTHING: OutboundState = {
  sentAtMs: null,
  deliveredAtMs: null,
  readAtMs: null,
  playedAtMs: null,
  failedAtMs: null,
  acceptedAtMs: null,
  refusedAtMs: null,
};

describe('the status of an outbound message', () => {
  test.each([
    ['pending', {}],
    ['failed', { refusedAtMs: 1 }],
    ['accepted', { acceptedAtMs: 1 }],
    ['sent', { acceptedAtMs: 1, sentAtMs: 2 }],
    ['delivered', { sentAtMs: 2, deliveredAtMs: 3 }],
    ['read', { readAtMs: 3 }],
    ['played', { readAtMs: 3, playedAtMs: 4 }],
    ['failed', { sentAtMs: 2, failedAtMs: 3 }],
  ] as const)('is %s after %o', (status, told) => {
    expect(statusOf({ ...NOTHING, ...told })).toBe(status);
  });

  test('is proven by what Meta tells when it was given up here, or when Meta said before that it failed', () => {
    expect(statusOf({ ...NOTHING, refusedAtMs: 1, sentAtMs: 5 })).toBe('sent');
    expect(statusOf({ ...NOTHING, failedAtMs: 1, deliveredAtMs: 5 })).toBe('delivered');
  });
});

describe('the steps of an outbound message', () => {
  test('that Meta left out are implied by a later one', () => {
    expect(statusSteps({ ...NOTHING, readAtMs: 7 })).toEqual([
      { status: 'sent', atMs: 7, implied: true },
      { status: 'delivered', atMs: 7, implied: true },
      { status: 'read', atMs: 7, implied: false },
    ]);
  });

  test('of a failure imply nothing', () => {
    expect(statusSteps({ ...NOTHING, failedAtMs: 7 })).toEqual([{ status: 'failed', atMs: 7, implied: false }]);
  });
});

describe('callback data', () => {
  test('comes back with our id and what the sender gave, whatever that is', () => {
    const text = fc.option(fc.string({ unit: 'binary', maxLength: 460 }), { nil: null });
    fc.assert(
      fc.property(text, (callbackData) => {
        expect(readCallbackData(toCallbackData(ID, callbackData))).toEqual({ messageId: ID, callbackData });
      }),
    );
  });

  test.each(['order-17', '', 'msg_1 x', `${ID}x`])('that was not made here is the sender’s own: %j', (text) => {
    expect(readCallbackData(text)).toEqual({ messageId: null, callbackData: text });
  });
});

describe('the body for Meta', () => {
  const message: OutboundMessage = {
    id: ID,
    workspaceId: idOf('ws', '01900000-0000-7000-8000-000000000002'),
    channelId: idOf('chn', '01900000-0000-7000-8000-000000000003'),
    conversationId: null,
    contactId: null,
    recipient: { kind: 'phone', phone: '4915170023456' },
    type: 'text',
    text: 'Hi',
    content: { body: 'Hi' },
    replyTo: 'wamid.A',
    callbackData: 'order-17',
  };

  test('has everything by the names of CONTRACTS 2.1', () => {
    expect(toGraphBody(message)).toEqual({
      messaging_product: 'whatsapp',
      recipient_type: 'individual',
      to: '4915170023456',
      type: 'text',
      context: { message_id: 'wamid.A' },
      text: { body: 'Hi' },
      biz_opaque_callback_data: `${ID} order-17`,
    });
  });

  test('names a person without a number by BSUID, and a group as a group', () => {
    expect(toGraphBody({ ...message, recipient: { kind: 'bsuid', bsuid: 'DE.2057' } })).toMatchObject({
      recipient: 'DE.2057',
    });
    expect(toGraphBody({ ...message, recipient: { kind: 'group', groupId: 'g1' } })).toMatchObject({
      recipient_type: 'group',
      to: 'g1',
    });
  });
});
