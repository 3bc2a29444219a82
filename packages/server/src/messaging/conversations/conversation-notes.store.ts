import type { Actor } from '../../domain/audit.ts';
import { PosthornError } from '../../domain/errors.ts';
import type { ConversationId, ConversationNoteId, WorkspaceId } from '../../domain/ids.ts';
import { storableText } from '../../platform/db/storable-text.ts';
import type { Store, Trx } from '../../platform/db/store.ts';
import type { ConversationNotesTable } from '../../platform/db/tables.ts';
import type { WithChange } from '../../platform/db/with-change.ts';
import { type Page, toPage } from '../../platform/http/api.ts';
import { noSuchConversation } from './conversation-writer.ts';

/** What somebody of the company wrote down about a conversation. The other side never sees it. */
export interface ConversationNote {
  readonly id: ConversationNoteId;
  readonly workspaceId: WorkspaceId;
  readonly conversationId: ConversationId;
  readonly text: string;
  readonly author: Pick<Actor, 'kind' | 'id'>;
  readonly createdAtMs: number;
}

/** Notes of one conversation. People write them by hand, so more come of a program that has gone wild. */
export const NOTES_MAX = 1_000;

/**
 * Adds a note to a conversation that is there.
 *
 * @throws PosthornError `limit_reached`, or `not_found` when the conversation is gone.
 */
export async function insertNote(
  store: Store,
  note: ConversationNote,
  withChange: WithChange<ConversationNote>,
): Promise<ConversationNote> {
  return store.db.transaction().execute(async (trx) => {
    await holdConversation(store, trx, note);
    await assertRoomForNote(trx, note);
    const row: ConversationNotesTable = {
      workspace_id: note.workspaceId,
      id: note.id,
      conversation_id: note.conversationId,
      text: storableText(note.text) ?? '',
      author: JSON.stringify(note.author),
      created_at_ms: note.createdAtMs,
    };
    await trx.insertInto('conversation_notes').values(row).execute();
    const after = toNote(row);
    await withChange(trx, { before: null, after });
    return after;
  });
}

export interface ListNotes {
  readonly workspaceId: WorkspaceId;
  readonly conversationId: ConversationId;
  /** Continues after this note. Null: at the newest. */
  readonly beforeId: ConversationNoteId | null;
  readonly limit: number;
}

/** The notes of a conversation, newest first. */
export async function listNotes(store: Store, query: ListNotes): Promise<Page<ConversationNote>> {
  const { workspaceId, conversationId, beforeId, limit } = query;
  let notes = store.db
    .selectFrom('conversation_notes')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('conversation_id', '=', conversationId);
  if (beforeId !== null) notes = notes.where('id', '<', beforeId);
  const rows = await notes
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  return toPage(rows.map(toNote), limit, (note) => note.id);
}

/** Deletes a note. @returns false when that conversation has none of this id. */
export async function deleteNote(
  store: Store,
  note: Pick<ConversationNote, 'workspaceId' | 'conversationId' | 'id'>,
  withChange: WithChange<ConversationNote>,
): Promise<boolean> {
  return store.db.transaction().execute(async (trx) => {
    const row = await trx
      .deleteFrom('conversation_notes')
      .where('workspace_id', '=', note.workspaceId)
      .where('id', '=', note.id)
      .where('conversation_id', '=', note.conversationId)
      .returningAll()
      .executeTakeFirst();
    if (row === undefined) return false;
    await withChange(trx, { before: toNote(row), after: null });
    return true;
  });
}

/** Whoever erases the person waits until the note is there to be erased too. */
async function holdConversation(store: Store, trx: Trx, note: ConversationNote): Promise<void> {
  const row = await trx
    .selectFrom('conversations')
    .select('id')
    .where('workspace_id', '=', note.workspaceId)
    .where('id', '=', note.conversationId)
    // SQLite has one writer and needs no row locks.
    .$if(store.can.skipLocked, (conversation) => conversation.forShare())
    .executeTakeFirst();
  if (row === undefined) throw noSuchConversation();
}

async function assertRoomForNote(trx: Trx, { workspaceId, conversationId }: ConversationNote): Promise<void> {
  const full = await trx
    .selectFrom('conversation_notes')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('conversation_id', '=', conversationId)
    .orderBy('id')
    .offset(NOTES_MAX - 1)
    .limit(1)
    .executeTakeFirst();
  if (full === undefined) return;
  throw new PosthornError('limit_reached', `A conversation has at most ${NOTES_MAX} notes. Delete some first.`);
}

/** `as` here: the JSON is our own. */
function toNote(row: ConversationNotesTable): ConversationNote {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    conversationId: row.conversation_id,
    text: row.text,
    author: JSON.parse(row.author) as ConversationNote['author'],
    createdAtMs: row.created_at_ms,
  };
}
