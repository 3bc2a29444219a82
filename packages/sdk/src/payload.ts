/** Body of format standard. `data` depends on `type`; `isMessagePayload` tells the largest family. */
export type WebhookPayload = MessagePayload | OtherPayload;

interface Envelope {
  /** When it happened, ISO 8601 in UTC: the same in every attempt, resend and replay. */
  readonly timestamp: string;
  /** Grows when a receiver would have to change. 1 now. */
  readonly payload_version: number;
}

/** The event types that are about one WhatsApp message. */
export const MESSAGE_EVENT_TYPES = [
  'message.received',
  'message.edited',
  'message.revoked',
  'message.sent',
  'message.delivered',
  'message.read',
  'message.failed',
  'message.played',
  'message.payment_updated',
  'message.echoed',
] as const;

export type MessageEventType = (typeof MESSAGE_EVENT_TYPES)[number];

/** A message was received, echoed, edited or revoked, or its status changed. */
export interface MessagePayload extends Envelope {
  readonly type: MessageEventType;
  readonly data: MessageData;
}

/** Any other event: calls, contacts, templates, your own `custom.…`. `GET /v1/event-types` has the schema of each. */
export interface OtherPayload extends Envelope {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** `data` of every message event: always the same keys, null where there is nothing. */
export interface MessageData {
  /** Meta's id of the message, `wamid.…`. */
  readonly message_id: string | null;
  readonly direction: 'inbound' | 'outbound';
  /** Meta's message type: `text`, `image`, `interactive`, … Null in status events. */
  readonly type: string | null;
  /** Body, caption, label of the chosen button or row, or emoji. */
  readonly text: string | null;
  readonly media: MessageMedia | null;
  readonly location: Readonly<Record<string, unknown>> | null;
  readonly contacts: readonly unknown[] | null;
  readonly interactive: Readonly<Record<string, unknown>> | null;
  /** `emoji` is null when the reaction was taken back. */
  readonly reaction: { readonly message_id: string | null; readonly emoji: string | null } | null;
  readonly order: Readonly<Record<string, unknown>> | null;
  /** The message that this one answers, edits or revokes. */
  readonly context: { readonly message_id: string; readonly from: string | null } | null;
  readonly referral: Readonly<Record<string, unknown>> | null;
  readonly contact: MessageContact;
  readonly channel: MessageChannel;
  readonly group_id: string | null;
  /** `sent`, `delivered`, `read`, `played` or `failed`, in status events. */
  readonly status: string | null;
  /** Order of the statuses of one message: take a status only when its sequence is higher than the one you have. */
  readonly sequence: number | null;
  readonly error: {
    readonly code: number | null;
    readonly title: string | null;
    readonly details: string | null;
  } | null;
  readonly pricing: Readonly<Record<string, unknown>> | null;
  readonly callback_data: string | null;
  /** Only in `message.payment_updated`. */
  readonly payment?: Readonly<Record<string, unknown>> | null;
  /** ISO 8601 in UTC. */
  readonly occurred_at: string;
  /** Meta's own item. Absent when the endpoint has `format_options.raw: false`. */
  readonly raw?: unknown;
}

export interface MessageMedia {
  readonly id: string | null;
  /** Link to the file. Answers 503 with Retry-After while the file is not there yet. */
  readonly url: string | null;
  readonly mime_type: string | null;
  readonly sha256: string | null;
  readonly filename: string | null;
  readonly caption: string | null;
  readonly voice: boolean | null;
}

/** The other person. A person with a username may have no phone number that Meta would tell. */
export interface MessageContact {
  readonly id: string | null;
  readonly serial: number | null;
  /** Meta's business-scoped user id, `CC.digits`. */
  readonly bsuid: string | null;
  /** Digits without `+`. */
  readonly phone: string | null;
  readonly name: string | null;
  readonly username: string | null;
}

/** The WhatsApp number of the business. */
export interface MessageChannel {
  readonly id: string | null;
  readonly phone_number_id: string | null;
  readonly display_phone_number: string | null;
  readonly waba_id: string | null;
}

const MESSAGE_TYPES: ReadonlySet<string> = new Set(MESSAGE_EVENT_TYPES);

/** Tells the events that are about a message from all others. */
export function isMessagePayload(payload: WebhookPayload): payload is MessagePayload {
  return MESSAGE_TYPES.has(payload.type);
}
