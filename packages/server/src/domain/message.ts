import type { ChannelId, ContactId, ConversationId, MessageId, WorkspaceId } from './ids.ts';
import type { JsonObject } from './meta/meta-body.ts';

export const MESSAGE_DIRECTIONS = ['inbound', 'outbound'] as const;
export type MessageDirection = (typeof MESSAGE_DIRECTIONS)[number];

/** How a message came to be known: from Meta, sent through the API, or an echo of what was written in the WhatsApp Business app. */
export type MessageSource = 'meta' | 'api' | 'echo';

/** What is known here of an outbound message that a status of Meta's is about, beside Meta's own words. */
export interface SentMessage {
  /** As Meta names it: `text`, `template`. */
  readonly type: string;
  /** What it says in words, a template's as it was rendered. Null: nothing. */
  readonly text: string | null;
}

/** When Meta said for the first time that an outbound message came so far, epoch ms. Null: it did not say so. */
export interface StatusTimes {
  readonly sentAtMs: number | null;
  readonly deliveredAtMs: number | null;
  readonly readAtMs: number | null;
  readonly playedAtMs: number | null;
  readonly failedAtMs: number | null;
}

/** The other side of a message to be sent: somebody by number or by BSUID, or a group. */
export type Recipient =
  /** Digits with the country code, without `+`. */
  | { readonly kind: 'phone'; readonly phone: string }
  | { readonly kind: 'bsuid'; readonly bsuid: string }
  | { readonly kind: 'group'; readonly groupId: string };

/** A message that is to be sent: checked, with everybody and everything that it names found. */
export interface OutboundMessage {
  readonly id: MessageId;
  readonly workspaceId: WorkspaceId;
  readonly channelId: ChannelId;
  /** Null: a group's. */
  readonly conversationId: ConversationId | null;
  /** Null: nobody that the workspace knows. */
  readonly contactId: ContactId | null;
  readonly recipient: Recipient;
  readonly type: string;
  /** What it says in words, a template's as it is rendered. Null: nothing. */
  readonly text: string | null;
  /** The object under the name of its type, as Meta takes it: `{body: "…"}`. */
  readonly content: unknown;
  /** Wamid of the message that it answers. */
  readonly replyTo: string | null;
  /** What the sender wants back with each status. At most `CALLBACK_DATA_CHARS_MAX`. */
  readonly callbackData: string | null;
}

/** Meta takes 512 characters; ours stand before the sender's. */
export const CALLBACK_DATA_CHARS_MAX = 460;

const OUR_CALLBACK_DATA = /^(msg_[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?: (.*))?$/s;

/**
 * `biz_opaque_callback_data` of a message that is sent from here: our id, by which a status finds its message even when
 * Meta's answer to the call was lost, and what the sender wants back.
 */
export function toCallbackData(id: MessageId, callbackData: string | null): string {
  return callbackData === null ? id : `${id} ${callbackData}`;
}

/** Takes callback data apart. What was not made here is the sender's as it is. */
export function readCallbackData(text: string): {
  readonly messageId: MessageId | null;
  readonly callbackData: string | null;
} {
  const [, id, rest] = OUR_CALLBACK_DATA.exec(text) ?? [];
  // `as` here: the pattern is that of an id.
  return id === undefined
    ? { messageId: null, callbackData: text }
    : { messageId: id as MessageId, callbackData: rest ?? null };
}

/** The body of the Graph call that sends a message (CONTRACTS 2.1). */
export function toGraphBody(message: OutboundMessage): JsonObject {
  const { recipient, type, content, replyTo } = message;
  return {
    messaging_product: 'whatsapp',
    recipient_type: recipient.kind === 'group' ? 'group' : 'individual',
    ...(recipient.kind === 'phone' ? { to: recipient.phone } : {}),
    ...(recipient.kind === 'bsuid' ? { recipient: recipient.bsuid } : {}),
    ...(recipient.kind === 'group' ? { to: recipient.groupId } : {}),
    type,
    ...(replyTo === null ? {} : { context: { message_id: replyTo } }),
    [type]: content,
    biz_opaque_callback_data: toCallbackData(message.id, message.callbackData),
  };
}

export const MESSAGE_STATUSES = [
  'received',
  'pending',
  'accepted',
  'sent',
  'delivered',
  'read',
  'played',
  'failed',
] as const;
export type MessageStatusWord = (typeof MESSAGE_STATUSES)[number];

/** What decides the status of an outbound message. */
export interface OutboundState extends StatusTimes {
  /** When Meta took it. Null: it has not answered yet. */
  readonly acceptedAtMs: number | null;
  /** When it was given up or Meta refused it, before it had a wamid. */
  readonly refusedAtMs: number | null;
}

/**
 * The status of an outbound message: the furthest that Meta told, whatever the order it came in (CONTRACTS 8, "Order").
 * A failure stands unless a delivered, read or played proves it wrong.
 */
export function statusOf(state: OutboundState): MessageStatusWord {
  if (state.playedAtMs !== null) return 'played';
  if (state.readAtMs !== null) return 'read';
  if (state.deliveredAtMs !== null) return 'delivered';
  if (state.failedAtMs !== null) return 'failed';
  if (state.sentAtMs !== null) return 'sent';
  if (state.acceptedAtMs !== null) return 'accepted';
  return state.refusedAtMs === null ? 'pending' : 'failed';
}

/** A step of a message's way with its time. `implied`: Meta told only of a later one (CONTRACTS 8, "Missing `sent` or `delivered`"). */
export interface StatusStep {
  readonly status: 'sent' | 'delivered' | 'read' | 'played' | 'failed';
  readonly atMs: number;
  readonly implied: boolean;
}

/** The steps that an outbound message went through, in order; those that Meta left out have the time of the next one that it told. */
export function statusSteps(times: StatusTimes): readonly StatusStep[] {
  const { sentAtMs, deliveredAtMs, readAtMs, playedAtMs, failedAtMs } = times;
  const steps: StatusStep[] = [];
  const add = (status: StatusStep['status'], atMs: number | null, impliedAtMs: number | null) => {
    if (atMs !== null) steps.push({ status, atMs, implied: false });
    else if (impliedAtMs !== null) steps.push({ status, atMs: impliedAtMs, implied: true });
  };
  add('sent', sentAtMs, deliveredAtMs ?? readAtMs ?? playedAtMs);
  add('delivered', deliveredAtMs, readAtMs ?? playedAtMs);
  // A voice message is read when it is played; who reads first and plays later tells both.
  add('read', readAtMs, playedAtMs);
  add('played', playedAtMs, null);
  add('failed', failedAtMs, null);
  return steps;
}
