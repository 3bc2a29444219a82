import type { Actor } from './audit.ts';
import { PosthornError } from './errors.ts';
import type { GraphError } from './graph.ts';
import type { ChannelId, ContactId, ConversationId, MessageId, WorkspaceId } from './ids.ts';
import type { OutboundMessage, Recipient } from './message.ts';
import type { JsonObject } from './meta/meta-body.ts';

/** What became of a message that was handed in to be sent. */
export type SendOutcome =
  /** Meta took it. `response` is its whole answer. */
  | { readonly kind: 'accepted'; readonly wamid: string; readonly response: JsonObject }
  /** Meta or we refused it for good; when the caller was still waiting there is no event. */
  | { readonly kind: 'refused'; readonly error: GraphError }
  /** It is stored and will be sent, or Meta's answer is not known yet: what becomes of it is told by events. */
  | { readonly kind: 'pending' };

/** How an outbound message is handed in. */
export interface EnqueueSend {
  readonly message: OutboundMessage;
  /** Meta's id of the number that it is sent from. */
  readonly phoneNumberId: string;
  readonly actor: Actor | null;
  /** When the message came into being, epoch ms. */
  readonly createdAtMs: number;
  /** How long the caller waits for Meta, ms. 0: not at all, and a refusal becomes an event. */
  readonly waitMs: number;
}

/** Stores a message durably, sends it when its number may send, and waits for what Meta says. */
export type EnqueueSendFn = (send: EnqueueSend) => Promise<SendOutcome>;

/** How long a call of the API waits for Meta. */
export const SEND_WAIT_MS = 10_000;

/** A message as somebody asks for it: checked by shape, nobody it names looked up yet. */
export interface SendMessage {
  readonly workspaceId: WorkspaceId;
  readonly channelId: ChannelId;
  readonly to: Recipient;
  readonly type: string;
  /** The object under the name of its type, as Meta takes it. */
  readonly content: unknown;
  readonly replyTo: string | null;
  readonly callbackData: string | null;
  readonly actor: Actor | null;
  readonly waitMs: number;
}

/** A message that was handed in, with what it was put to. */
export interface SentMessageResult {
  readonly messageId: MessageId;
  readonly contactId: ContactId | null;
  readonly conversationId: ConversationId | null;
  readonly outcome: SendOutcome;
}

/**
 * The one way to send a message: finds channel, contact and template, refuses what Meta would refuse (the closed window, a
 * template that is not approved), and hands it in.
 *
 * @throws PosthornError `not_found` (channel), `channel_not_connected`, `message_window_closed`, `template_not_usable`,
 *   `invalid_request`, `unprocessable`, `store_unavailable`. A refusal by Meta is an outcome.
 */
export type SendMessageFn = (send: SendMessage) => Promise<SentMessageResult>;

/** The error of a call whose message was refused, in Meta's words: for APIs whose errors have no place of their own for what Meta said. */
export function refusedByMeta(error: GraphError): PosthornError {
  const { code, title, details, advice } = error;
  const said = [`${title}.`, ...(details === null || details === title ? [] : [details]), advice].join(' ');
  return new PosthornError('message_refused', `Meta refused the message with error ${code}: ${said}`, {
    metaError: error,
  });
}
