import type { NewEvent } from '../../domain/event.ts';
import type { GraphError } from '../../domain/graph.ts';
import type { EventId } from '../../domain/ids.ts';
import type { ChannelView } from '../../domain/meta/event-data.ts';
import type { StoredMessage } from './sending.store.ts';

/** The contact of a message, as its event shows it. */
export interface FailedContact {
  readonly serial: number;
  readonly name: string | null;
  readonly username: string | null;
}

export interface FailedMessage {
  readonly message: StoredMessage;
  readonly error: GraphError;
  /** Null: nobody that the workspace knows. */
  readonly contact: FailedContact | null;
  /** Null: the channel is gone. */
  readonly channel: ChannelView | null;
}

/**
 * The event of a message that Meta did not take and nobody waits for: `message.failed` as CONTRACTS 8.2 has it, with our id,
 * because there is none of Meta's.
 */
export function failedEvent(failed: FailedMessage, eventId: EventId, nowMs: number): NewEvent {
  const { message, contact } = failed;
  const { workspaceId, channelId, contactId, phone, bsuid } = message;
  return {
    id: eventId,
    workspaceId,
    type: 'message.failed',
    origin: 'crm',
    channelId,
    occurredAtMs: nowMs,
    createdAtMs: nowMs,
    phone,
    bsuid,
    contact: contactId === null || contact === null ? null : { id: contactId, serial: contact.serial },
    sentMessage: null,
    hops: 0,
    payload: failedData(failed, nowMs),
    dedupeKey: null,
    causeId: null,
  };
}

function failedData({ message, error, contact, channel }: FailedMessage, nowMs: number): Record<string, unknown> {
  return {
    id: message.id,
    message_id: null,
    direction: 'outbound',
    type: message.type,
    text: message.text,
    media: null,
    location: null,
    contacts: null,
    interactive: null,
    reaction: null,
    order: null,
    context: null,
    referral: null,
    contact: {
      id: contact === null ? null : message.contactId,
      serial: contact?.serial ?? null,
      bsuid: message.bsuid,
      phone: message.phone,
      name: contact?.name ?? null,
      username: contact?.username ?? null,
    },
    channel: {
      id: message.channelId,
      phone_number_id: channel?.phoneNumberId ?? null,
      display_phone_number: channel?.displayPhoneNumber ?? null,
      waba_id: channel?.wabaId ?? null,
    },
    group_id: message.groupId,
    status: 'failed',
    sequence: null,
    error: { code: error.code, title: error.title, details: error.details },
    pricing: null,
    callback_data: message.callbackData,
    occurred_at: new Date(nowMs).toISOString(),
  };
}
