import * as z from 'zod';
import type { Contact } from '../../domain/contact.ts';
import type { MessageStatusWord } from '../../domain/message.ts';
import type { SentMessageResult } from '../../domain/message-send.ts';
import { microsecondsZ } from '../../domain/xobito/record-attributes.ts';
import { toIso } from '../../platform/http/query-params.ts';

/** Data of the answer of every send: that of the media sample, and Meta's whole answer (X9). */
export const sentView = z
  .object({
    message_id: z
      .string()
      .describe("Meta's id, by which every later event names it; ours while Meta has not answered."),
    contact_id: z.number().int(),
    phone: z.string(),
    status: z.enum(['sent', 'pending']),
    sent_at: z.string(),
    chat_id: z.number().int().describe('Integer of the contact: a contact has one conversation with each number.'),
    contact_created: z.boolean(),
    whatsapp_response: z.record(z.string(), z.unknown()).nullable().describe('Null while Meta has not answered.'),
  })
  .meta({ id: 'XobitoSentMessage' });

/** A message that was handed in. */
export interface SentMessage {
  readonly result: Pick<SentMessageResult, 'messageId'> & {
    readonly outcome: Exclude<SentMessageResult['outcome'], { readonly kind: 'refused' }>;
    readonly createdAtMs: number;
  };
  readonly contact: Pick<Contact, 'serial'>;
  /** E.164. */
  readonly phone: string;
  readonly isNewContact: boolean;
}

/** Makes the data of the answer of a send. */
export function toSentView({ result, contact, phone, isNewContact }: SentMessage): z.output<typeof sentView> {
  const { outcome, messageId, createdAtMs } = result;
  const accepted = outcome.kind === 'accepted' ? outcome : null;
  return {
    message_id: accepted?.wamid ?? messageId,
    contact_id: contact.serial,
    phone,
    status: accepted === null ? 'pending' : 'sent',
    sent_at: toTime(toIso(createdAtMs)),
    chat_id: contact.serial,
    contact_created: isNewContact,
    whatsapp_response: accepted === null ? null : { ...accepted.response },
  };
}

/** How far a message is, as our own API shows it. */
export interface KnownMessage {
  /** Meta's id. Null: it has not answered yet. */
  readonly message_id: string | null;
  /** Ours. Null: it was not sent from here. */
  readonly id: string | null;
  readonly direction: 'inbound' | 'outbound';
  readonly status: MessageStatusWord;
  readonly error: { readonly title: string | null; readonly details: string | null } | null;
  readonly statuses: readonly { readonly status: string; readonly at: string }[];
  /** When it was handed in, or heard of. */
  readonly created_at: string;
}

const DELIVERY_STATUSES = ['pending', 'sent', 'delivered', 'read', 'failed'] as const;
type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/** As in the answer of a send, what Meta took is sent. That a voice message was played means that it was read. */
const STATUS_OF: Readonly<Record<MessageStatusWord, DeliveryStatus>> = {
  received: 'delivered',
  pending: 'pending',
  accepted: 'sent',
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
  played: 'read',
  failed: 'failed',
};

const time = z.string().nullable();

/** Data of the answer about how far a message is. */
export const messageStatusView = z
  .object({
    message_id: z.string(),
    delivery_status: z.enum(DELIVERY_STATUSES),
    error_message: z.string().nullable(),
    source: z.literal('chat'),
    last_updated: z.string(),
    statuses: z
      .object({ sent: time, delivered: time, read: time, failed: time, pending: time })
      .describe('When it came so far. Null: it did not, or not yet.'),
  })
  .meta({ id: 'XobitoMessageStatus' });

/** Makes the data of the answer about how far a message is. */
export function toStatusView(message: KnownMessage): z.output<typeof messageStatusView> {
  const { statuses, status, error, created_at: createdAt } = message;
  const times = new Map(statuses.map(({ status: step, at }) => [step, toTime(at)]));
  const pending = message.id === null ? null : toTime(createdAt);
  const isSent = STATUS_OF[status] === 'sent';
  const last = [...times.values()].toSorted().at(-1) ?? toTime(createdAt);
  return {
    message_id: message.message_id ?? message.id ?? '',
    delivery_status: STATUS_OF[status],
    error_message: error === null ? null : (error.details ?? error.title),
    source: 'chat',
    last_updated: last,
    statuses: {
      sent: times.get('sent') ?? (isSent ? last : null),
      delivered: times.get('delivered') ?? null,
      read: times.get('read') ?? null,
      failed: times.get('failed') ?? (status === 'failed' ? last : null),
      pending,
    },
  };
}

/** A time as Xobito's attributes write them. */
function toTime(iso: string): string {
  return microsecondsZ(iso) ?? iso;
}
