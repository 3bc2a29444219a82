import { CALL_DATA, IDENTITY_DATA, MESSAGE_DATA, PREFERENCE_DATA } from './data-schemas.ts';
import { BY_NAME, type EventType, type NameRules, namesInFormats } from './event-type.ts';
import {
  EXAMPLE_CALL_ID,
  EXAMPLE_CHANNEL,
  EXAMPLE_OUTBOUND_WAMID,
  EXAMPLE_PERSON,
  inboundCall,
  inboundMessage,
  messageStatus,
  numberBody,
  systemMessage,
  userPreference,
} from './example-bodies.ts';
import type { JsonSchema } from './schema.ts';

const PRICING = { billable: true, pricing_model: 'PMP', type: 'regular', category: 'utility' };

/** Types about one person on WhatsApp: messages, their statuses, calls, and what the person decides. */
export const MESSAGE_TYPES: readonly EventType[] = [
  typeOf('message.received', MESSAGE_DATA, {
    words: 'A person sent a message to the number.',
    from: 'messages[] of every user type: text, media, location, contacts, interactive, button, reaction, order, unsupported',
    names: { xobito: 'message.received', vobiz: 'message.inbound', vobizLegacy: 'message.received', meta: 'messages' },
    example: inboundMessage('text', { text: { body: 'Is the blue one still in stock?' } }),
  }),
  typeOf('message.edited', MESSAGE_DATA, {
    words: 'A person changed the text or caption of a message that was sent before.',
    from: 'messages[] of type edit, also as unsupported/edit',
    names: { xobito: BY_NAME, vobiz: 'message.inbound', meta: 'messages' },
    example: inboundMessage('edit', {
      edit: {
        original_message_id: EXAMPLE_OUTBOUND_WAMID,
        message: { context: { id: 'M0' }, type: 'text', text: { body: 'Is the green one still in stock?' } },
      },
    }),
  }),
  typeOf('message.revoked', MESSAGE_DATA, {
    words: 'A person deleted a message for everyone.',
    from: 'messages[] of type revoke',
    names: { xobito: BY_NAME, vobiz: 'message.inbound', meta: 'messages' },
    example: inboundMessage('revoke', { revoke: { original_message_id: EXAMPLE_OUTBOUND_WAMID } }),
  }),
  statusType('sent', 'Meta accepted a message and sent it on its way.', { pricing: PRICING }),
  statusType('delivered', "A message reached the person's device.", { pricing: PRICING }),
  statusType('read', 'The person opened a message.', {}),
  statusType('failed', 'A message could not be sent or delivered.', {
    errors: [
      {
        code: 131026,
        title: 'Message undeliverable',
        message: 'Message undeliverable',
        error_data: { details: 'The message could not be delivered to this recipient.' },
      },
    ],
  }),
  typeOf('message.played', MESSAGE_DATA, {
    words: 'The person played a voice message for the first time.',
    from: 'statuses[] with status played',
    names: { xobito: BY_NAME, meta: 'messages' },
    example: messageStatus('played'),
  }),
  typeOf('message.payment_updated', MESSAGE_DATA, {
    words: 'The payment that a message asked for changed its state.',
    from: 'statuses[] of type payment',
    names: { xobito: BY_NAME, meta: 'messages' },
    example: messageStatus('captured', {
      type: 'payment',
      payment: {
        reference_id: 'order-5521',
        amount: { value: 1450, offset: 100 },
        currency: 'INR',
        transaction: { id: 'transaction-1', type: 'upi', status: 'success' },
      },
    }),
  }),
  typeOf('message.echoed', MESSAGE_DATA, {
    words: 'The business sent a message from the WhatsApp Business app or another tool.',
    from: 'smb_message_echoes, message_echoes',
    names: { xobito: BY_NAME, meta: 'smb_message_echoes' },
    example: (atSeconds) =>
      numberBody('smb_message_echoes', {
        message_echoes: [
          {
            from: EXAMPLE_CHANNEL.displayPhoneNumber,
            to: EXAMPLE_PERSON.phone,
            id: EXAMPLE_OUTBOUND_WAMID,
            timestamp: String(atSeconds),
            type: 'text',
            text: { body: 'Your order is ready.' },
          },
        ],
      }),
  }),
  callType('connect', {
    words: 'A call is being set up.',
    from: 'calls[] with event connect',
    example: inboundCall('connect', () => ({
      session: { sdp_type: 'offer', sdp: 'v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n' },
    })),
  }),
  callType('terminate', {
    words: 'A call ended.',
    from: 'calls[] with event terminate',
    example: inboundCall('terminate', (atSeconds) => ({
      status: 'COMPLETED',
      start_time: String(atSeconds - 150),
      end_time: String(atSeconds),
      duration: 150,
    })),
  }),
  callType('status_change', {
    words: "A call by the business rings at the person's device, was accepted or was rejected.",
    from: 'statuses[] of field calls',
    example: (atSeconds) =>
      numberBody('calls', {
        statuses: [
          {
            id: EXAMPLE_CALL_ID,
            timestamp: String(atSeconds),
            type: 'call',
            status: 'ACCEPTED',
            recipient_id: EXAMPLE_PERSON.phone,
          },
        ],
      }),
  }),
  typeOf('contact.identity_changed', IDENTITY_DATA, {
    words: 'A person changed the phone number or the device.',
    from: 'messages[] of type system',
    names: { xobito: BY_NAME, vobiz: 'message.inbound', meta: 'messages' },
    example: systemMessage({
      body: 'User Sam Sample changed from 4915550100123 to 4915550100124',
      wa_id: '4915550100124',
      type: 'user_changed_number',
    }),
  }),
  typeOf('contact.opted_out', PREFERENCE_DATA, {
    words: 'A person no longer wants marketing messages.',
    from: 'user_preferences with value stop; a keyword in a message',
    names: { xobito: BY_NAME, vobizLegacy: 'contact.updated', meta: 'user_preferences' },
    example: userPreference('stop'),
  }),
  typeOf('contact.opted_in', PREFERENCE_DATA, {
    words: 'A person wants marketing messages again.',
    from: 'user_preferences with value resume; a keyword in a message',
    names: { xobito: BY_NAME, vobizLegacy: 'contact.updated', meta: 'user_preferences' },
    example: userPreference('resume'),
  }),
];

interface Row {
  readonly words: string;
  readonly from: string;
  readonly names: NameRules;
  readonly example: (atSeconds: number) => unknown;
}

function typeOf(type: string, dataSchema: JsonSchema, row: Row): EventType {
  return {
    type,
    words: row.words,
    from: row.from,
    names: namesInFormats(type, row.names),
    dataSchema,
    origin: 'meta',
    aboutPerson: true,
    examplePayload: row.example,
  };
}

function statusType(status: string, words: string, rest: Readonly<Record<string, unknown>>): EventType {
  const type = `message.${status}`;
  return typeOf(type, MESSAGE_DATA, {
    words,
    from: `statuses[] with status ${status}`,
    names: { xobito: type, vobiz: 'message.status', vobizLegacy: type, meta: 'messages' },
    example: messageStatus(status, rest),
  });
}

function callType(verb: string, row: Omit<Row, 'names'>): EventType {
  const type = `call.${verb}`;
  return typeOf(type, CALL_DATA, { ...row, names: { xobito: BY_NAME, vobiz: type, meta: 'calls' } });
}
