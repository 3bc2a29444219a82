import * as z from 'zod';
import { ACTOR_KINDS } from '../../domain/audit.ts';
import type { WorkspaceId } from '../../domain/ids.ts';
import { MESSAGE_DIRECTIONS, MESSAGE_STATUSES, type StatusTimes, statusSteps } from '../../domain/message.ts';
import { type MediaView, messageMediaOf } from '../../domain/meta/message-content.ts';
import { toIso } from '../../platform/http/query-params.ts';
import { NO_TIMES, type StoredMessage, statusOfTold, type ToldStatuses } from './stored-message.ts';

/** Our link to a media file, from Meta's id of it. */
export type MediaUrl = (workspaceId: WorkspaceId, mediaId: string) => string;

/** Why a message failed or could not be shown, as Meta says it. */
export const errorView = z
  .object({ code: z.int().nullable(), title: z.string().nullable(), details: z.string().nullable() })
  .meta({ id: 'MessageError' });

const stepView = z
  .object({
    status: z.enum(['sent', 'delivered', 'read', 'played', 'failed']),
    at: z.string(),
    implied: z.boolean().describe('Meta told only of a later step: this is the time of that one.'),
  })
  .meta({ id: 'MessageStatusStep' });

/** The media file of a message. */
export const mediaView = z.object({
  id: z.string().nullable(),
  url: z.string().nullable().describe('Our own link. Null for a file that Meta fetched from a link.'),
  mime_type: z.string().nullable(),
  sha256: z.string().nullable(),
  filename: z.string().nullable(),
  caption: z.string().nullable(),
  voice: z.boolean().nullable(),
});

const pricingView = z.record(z.string(), z.unknown()).nullable().describe('As Meta tells it.');

/** A message as the API shows it. */
export const messageView = z
  .object({
    id: z.string().nullable().describe('Null: Meta told statuses of it, and it was not sent from here.'),
    message_id: z.string().nullable().describe("Meta's id. Null until Meta has answered."),
    direction: z.enum(MESSAGE_DIRECTIONS),
    status: z.enum(MESSAGE_STATUSES),
    type: z.string().nullable().describe('As Meta names it. `erased`: the person was erased. Null: not known.'),
    text: z.string().nullable().describe("What it says in words, a template's as it was rendered."),
    content: z.unknown().describe('The object under the name of its type, as Meta has it.'),
    media: mediaView.nullable(),
    contact: z
      .object({
        id: z.string().nullable(),
        phone: z.string().nullable().describe('Digits, as Meta writes it.'),
        bsuid: z.string().nullable(),
      })
      .describe('The other side.'),
    conversation_id: z.string().nullable(),
    channel_id: z.string().nullable(),
    reply_to: z.string().nullable().describe("Meta's id of the message that it answers."),
    referral: z.record(z.string(), z.unknown()).nullable().describe('The advertisement that it came from.'),
    group_id: z.string().nullable(),
    callback_data: z.string().nullable(),
    error: errorView.nullable(),
    sender: z
      .object({ kind: z.enum(ACTOR_KINDS), id: z.string().nullable() })
      .nullable()
      .describe('Who sent it through the API.'),
    statuses: z.array(stepView).describe('The steps of an outbound message.'),
    pricing: pricingView,
    edited_at: z.string().nullable(),
    revoked_at: z.string().nullable().describe('When it was deleted for everyone.'),
    created_at: z.string().describe('When it was known here.'),
    occurred_at: z.string().describe("Meta's time; of a message that was sent from here, when it was handed in."),
  })
  .meta({ id: 'Message' });
export type MessageView = z.output<typeof messageView>;

/** How far a message is, as the API shows it. */
export const messageStatusView = z
  .object({
    id: z.string().nullable(),
    message_id: z.string().nullable(),
    status: z.enum(MESSAGE_STATUSES),
    error: errorView.nullable(),
    steps: z.array(stepView),
    callback_data: z.string().nullable(),
    pricing: pricingView,
  })
  .meta({ id: 'MessageStatus' });

/** A message as somebody asked for it: whole, or no more of it than what Meta told. */
export type KnownMessage =
  | { readonly kind: 'message'; readonly message: StoredMessage }
  | { readonly kind: 'statuses'; readonly statuses: ToldStatuses };

/** A message as the API shows it. */
export function toMessageView(known: KnownMessage, mediaUrl: (mediaId: string) => string): MessageView {
  return known.kind === 'message' ? viewOfMessage(known.message, mediaUrl) : viewOfStatuses(known.statuses);
}

/** How far a message is, as the API shows it. */
export function toStatusView(known: KnownMessage): z.output<typeof messageStatusView> {
  const { id, message_id, status, error, statuses: steps, callback_data, pricing } = toMessageView(known, () => '');
  return { id, message_id, status, error, steps, callback_data, pricing };
}

function viewOfMessage(message: StoredMessage, mediaUrl: (mediaId: string) => string): MessageView {
  const { statuses, sender } = message;
  return {
    id: message.id,
    message_id: message.wamid,
    direction: message.direction,
    status: message.status,
    type: message.type,
    text: message.text,
    content: message.content,
    media: mediaOf(message, mediaUrl),
    contact: { id: message.contactId, phone: message.phone, bsuid: message.bsuid },
    conversation_id: message.conversationId,
    channel_id: message.channelId,
    reply_to: message.replyTo,
    referral: message.referral === null ? null : { ...message.referral },
    group_id: message.groupId,
    callback_data: message.callbackData,
    error: message.error,
    sender: sender === null ? null : { kind: sender.kind, id: sender.id },
    statuses: stepsOf(message.direction === 'outbound' ? (statuses ?? NO_TIMES) : NO_TIMES),
    pricing: pricingOf(statuses),
    edited_at: isoOrNull(message.editedAtMs),
    revoked_at: isoOrNull(message.revokedAtMs),
    created_at: toIso(message.createdAtMs),
    occurred_at: toIso(message.occurredAtMs),
  };
}

function viewOfStatuses(statuses: ToldStatuses): MessageView {
  const steps = stepsOf(statuses);
  const heardAt = toIso(statuses.firstHeardAtMs);
  const status = statusOfTold(statuses);
  return {
    id: null,
    message_id: statuses.wamid,
    direction: 'outbound',
    status,
    type: null,
    text: null,
    content: null,
    media: null,
    contact: { id: null, phone: null, bsuid: null },
    conversation_id: null,
    channel_id: null,
    reply_to: null,
    referral: null,
    group_id: null,
    callback_data: null,
    error: status === 'failed' ? statuses.error : null,
    sender: null,
    statuses: steps,
    pricing: pricingOf(statuses),
    edited_at: null,
    revoked_at: null,
    created_at: heardAt,
    occurred_at: steps[0]?.at ?? heardAt,
  };
}

function mediaOf({ type, content }: StoredMessage, mediaUrl: (mediaId: string) => string): MediaView | null {
  return messageMediaOf({ type, [type]: content }, mediaUrl);
}

function stepsOf(times: StatusTimes) {
  return statusSteps(times).map(({ status, atMs, implied }) => ({ status, at: toIso(atMs), implied }));
}

function pricingOf(statuses: ToldStatuses | null) {
  return statuses === null || statuses.pricing === null ? null : { ...statuses.pricing };
}

function isoOrNull(timeMs: number | null): string | null {
  return timeMs === null ? null : toIso(timeMs);
}
