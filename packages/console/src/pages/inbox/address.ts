import type { Conversation } from './inbox-types.ts';

/** From which number and to whom: the part of `POST /v1/messages` that a conversation decides. */
export function addressOf({ channel_id, contact_id }: Conversation): Readonly<Record<string, unknown>> {
  return { channel_id, to: { contact_id } };
}
