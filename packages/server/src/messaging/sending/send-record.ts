import type { ChannelId, MessageId, WorkspaceId } from '../../domain/ids.ts';
import { type Recipient, toGraphBody } from '../../domain/message.ts';
import type { EnqueueSend } from '../../domain/message-send.ts';
import type { JsonObject } from '../../domain/meta/meta-body.ts';
import type { RecordTable, RecordWrite } from '../../platform/db/record-write.ts';
import { storableText } from '../../platform/db/storable-text.ts';
import type { MessageSendsTable } from '../../platform/db/tables.ts';

/** A message that this node sends: nobody else does as long as the lease runs. */
export interface LeasedSend {
  readonly workspaceId: WorkspaceId;
  readonly id: MessageId;
  readonly channelId: ChannelId;
  readonly phoneNumberId: string;
  /** The other side, for the limit of the pair. */
  readonly recipient: string;
  /** For the Graph API. */
  readonly body: JsonObject;
  /** Before this one. */
  readonly tries: number;
  readonly createdAtMs: number;
  readonly leaseUntilMs: number;
}

/** How long a message may be on its way before its node counts as dead: a Graph call takes 10 s at most, and clocks of nodes differ by up to 5 s. */
export const SEND_LEASE_MS = 30_000;
/** What has to be left of the lease when a message is sent, for the call and the clocks. */
export const SEND_LEASE_MS_MIN = 15_000;
/** Clocks of nodes may differ by this: a message that is due at once is due by all of them. */
export const CLOCK_SKEW_MS = 5_000;

/** The table `message_sends`, for the group commit: rows are only added. */
const MESSAGE_SENDS_TABLE: RecordTable = {
  name: 'message_sends',
  columns: {
    workspace_id: 'text',
    id: 'text',
    channel_id: 'text',
    phone_number_id: 'text',
    recipient: 'text',
    body: 'text',
    state: 'text',
    due_at_ms: 'bigint',
    lease_token: 'text',
    tries: 'integer',
    awaited: 'integer',
    created_at_ms: 'bigint',
  } satisfies Record<keyof MessageSendsTable, 'text' | 'bigint' | 'integer'>,
};

export interface NewSend {
  readonly nowMs: number;
  /** Under which it is sent right after the commit. Null: it stands in the queue. */
  readonly leaseToken: string | null;
  /** A call waits for what becomes of it. */
  readonly awaited: boolean;
}

/** A message as the sending engine has it in memory. */
export function toLeasedSend({ message, phoneNumberId }: EnqueueSend, nowMs: number): LeasedSend {
  return {
    workspaceId: message.workspaceId,
    id: message.id,
    channelId: message.channelId,
    phoneNumberId,
    recipient: recipientOf(message.recipient),
    body: toGraphBody(message),
    tries: 0,
    createdAtMs: nowMs,
    leaseUntilMs: nowMs + SEND_LEASE_MS,
  };
}

/** Its row in the queue. */
export function toSendWrite(send: LeasedSend, { nowMs, leaseToken, awaited }: NewSend): RecordWrite {
  const row: MessageSendsTable = {
    workspace_id: send.workspaceId,
    id: send.id,
    channel_id: send.channelId,
    phone_number_id: send.phoneNumberId,
    recipient: send.recipient,
    body: storableText(JSON.stringify(send.body)) ?? '{}',
    state: leaseToken === null ? 'queued' : 'sending',
    due_at_ms: leaseToken === null ? nowMs - CLOCK_SKEW_MS : send.leaseUntilMs,
    lease_token: leaseToken,
    tries: 0,
    awaited: awaited ? 1 : 0,
    created_at_ms: nowMs,
  };
  return { table: MESSAGE_SENDS_TABLE, row: { ...row }, causeId: null };
}

/** Meta limits what goes to one person; a group is none. Null: no limit but the number's. */
export function pairOf(send: LeasedSend): string | null {
  return send.body.recipient_type === 'group' ? null : send.recipient;
}

function recipientOf(recipient: Recipient): string {
  if (recipient.kind === 'phone') return recipient.phone;
  return recipient.kind === 'bsuid' ? recipient.bsuid : recipient.groupId;
}
