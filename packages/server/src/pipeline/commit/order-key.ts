import { hash } from 'node:crypto';
import type { Event } from '../../domain/event.ts';

/**
 * What deliveries of one conversation have in common: the channel, and the contact or else the number or BSUID. Hashed,
 * so that no number stands in keys and locks; whoever takes a row out of its line takes the key out too. Null: the event belongs to no conversation, and its
 * deliveries have no order.
 */
export function orderKeyOf({ channelId, contact, phone, bsuid }: Event): string | null {
  const person = contact?.id ?? phone ?? bsuid;
  return channelId === null || person === null ? null : hash('sha256', `${channelId}|${person}`, 'base64url');
}
