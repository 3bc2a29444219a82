import type { Actor, AuditEntry } from '../../domain/audit.ts';
import { PosthornError } from '../../domain/errors.ts';
import type { NewEvent } from '../../domain/event.ts';
import type { ConversationId, EventId, MemberId, WorkspaceId } from '../../domain/ids.ts';
import { RecordConflictError, type RecordWrite } from '../../platform/db/record-write.ts';
import { etagOf } from '../../platform/http/etag.ts';
import type { KeyedLocks } from '../../platform/keyed-locks.ts';
import { type ConversationContact, type ConversationWish, changeConversation } from './conversation-change.ts';
import type { ConversationCache } from './conversation-projection.ts';
import type { Conversation } from './conversation-row.ts';

/** A conversation with what a change of it has to know. */
export interface PresentConversation {
  readonly conversation: Conversation;
  readonly contact: ConversationContact | null;
  /** How many messages of the person are in it. */
  readonly inboundCount: number;
}

/** What changing conversations needs. `gateway/` passes the real ones. */
export interface ConversationWriterContext {
  readonly find: (workspaceId: WorkspaceId, id: ConversationId) => Promise<PresentConversation | null>;
  readonly isMember: (workspaceId: WorkspaceId, id: MemberId) => Promise<boolean>;
  /** The group commit. @throws RecordConflictError when the row is not what the change was made on. */
  readonly publish: (
    events: readonly NewEvent[],
    alongside: { readonly records: readonly RecordWrite[] },
  ) => Promise<ReadonlySet<EventId>>;
  readonly auditRow: (entry: AuditEntry) => RecordWrite;
  readonly cache: Pick<ConversationCache, 'forget'>;
  /** The locks that messages take too before they open a conversation again. */
  readonly locks: KeyedLocks;
  readonly newEventId: () => EventId;
  readonly nowMs: () => number;
}

/** One change that somebody asks for. */
export interface ChangeConversation {
  readonly workspaceId: WorkspaceId;
  readonly id: ConversationId;
  readonly change: {
    readonly state?: Conversation['state'] | undefined;
    readonly assigneeId?: MemberId | null | undefined;
    /** Everything that the person wrote is read. Not given: as before. */
    readonly isRead?: true;
  };
  /** Refuses when the conversation has another revision by now. Null: whatever it has. */
  readonly expectedRevision: number | null;
  /** Null: nobody asked for it, and it is not for the audit log. */
  readonly actor: Actor | null;
}

/** Tries while messages or other nodes change the same conversation. Each starts from what is there then. */
const CONFLICT_TRIES_MAX = 5;

/**
 * Changes a conversation: its row, the events that report it and the entries in the audit log are one transaction.
 *
 * @returns The conversation as it is then; the same as before when there was nothing to change.
 * @throws PosthornError `not_found`, `precondition_failed`, `unprocessable` for an assignee who is no member, or `conflict` when others keep changing it.
 */
export function saveConversation(ctx: ConversationWriterContext, save: ChangeConversation): Promise<Conversation> {
  return ctx.locks.run([save.id], async () => {
    for (let tries = 1; ; tries++) {
      try {
        return await trySave(ctx, save);
      } catch (error) {
        if (!(error instanceof RecordConflictError)) throw error;
        if (tries === CONFLICT_TRIES_MAX) throw changedByOthers(error);
      }
    }
  });
}

async function trySave(ctx: ConversationWriterContext, save: ChangeConversation): Promise<Conversation> {
  const { workspaceId, id, change, expectedRevision, actor } = save;
  const present = await ctx.find(workspaceId, id);
  if (present === null) throw noSuchConversation();
  const { conversation, contact, inboundCount } = present;
  if (expectedRevision !== null && expectedRevision !== conversation.revision) throw changedSince(conversation);
  await assertAssignable(ctx, save, conversation);
  const wish: ConversationWish = {
    state: change.state,
    assigneeId: change.assigneeId,
    readCount: change.isRead === true ? inboundCount : undefined,
  };
  const { newEventId, auditRow } = ctx;
  const planned = changeConversation(conversation, wish, { contact, nowMs: ctx.nowMs(), newEventId, auditRow, actor });
  if (planned === null) return conversation;
  // Before the commit, so that a message which comes meanwhile waits for the lock and looks at the row.
  ctx.cache.forget(id);
  try {
    await ctx.publish(planned.events, { records: planned.records });
  } finally {
    // Also when it failed: the commit may have been made and its answer lost.
    ctx.cache.forget(id);
  }
  return planned.after;
}

/** Whoever has it may have left the workspace since: that stays until somebody else has it. */
async function assertAssignable(
  ctx: ConversationWriterContext,
  { workspaceId, change }: ChangeConversation,
  { assigneeId }: Conversation,
): Promise<void> {
  const wanted = change.assigneeId ?? null;
  if (wanted === null || wanted === assigneeId || (await ctx.isMember(workspaceId, wanted))) return;
  throw new PosthornError('unprocessable', 'The conversation can only be assigned to a member of the workspace.', {
    fields: [{ pointer: '/assignee_id', message: 'There is no such member. GET /v1/members lists them.' }],
  });
}

export function noSuchConversation(): PosthornError {
  return new PosthornError('not_found', 'There is no such conversation.');
}

function changedSince({ revision }: Conversation): PosthornError {
  return new PosthornError('precondition_failed', 'The conversation was changed since it was read.', {
    fields: [{ pointer: 'If-Match', message: `The present version is ${etagOf(revision)}.` }],
  });
}

function changedByOthers(cause: unknown): PosthornError {
  return new PosthornError('conflict', 'Others keep changing the same conversation. Read it and try again.', { cause });
}
