import type { LRUCache } from 'lru-cache';
import { type ContactRef, nextEventAtMs } from '../../domain/contact.ts';
import type { NewEvent } from '../../domain/event.ts';
import type { ChannelId, ContactId, ConversationId, EventId, WorkspaceId } from '../../domain/ids.ts';
import type { RecordWrite } from '../../platform/db/record-write.ts';
import { newRecentlyUsed } from '../../platform/recently-used.ts';
import { type Conversation, toConversationWrite } from './conversation-row.ts';

/** Conversations whose state is remembered: about 10 MB. */
const ENTRIES_MAX = 50_000;

/** Remembers which conversations are there and open, so that the hot path asks the database only for those it has not seen. */
export class ConversationCache {
  readonly #open: LRUCache<ConversationId, true>;

  /** @param ttlMs How long an entry stands. 0: until it is forgotten; right where nobody else changes conversations. */
  constructor(ttlMs: number) {
    this.#open = newRecentlyUsed(ENTRIES_MAX, ttlMs);
  }

  isOpen(id: ConversationId): boolean {
    return this.#open.has(id);
  }

  rememberOpen(id: ConversationId): void {
    this.#open.set(id, true);
  }

  forget(id: ConversationId): void {
    this.#open.delete(id);
  }
}

/** A message that asks for a conversation that is there and, when the person wrote it, open. */
export interface ConversationNeed {
  readonly person: ConversationPerson;
  /** The event, with a dedupe key, that told of the message: what it causes happens only if it is new. Null: none did. */
  readonly causeId: EventId | null;
  readonly workspaceId: WorkspaceId;
  readonly id: ConversationId;
  readonly channelId: ChannelId;
  readonly contactId: ContactId;
  readonly opens: boolean;
}

export interface ConversationProjectionContext {
  readonly cache: ConversationCache;
  readonly find: (workspaceId: WorkspaceId, ids: readonly ConversationId[]) => Promise<readonly Conversation[]>;
  /** The event that reports what became of a conversation. */
  readonly report: (report: ConversationReport) => NewEvent;
  readonly newEventId: () => EventId;
  readonly nowMs: () => number;
}

export interface ConversationReport {
  readonly id: EventId;
  readonly type: 'conversation.created' | 'conversation.reopened';
  readonly conversation: Conversation;
  readonly person: ConversationPerson;
  readonly causeId: EventId | null;
}

/** Who the other side is, as events name them. */
export interface ConversationPerson {
  readonly contact: ContactRef | null;
  /** Digits. */
  readonly phone: string | null;
  readonly bsuid: string | null;
}

export interface PlannedConversations {
  readonly events: readonly NewEvent[];
  readonly records: readonly RecordWrite[];
  /** Those that change: forget them when the commit is through, whatever came of it. */
  readonly changing: readonly ConversationId[];
}

const NO_CHANGE: PlannedConversations = { events: [], records: [], changing: [] };

/** Of the needs those that may change a conversation. True is found out again on the row itself. */
export function openNeeds(cache: ConversationCache, needs: readonly ConversationNeed[]): readonly ConversationNeed[] {
  return needs.filter((need) => !cache.isOpen(need.id));
}

/**
 * Makes conversations that are not there and opens again those that a person wrote into. Nearly all messages belong to a
 * conversation that is known to be open; the others cost a look at the database. Hold the lock of `id` around this and the commit.
 */
export async function planConversations(
  ctx: ConversationProjectionContext,
  needs: readonly ConversationNeed[],
): Promise<PlannedConversations> {
  const open = openNeeds(ctx.cache, needs);
  if (open.length === 0) return NO_CHANGE;
  const known = await load(ctx, open);
  const events: NewEvent[] = [];
  const records: RecordWrite[] = [];
  const changing: ConversationId[] = [];
  for (const need of open) {
    const changed = changedBy(ctx, need, known.get(need.id) ?? null);
    if (changed === null) continue;
    known.set(need.id, changed.conversation);
    events.push(changed.event);
    records.push(toConversationWrite(changed.conversation, changed.event.causeId));
    changing.push(need.id);
  }
  for (const [id, conversation] of known) {
    if (conversation.state === 'open' && !changing.includes(id)) ctx.cache.rememberOpen(id);
  }
  return { events, records, changing };
}

async function load(ctx: ConversationProjectionContext, needs: readonly ConversationNeed[]) {
  const known = new Map<ConversationId, Conversation>();
  for (const [workspaceId, group] of Map.groupBy(needs, (need) => need.workspaceId)) {
    const ids = [...new Set(group.map((need) => need.id))];
    for (const conversation of await ctx.find(workspaceId, ids)) known.set(conversation.id, conversation);
  }
  return known;
}

function changedBy(ctx: ConversationProjectionContext, need: ConversationNeed, was: Conversation | null) {
  const nowMs = ctx.nowMs();
  if (was !== null && (was.state === 'open' || !need.opens)) return null;
  const conversation = was === null ? newConversation(need, nowMs) : reopened(was, nowMs);
  const type = was === null ? ('conversation.created' as const) : ('conversation.reopened' as const);
  const { person, causeId } = need;
  return { conversation, event: ctx.report({ id: ctx.newEventId(), type, conversation, person, causeId }) };
}

function newConversation(need: ConversationNeed, nowMs: number): Conversation {
  return {
    id: need.id,
    workspaceId: need.workspaceId,
    revision: 1,
    channelId: need.channelId,
    contactId: need.contactId,
    state: 'open',
    assigneeId: null,
    readCount: 0,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
    eventAtMs: nowMs,
    closedAtMs: null,
  };
}

function reopened(was: Conversation, nowMs: number): Conversation {
  const eventAtMs = nextEventAtMs(was.eventAtMs, nowMs);
  return { ...was, revision: was.revision + 1, state: 'open', closedAtMs: null, updatedAtMs: nowMs, eventAtMs };
}
