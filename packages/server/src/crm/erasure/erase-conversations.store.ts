import { firstIdAt } from '../../domain/id-time.ts';
import type { ChannelId, ConversationId, ConversationNoteId } from '../../domain/ids.ts';
import { nextAfter, PIECE_ROWS, type Piece, type StepContext } from './erasure-step.ts';
import { conversationIdsOf } from './person.ts';

/** Conversations that one piece deletes. Each may have a thousand notes. */
const CONVERSATIONS_MAX = 10;

/** Deletes the conversations with the contacts that the person is, with their activity and what was noted about them. */
export async function eraseConversations(ctx: StepContext): Promise<Piece> {
  const { store, workspaceId, person } = ctx;
  if (person.contactIds.length === 0) return { next: null };
  const rows = await store.db
    .selectFrom('conversations')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('contact_id', 'in', person.contactIds)
    .limit(CONVERSATIONS_MAX)
    .execute();
  const ids = rows.map((row) => row.id);
  if (ids.length === 0) return { next: null };
  const noteCount = await deleteConversations(ctx, ids);
  const counts = { conversations: ids.length, conversation_notes: noteCount };
  // What was looked at is gone: the next piece begins at the beginning again.
  return { counts, next: ids.length < CONVERSATIONS_MAX ? null : '' };
}

/** @returns how many notes went with them. */
function deleteConversations({ store, workspaceId }: StepContext, ids: readonly ConversationId[]): Promise<number> {
  return store.db.transaction().execute(async (trx) => {
    // The conversations first: that waits for whoever is adding a note to one, and the note is found.
    for (const table of ['conversations', 'conversation_activity'] as const) {
      await trx.deleteFrom(table).where('workspace_id', '=', workspaceId).where('id', 'in', ids).execute();
    }
    const { numDeletedRows } = await trx
      .deleteFrom('conversation_notes')
      .where('workspace_id', '=', workspaceId)
      .where('conversation_id', 'in', ids)
      .executeTakeFirstOrThrow();
    return Number(numDeletedRows);
  });
}

/** Channels that one piece looks at. */
const CHANNELS_MAX = 20;
/** Ids of one statement. */
const IDS_MAX = 500;

/**
 * Deletes the activity of conversations that nothing else tells of: those of somebody who is no contact, or was none yet.
 * Their ids are worked out for every channel that the workspace has or had.
 */
export async function eraseActivity(ctx: StepContext, after: string | null): Promise<Piece> {
  const rows = await ctx.store.db
    .selectFrom('channels')
    .select('id')
    .where('workspace_id', '=', ctx.workspaceId)
    .$if(after !== null, (channels) => channels.where('id', '>', after as ChannelId))
    .orderBy('id')
    .limit(CHANNELS_MAX)
    .execute();
  const channelIds = rows.map((row) => row.id);
  for (const ids of chunks(channelIds.flatMap((channelId) => conversationIdsOf(channelId, ctx.person)))) {
    await deleteActivity(ctx, ids);
  }
  return { next: nextAfter(channelIds, CHANNELS_MAX) };
}

/** One that moved since the erasure began is of somebody who wrote after they were erased. */
async function deleteActivity({ store, workspaceId, startedAtMs }: StepContext, ids: readonly ConversationId[]) {
  await store.db
    .deleteFrom('conversation_activity')
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', ids)
    .where(({ fn, val, eb }) => eb(fn.coalesce('last_message_at_ms', val(0)), '<', startedAtMs))
    .where(({ fn, val, eb }) => eb(fn.coalesce('window_from_ms', val(0)), '<', startedAtMs))
    .execute();
}

/** Takes the person out of what was noted about conversations with others. */
export async function redactNotes(ctx: StepContext, after: string | null): Promise<Piece> {
  const { store, workspaceId, redactor } = ctx;
  const rows = await store.db
    .selectFrom('conversation_notes')
    .select(['id', 'text'])
    .where('workspace_id', '=', workspaceId)
    .where('id', '<', firstIdAt('note', ctx.startedAtMs))
    .$if(after !== null, (notes) => notes.where('id', '>', after as ConversationNoteId))
    .orderBy('id')
    .limit(PIECE_ROWS)
    .execute();
  const meant = rows.filter((row) => redactor.mentions(row.text));
  for (const { id, text } of meant) {
    await store.db
      .updateTable('conversation_notes')
      .set({ text: redactor.redactText(text) })
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', id)
      .execute();
  }
  return { counts: { conversation_notes: meant.length }, next: nextAfter(rows.map((row) => row.id)) };
}

function chunks(ids: readonly ConversationId[]): readonly (readonly ConversationId[])[] {
  return Array.from({ length: Math.ceil(ids.length / IDS_MAX) }, (_, index) =>
    ids.slice(index * IDS_MAX, (index + 1) * IDS_MAX),
  );
}
