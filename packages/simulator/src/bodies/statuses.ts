import type { JsonObject } from '../json.ts';
import { type Business, buildContact, buildValueHead, type PersonProfile, type WebhookUpdate } from './update.ts';

/** What happens to a message that the business sent (CONTRACTS 1.6). */
export type MessageStatus = 'sent' | 'delivered' | 'read' | 'played' | 'failed';

/** Who a message went to: a person, or a group by its id. */
export type Recipient = PersonProfile | { readonly groupId: string };

export interface StatusInput {
  readonly id: string;
  readonly status: MessageStatus;
  readonly timestampSeconds: number;
  readonly callbackData?: string | undefined;
  /** Left out since API version 24 except in a free entry point window. */
  readonly conversation?: JsonObject | undefined;
  readonly pricing?: JsonObject | undefined;
  readonly errors?: readonly JsonObject[] | undefined;
}

/** A status of a message that the business sent, field `messages`. */
export function buildStatusUpdate(business: Business, recipient: Recipient, input: StatusInput): WebhookUpdate {
  const status = {
    id: input.id,
    status: input.status,
    timestamp: String(input.timestampSeconds),
    ...buildRecipient(recipient),
    biz_opaque_callback_data: input.callbackData,
    conversation: input.conversation,
    pricing: input.pricing,
    errors: input.errors,
  };
  const contacts = hasContact(recipient, input.status) ? { contacts: [buildContact(recipient)] } : {};
  return {
    field: 'messages',
    entryId: business.wabaId,
    timeSeconds: null,
    value: { ...buildValueHead(business), ...contacts, statuses: [status] },
  };
}

/** Price of a template outside a free window, or of a free service message: the two usual cases. */
export function buildPricing(category: 'utility' | 'marketing' | 'authentication' | 'service'): JsonObject {
  const free = category === 'service';
  return {
    billable: !free,
    pricing_model: 'PMP',
    type: free ? 'free_customer_service' : 'regular',
    category,
  };
}

/** `conversation` as it was until API version 23; the end is told with `sent` only. */
export function buildConversation(conversation: {
  readonly id: string;
  readonly category: string;
  readonly expiresAtSeconds: number | null;
}): JsonObject {
  return {
    id: conversation.id,
    expiration_timestamp: conversation.expiresAtSeconds === null ? undefined : String(conversation.expiresAtSeconds),
    origin: { type: conversation.category },
  };
}

function buildRecipient(recipient: Recipient): JsonObject {
  if ('groupId' in recipient) return { recipient_id: recipient.groupId, recipient_type: 'group' };
  return {
    recipient_id: recipient.waId,
    recipient_user_id: recipient.bsuid,
    parent_recipient_user_id: recipient.parentBsuid,
    recipient_identity_key_hash: recipient.identityKeyHash,
  };
}

/** Since usernames came, `contacts` comes along with the sent, delivered and read of a person who has a BSUID. */
function hasContact(recipient: Recipient, status: MessageStatus): recipient is PersonProfile {
  return 'name' in recipient && recipient.bsuid !== undefined && ['sent', 'delivered', 'read'].includes(status);
}
