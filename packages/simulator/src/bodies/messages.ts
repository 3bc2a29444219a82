import type { Json, JsonObject } from '../json.ts';
import { type Business, buildContact, buildValueHead, type PersonProfile, type WebhookUpdate } from './update.ts';

/** What a message from a person says. Its objects are those of CONTRACTS 1.5. */
export interface MessageContent {
  readonly type: string;
  /** What stands under the key named by `type`. */
  readonly content: Json;
  readonly context?: JsonObject | undefined;
  readonly referral?: JsonObject | undefined;
  /** Only on `unsupported`. */
  readonly errors?: readonly JsonObject[] | undefined;
}

/** Which message it is: its id and when it was written, unix seconds. */
export interface MessageStamp {
  readonly id: string;
  readonly timestampSeconds: number;
}

/** A message from a person to the business, field `messages` (CONTRACTS 1.5). */
export function buildMessageUpdate(
  business: Business,
  person: PersonProfile,
  message: MessageStamp & MessageContent,
): WebhookUpdate {
  return toMessagesUpdate(business, {
    contacts: [buildContact(person)],
    messages: [
      {
        ...buildSender(person),
        id: message.id,
        timestamp: String(message.timestampSeconds),
        errors: message.errors,
        type: message.type,
        [message.type]: message.content,
        context: message.context,
        referral: message.referral,
      },
    ],
  });
}

/** The person has a new number: a `system` message, which comes without `contacts`. */
export function buildNumberChangeUpdate(
  business: Business,
  person: PersonProfile,
  message: MessageStamp & { readonly newWaId: string },
): WebhookUpdate {
  const body = `User ${person.name} changed from ${person.waId} to ${message.newWaId}`;
  return toMessagesUpdate(business, {
    messages: [
      {
        ...buildSender(person),
        id: message.id,
        timestamp: String(message.timestampSeconds),
        type: 'system',
        system: { body, wa_id: message.newWaId, user_id: person.bsuid, type: 'user_changed_number' },
      },
    ],
  });
}

/** A person asks to stop or resume marketing messages, field `user_preferences`. */
export function buildPreferenceUpdate(
  business: Business,
  person: PersonProfile,
  preference: { readonly value: 'stop' | 'resume'; readonly timestampSeconds: number },
): WebhookUpdate {
  return {
    field: 'user_preferences',
    entryId: business.wabaId,
    timeSeconds: null,
    value: {
      ...buildValueHead(business),
      contacts: [buildContact(person)],
      user_preferences: [
        {
          wa_id: person.waId,
          user_id: person.bsuid,
          parent_user_id: person.parentBsuid,
          detail: `User requested to ${preference.value} marketing messages`,
          category: 'marketing_messages',
          value: preference.value,
          timestamp: preference.timestampSeconds,
        },
      ],
    },
  };
}

function buildSender(person: PersonProfile): JsonObject {
  return { from: person.waId, from_user_id: person.bsuid, from_parent_user_id: person.parentBsuid };
}

function toMessagesUpdate(business: Business, rest: JsonObject): WebhookUpdate {
  return {
    field: 'messages',
    entryId: business.wabaId,
    timeSeconds: null,
    value: { ...buildValueHead(business), ...rest },
  };
}
