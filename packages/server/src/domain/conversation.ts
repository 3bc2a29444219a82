import { hash } from 'node:crypto';
import type { ContactRef } from './contact.ts';
import type { Event } from './event.ts';
import { type ChannelId, type ContactId, type ConversationId, idOf } from './ids.ts';
import { phoneKeyOf } from './phone.ts';

/** How long after a message or call of the person anything may be written to them (CONTRACTS 2.1). */
export const WINDOW_MS = 24 * 3_600_000;

/** One side of a conversation is always a channel; this is the other. */
export interface ConversationPartner {
  readonly contactId: ContactId | null;
  /** Digits. */
  readonly phone: string | null;
  readonly bsuid: string | null;
}

/**
 * The id of the conversation of a channel and a person. Worked out and not looked up, so that the way of an event need not
 * ask for it: the contact when the workspace has one, else the person as Meta names them.
 *
 * @returns Null when there is nobody.
 */
export function conversationIdOf(channelId: ChannelId, partner: ConversationPartner): ConversationId | null {
  const { contactId, phone, bsuid } = partner;
  const who = contactId ?? bsuid ?? (phone === null ? null : phoneKeyOf(phone));
  return who === null ? null : idOf('cnv', hashedUuid(`${channelId}\n${who}`));
}

/** The conversation that an event belongs to. Null: none, as an event of a group or of the workspace itself. */
export function conversationIdOfEvent(
  event: Pick<Event, 'channelId' | 'phone' | 'bsuid'> & { readonly contact: ContactRef | null },
): ConversationId | null {
  if (event.channelId === null) return null;
  const { phone, bsuid } = event;
  return conversationIdOf(event.channelId, { contactId: event.contact?.id ?? null, phone, bsuid });
}

/** A UUID of version 8 (RFC 9562, 5.8) from the first bits of a digest. */
function hashedUuid(text: string): string {
  const hex = hash('sha256', text, 'hex');
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0b11) | 0b1000).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
