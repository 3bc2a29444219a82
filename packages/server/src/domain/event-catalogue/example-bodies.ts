/**
 * The made-up world of the examples: one number, one person, ids that Meta would not give. The
 * shapes are Meta's documented ones (CONTRACTS 1).
 */
export const EXAMPLE_PERSON = { phone: '4915550100123', name: 'Sam Sample', bsuid: 'DE.10000000000000000001' } as const;

export const EXAMPLE_CHANNEL = {
  wabaId: '100000000000001',
  phoneNumberId: '200000000000002',
  displayPhoneNumber: '15550100200',
} as const;

export const EXAMPLE_INBOUND_WAMID = 'wamid.RVhBTVBMRS1JTkJPVU5ELU1FU1NBR0U=';
export const EXAMPLE_OUTBOUND_WAMID = 'wamid.RVhBTVBMRS1PVVRCT1VORC1NRVNTQUdF';
export const EXAMPLE_CALL_ID = 'wacid.RVhBTVBMRS1DQUxM';
const EXAMPLE_GROUP_ID = 'RVhBTVBMRS1HUk9VUA';

type Payload = (atSeconds: number) => unknown;
type JsonObject = Readonly<Record<string, unknown>>;

/** Meta's body around one value of a field of a number, which has no `time`. */
export function numberBody(field: string, rest: JsonObject): unknown {
  const { displayPhoneNumber, phoneNumberId } = EXAMPLE_CHANNEL;
  const metadata = { display_phone_number: displayPhoneNumber, phone_number_id: phoneNumberId };
  return bodyOf({ id: EXAMPLE_CHANNEL.wabaId }, field, { messaging_product: 'whatsapp', metadata, ...rest });
}

/** Meta's body around one value of a field of the whole WhatsApp Business account. */
export function accountBody(field: string, value: JsonObject): Payload {
  return (atSeconds) => bodyOf({ id: EXAMPLE_CHANNEL.wabaId, time: atSeconds }, field, value);
}

/** An inbound message of one type. `content` is merged after Meta's common properties. */
export function inboundMessage(type: string, content: JsonObject): Payload {
  return (atSeconds) =>
    numberBody('messages', {
      contacts: [{ profile: { name: EXAMPLE_PERSON.name }, wa_id: EXAMPLE_PERSON.phone }],
      messages: [
        { from: EXAMPLE_PERSON.phone, id: EXAMPLE_INBOUND_WAMID, timestamp: String(atSeconds), type, ...content },
      ],
    });
}

/** A message that Meta sends without saying who the person is (`system`). */
export function systemMessage(system: JsonObject): Payload {
  return (atSeconds) =>
    numberBody('messages', {
      messages: [
        {
          from: EXAMPLE_PERSON.phone,
          id: EXAMPLE_INBOUND_WAMID,
          timestamp: String(atSeconds),
          type: 'system',
          system,
        },
      ],
    });
}

/** A status of an outbound message. */
export function messageStatus(status: string, rest: JsonObject = {}): Payload {
  return (atSeconds) =>
    numberBody('messages', {
      statuses: [
        {
          id: EXAMPLE_OUTBOUND_WAMID,
          status,
          timestamp: String(atSeconds),
          recipient_id: EXAMPLE_PERSON.phone,
          ...rest,
        },
      ],
    });
}

/** A call by the person. */
export function inboundCall(event: string, rest: (atSeconds: number) => JsonObject): Payload {
  return (atSeconds) =>
    numberBody('calls', {
      contacts: [{ profile: { name: EXAMPLE_PERSON.name }, wa_id: EXAMPLE_PERSON.phone }],
      calls: [
        {
          id: EXAMPLE_CALL_ID,
          to: EXAMPLE_CHANNEL.displayPhoneNumber,
          from: EXAMPLE_PERSON.phone,
          event,
          timestamp: String(atSeconds),
          direction: 'USER_INITIATED',
          ...rest(atSeconds),
        },
      ],
    });
}

/** The person's choice about marketing messages. */
export function userPreference(value: 'stop' | 'resume'): Payload {
  return (atSeconds) =>
    numberBody('user_preferences', {
      contacts: [{ profile: { name: EXAMPLE_PERSON.name }, wa_id: EXAMPLE_PERSON.phone }],
      user_preferences: [
        {
          wa_id: EXAMPLE_PERSON.phone,
          detail: `User requested to ${value} marketing messages`,
          category: 'marketing_messages',
          value,
          timestamp: atSeconds,
        },
      ],
    });
}

/** Something about a group. */
export function groupChange(field: string, type: string, rest: JsonObject = {}): Payload {
  return (atSeconds) =>
    numberBody(field, { groups: [{ timestamp: String(atSeconds), group_id: EXAMPLE_GROUP_ID, type, ...rest }] });
}

/** A change of a message template. */
export function templateChange(field: string, rest: JsonObject): Payload {
  return accountBody(field, {
    message_template_id: 300000000000003,
    message_template_name: 'order_ready',
    message_template_language: 'en_US',
    ...rest,
  });
}

function bodyOf(entry: JsonObject, field: string, value: JsonObject): unknown {
  return { object: 'whatsapp_business_account', entry: [{ ...entry, changes: [{ value, field }] }] };
}
