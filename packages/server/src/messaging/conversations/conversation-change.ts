import type { Actor, AuditEntry } from '../../domain/audit.ts';
import { nextEventAtMs } from '../../domain/contact.ts';
import type { NewEvent } from '../../domain/event.ts';
import type { ConversationResource, CrmChanges, CrmData } from '../../domain/event-catalogue/crm-data.ts';
import type { ContactId, EventId, MemberId } from '../../domain/ids.ts';
import { digitsOfPhone } from '../../domain/phone.ts';
import type { RecordWrite } from '../../platform/db/record-write.ts';
import { toIso } from '../../platform/http/query-params.ts';
import type { ConversationPerson, ConversationReport } from './conversation-projection.ts';
import { type Conversation, toConversationWrite } from './conversation-row.ts';

/** Whom a conversation is with, as the contacts know them now. Of one that was deleted id and serial are left. */
export interface ConversationContact {
  readonly id: ContactId;
  readonly serial: number;
  /** Null: nobody knows it. */
  readonly name: string | null;
  /** E.164 with `+`. */
  readonly phone: string | null;
  readonly bsuid: string | null;
}

/** What is to become of a conversation. What is not there stays. */
export interface ConversationWish {
  readonly state?: Conversation['state'] | undefined;
  readonly assigneeId?: MemberId | null | undefined;
  /** So many inbound messages were read. What was read stays read. */
  readonly readCount?: number | undefined;
}

/** What a change is reported with. */
export interface ConversationChangeContext {
  /** Null: there is no trace of the contact. */
  readonly contact: ConversationContact | null;
  readonly nowMs: number;
  readonly newEventId: () => EventId;
  readonly auditRow: (entry: AuditEntry) => RecordWrite;
  /** Null: it is not for the audit log. */
  readonly actor: Actor | null;
}

/** A change of one conversation, as it is written: the row, the events that report it, the entries in the audit log. */
export interface ConversationChange {
  readonly after: Conversation;
  readonly events: readonly NewEvent[];
  readonly records: readonly RecordWrite[];
}

/**
 * Works out a change. Who is assigned and whether it is open are told each by an event of their own, in this order and at
 * least a second apart; that messages were read is told by none, or there were as many events as messages.
 *
 * @returns Null when nothing is another than before.
 */
export function changeConversation(
  before: Conversation,
  wish: ConversationWish,
  ctx: ConversationChangeContext,
): ConversationChange | null {
  const steps = stepsOf(before, wish, ctx.nowMs);
  const last = steps.at(-1)?.after ?? before;
  if (last === before) return null;
  const after = { ...last, revision: before.revision + 1 };
  return {
    after,
    events: steps.flatMap((step) => eventOf(step, ctx) ?? []),
    records: [toConversationWrite(after, null), ...steps.flatMap((step) => audit(step, ctx))],
  };
}

/** The event that reports what a message did to its conversation: began it, or opened it again. */
export function conversationEvent(report: ConversationReport): NewEvent {
  return toEvent(report);
}

interface Step {
  readonly verb: 'updated' | 'closed' | 'reopened' | 'read';
  readonly before: Conversation;
  readonly after: Conversation;
}

function stepsOf(conversation: Conversation, wish: ConversationWish, nowMs: number): readonly Step[] {
  const steps: Step[] = [];
  const now = () => steps.at(-1)?.after ?? conversation;
  const add = (verb: Step['verb'], after: Conversation) => steps.push({ verb, before: now(), after });
  if (wish.readCount !== undefined && wish.readCount > conversation.readCount) {
    add('read', { ...now(), readCount: wish.readCount });
  }
  if (wish.assigneeId !== undefined && wish.assigneeId !== conversation.assigneeId) {
    add('updated', { ...moved(now(), nowMs), assigneeId: wish.assigneeId });
  }
  if (wish.state === 'closed' && conversation.state === 'open') {
    add('closed', { ...moved(now(), nowMs), state: 'closed', closedAtMs: nowMs });
  }
  if (wish.state === 'open' && conversation.state === 'closed') {
    add('reopened', { ...moved(now(), nowMs), state: 'open', closedAtMs: null });
  }
  return steps;
}

function moved(conversation: Conversation, nowMs: number): Conversation {
  return { ...conversation, updatedAtMs: nowMs, eventAtMs: nextEventAtMs(conversation.eventAtMs, nowMs) };
}

function eventOf({ verb, before, after }: Step, { contact, newEventId }: ConversationChangeContext): NewEvent | null {
  if (verb === 'read') return null;
  const report = { id: newEventId(), conversation: after, person: personOf(contact), causeId: null };
  if (verb !== 'updated') return toEvent({ ...report, type: `conversation.${verb}` });
  const changes = { assignee_id: [before.assigneeId, after.assigneeId] } as const;
  return toEvent({ ...report, type: 'conversation.updated', changes });
}

function personOf(contact: ConversationContact | null): ConversationPerson {
  if (contact === null) return { contact: null, phone: null, bsuid: null };
  const { id, serial, phone, bsuid } = contact;
  return { contact: { id, serial }, phone: phone === null ? null : digitsOfPhone(phone), bsuid };
}

interface EventReport extends Omit<ConversationReport, 'type'> {
  readonly type: string;
  readonly changes?: CrmChanges;
}

function toEvent({ id, type, conversation, person, causeId, changes }: EventReport): NewEvent {
  const resource = toConversationResource(conversation, person);
  const data: CrmData<ConversationResource> = changes === undefined ? resource : { ...resource, changes };
  return {
    ...{ id, type, causeId },
    workspaceId: conversation.workspaceId,
    origin: 'crm',
    channelId: conversation.channelId,
    occurredAtMs: conversation.eventAtMs,
    createdAtMs: conversation.updatedAtMs,
    ...person,
    sentMessage: null,
    hops: 0,
    payload: data,
    dedupeKey: null,
  };
}

/**
 * `data` of an event of a conversation. What moves with every message is not in it: the window, what is unread, the last
 * message. Of the contact only what the message that causes an event tells too, so that it is the same in all of them.
 */
function toConversationResource(
  conversation: Conversation,
  { contact, phone }: ConversationPerson,
): ConversationResource {
  return {
    id: conversation.id,
    channel_id: conversation.channelId,
    contact_id: conversation.contactId,
    contact: contact === null ? null : { ...contact, phone: phone === null ? null : `+${phone}` },
    state: conversation.state,
    assignee_id: conversation.assigneeId,
    created_at: toIso(conversation.createdAtMs),
    updated_at: toIso(conversation.updatedAtMs),
    closed_at: conversation.closedAtMs === null ? null : toIso(conversation.closedAtMs),
  };
}

function audit({ verb, before, after }: Step, { actor, auditRow }: ConversationChangeContext): readonly RecordWrite[] {
  if (actor === null) return [];
  const { workspaceId, id: resourceId } = after;
  const entry = { workspaceId, actor, action: `conversation.${verb}`, resourceType: 'conversation', resourceId };
  return [auditRow({ ...entry, before: toAuditView(before), after: toAuditView(after) })];
}

/** Names the contact by its id alone: the audit log is kept for a year, and a person is not to be looked for in it. */
function toAuditView(conversation: Conversation): unknown {
  const { contact: _contact, ...resource } = toConversationResource(conversation, personOf(null));
  return { ...resource, read_count: conversation.readCount };
}
