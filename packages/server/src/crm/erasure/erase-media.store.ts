import { sql } from 'kysely';
import type { ChannelId, ConversationId } from '../../domain/ids.ts';
import { PIECE_ROWS, type Piece, type StepContext } from './erasure-step.ts';
import { conversationIdsOf } from './person.ts';

/**
 * Deletes the media files of the conversations with the person, channel by channel, and empties their rows. Meta's ids and
 * times stay, so that a late repeat fetches nothing.
 */
export async function eraseMedia(ctx: StepContext, after: string | null): Promise<Piece> {
  const channelId = await findNextChannel(ctx, after ?? '');
  if (channelId === null) return { next: null };
  const conversationIds = conversationIdsOf(channelId, ctx.person);
  const mediaIds = conversationIds.length === 0 ? [] : await findFiles(ctx, conversationIds);
  for (const mediaId of mediaIds) await eraseFile(ctx, mediaId);
  // What was erased is of no conversation any more: the same channel is looked at until it has nothing left.
  const next = mediaIds.length < PIECE_ROWS ? channelId : (after ?? '');
  return { counts: { media_files: mediaIds.length }, next };
}

async function findNextChannel({ store, workspaceId }: StepContext, after: string): Promise<ChannelId | null> {
  const row = await store.db
    .selectFrom('channels')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('id', '>', after as ChannelId)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  return row?.id ?? null;
}

async function findFiles(
  { store, workspaceId, startedAtMs }: StepContext,
  conversationIds: readonly ConversationId[],
): Promise<readonly string[]> {
  const rows = await store.db
    .selectFrom('media_files')
    .select('media_id')
    .where('workspace_id', '=', workspaceId)
    .where('conversation_id', 'in', conversationIds)
    .where('created_at_ms', '<', startedAtMs)
    .limit(PIECE_ROWS)
    .execute();
  return rows.map((row) => row.media_id);
}

/**
 * The row first, which ends a fetch that is under way; then the bytes; and last what leads here, so that a crash in between
 * leaves nothing behind.
 */
async function eraseFile(ctx: StepContext, mediaId: string): Promise<void> {
  const { workspaceId, removeMediaFile } = ctx;
  await update(ctx, mediaId)
    .set({
      ...{ state: 'gone', due_at_ms: null, lease_token: null, tries: sql<number>`tries + 1`, error: ERASED },
      ...{ mime_type: null, sha256: null, size_bytes: null, filename: null },
    })
    .execute();
  await removeMediaFile({ workspaceId, id: mediaId });
  await update(ctx, mediaId).set({ storage_key: null, conversation_id: null }).execute();
}

const ERASED = 'It was erased.';

function update({ store, workspaceId }: StepContext, mediaId: string) {
  return store.db.updateTable('media_files').where('workspace_id', '=', workspaceId).where('media_id', '=', mediaId);
}
