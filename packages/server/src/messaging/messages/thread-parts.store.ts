import type { Actor } from '../../domain/audit.ts';
import type { ConversationId, MessageId, WorkspaceId } from '../../domain/ids.ts';
import type { MessageDirection } from '../../domain/message.ts';
import { objectOf, stringOf } from '../../domain/meta/meta-body.ts';
import { withMessageWords } from '../../platform/db/message-words.ts';
import type { Store } from '../../platform/db/store.ts';
import type { MediaFilesTable, MessagesTable } from '../../platform/db/tables.ts';

/** A message that another one answers, as much of it as stands in the answer. */
export type QuotedMessage = Pick<MessagesTable, 'id' | 'wamid' | 'direction' | 'type' | 'text'>;

/** An emoji that one side put on a message of a thread. */
export interface Reaction {
  /** Meta's id of the message that it is on. */
  readonly targetWamid: string;
  readonly emoji: string;
  readonly direction: MessageDirection;
  readonly sender: Actor | null;
  readonly atMs: number;
}

/** What is known here of a media file that a message names. */
export type ThreadFile = Pick<MediaFilesTable, 'media_id' | 'state' | 'mime_type' | 'size_bytes' | 'filename'>;

/** Which message it is, here and at Meta. */
export type MessageKey = Pick<MessagesTable, 'id' | 'wamid'>;

/** The messages that Meta knows by these ids, by their id; the one that was sent from here when an echo told of it too. */
export async function findQuoted(
  store: Store,
  workspaceId: WorkspaceId,
  wamids: readonly string[],
): Promise<ReadonlyMap<string, QuotedMessage>> {
  if (wamids.length === 0) return new Map();
  const rows = await store.db
    .selectFrom('messages')
    .select(['id', 'wamid', 'direction', 'type', 'text', 'content'])
    .where('workspace_id', '=', workspaceId)
    .where('wamid', 'in', [...new Set(wamids)])
    .execute();
  const worded = await withMessageWords(store.db, workspaceId, rows);
  // In the order of their ids the one that was sent from here is the first, and so the last that is set.
  const latestFirst = worded.toSorted((one, other) => (one.id < other.id ? 1 : -1));
  return new Map(latestFirst.flatMap((row) => (row.wamid === null ? [] : [[row.wamid, row] as const])));
}

/** Reactions come soon after what they are on: so many messages of the thread are looked through for them. */
const REACTIONS_LOOK_ROWS = 2_000;

/** The reactions that stand: of each side the last one on each message, among the messages after the given one. */
export async function listReactions(
  store: Store,
  thread: { readonly workspaceId: WorkspaceId; readonly conversationId: ConversationId; readonly afterId: MessageId },
): Promise<readonly Reaction[]> {
  const later = store.db
    .selectFrom('messages')
    .select(['id', 'type', 'direction', 'content', 'sender', 'occurred_at_ms', 'refused_at_ms'])
    .where('workspace_id', '=', thread.workspaceId)
    .where('conversation_id', '=', thread.conversationId)
    .where('id', '>', thread.afterId)
    .orderBy('id')
    .limit(REACTIONS_LOOK_ROWS);
  const rows = await store.db
    .selectFrom(later.as('later'))
    .selectAll()
    .where('type', '=', 'reaction')
    .where('refused_at_ms', 'is', null)
    .orderBy('id')
    .execute();
  const standing = new Map<string, Reaction>();
  for (const row of await withMessageWords(store.db, thread.workspaceId, rows)) {
    const { message_id, emoji } = objectOf(objectOf(JSON.parse(row.content)).reaction);
    const [targetWamid, text] = [stringOf(message_id), stringOf(emoji)];
    if (targetWamid === null) continue;
    const key = `${row.direction} ${targetWamid}`;
    standing.delete(key);
    // Without an emoji the reaction was taken away.
    if (text === null || text === '') continue;
    standing.set(key, {
      targetWamid,
      emoji: text,
      direction: row.direction,
      // `as` here: the JSON is our own.
      sender: row.sender === null ? null : (JSON.parse(row.sender) as Actor),
      atMs: row.occurred_at_ms,
    });
  }
  return [...standing.values()];
}

/** What is known of these files, by Meta's id of them. */
export async function findThreadFiles(
  store: Store,
  workspaceId: WorkspaceId,
  mediaIds: readonly string[],
): Promise<ReadonlyMap<string, ThreadFile>> {
  if (mediaIds.length === 0) return new Map();
  const rows = await store.db
    .selectFrom('media_files')
    .select(['media_id', 'state', 'mime_type', 'size_bytes', 'filename'])
    .where('workspace_id', '=', workspaceId)
    .where('media_id', 'in', [...new Set(mediaIds)])
    .execute();
  return new Map(rows.map((row) => [row.media_id, row]));
}

/** Of the named messages those of the conversation, or its newest when none are named, up to `limit`. */
export async function listMessageKeys(
  store: Store,
  query: {
    readonly workspaceId: WorkspaceId;
    readonly conversationId: ConversationId;
    /** Null: the newest. */
    readonly ids: readonly MessageId[] | null;
    readonly limit: number;
  },
): Promise<readonly MessageKey[]> {
  const { workspaceId, conversationId, ids, limit } = query;
  if (ids?.length === 0) return [];
  let keys = store.db
    .selectFrom('messages')
    .select(['id', 'wamid'])
    .where('workspace_id', '=', workspaceId)
    .where('conversation_id', '=', conversationId);
  if (ids !== null) keys = keys.where('id', 'in', ids);
  return keys.orderBy('id', 'desc').limit(limit).execute();
}
