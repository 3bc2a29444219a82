import type { EventId, MessageId, WorkspaceId } from '../../domain/ids.ts';
import { idOf, uuidOf } from '../../domain/ids.ts';
import { type MessageWords, messageWordsOf } from '../../domain/meta/message-words.ts';
import { objectOf } from '../../domain/meta/meta-body.ts';
import { readMetaItem } from '../../domain/meta/meta-item.ts';
import { storableText } from './storable-text.ts';
import type { Db, Trx } from './store.ts';
import type { MessagesTable } from './tables.ts';

/**
 * `content` of a message whose words stand in the event that told of it, and nowhere else: nothing is stored twice. The
 * event has the same UUID; when it goes, `settleMessageWords` moves them into the row.
 */
export const WORDS_IN_EVENT = '';

/** Rows whose events are looked up by one statement. */
const LOOKUP_ROWS = 500;

type WordedRow = Pick<MessagesTable, 'id' | 'content'> & { readonly text?: string | null };

/** The rows with their words, wherever those stand. Rows of one workspace, in the order they came in. */
export async function withMessageWords<TRow extends WordedRow>(
  db: Db | Trx,
  workspaceId: WorkspaceId,
  rows: readonly TRow[],
): Promise<readonly TRow[]> {
  const without = rows.filter((row) => row.content === WORDS_IN_EVENT).map((row) => row.id);
  if (without.length === 0) return rows;
  const words = await readWords(db, workspaceId, without);
  return rows.map((row) => (row.content === WORDS_IN_EVENT ? { ...row, ...toColumns(words.get(row.id)) } : row));
}

/** Moves the words of these events' messages into their rows: for whoever removes the events. */
export async function settleMessageWords(
  db: Db | Trx,
  workspaceId: WorkspaceId,
  eventIds: readonly EventId[],
): Promise<void> {
  if (eventIds.length === 0) return;
  const rows = await db
    .selectFrom('messages')
    .select(['id', 'content'])
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', eventIds.map(messageIdOf))
    .where('content', '=', WORDS_IN_EVENT)
    .execute();
  await settleRows(db, workspaceId, rows);
}

/** A piece of a walk along the messages of a workspace, by the time in their ids. */
export interface WordsWalk {
  readonly workspaceId: WorkspaceId;
  /** Exclusive. */
  readonly afterId: MessageId;
  /** Exclusive. */
  readonly beforeId: MessageId;
}

/** The same for all messages of a time, a piece at a time. @returns where to go on, or null at the end. */
export async function settleMessageWordsBetween(db: Db | Trx, walk: WordsWalk): Promise<MessageId | null> {
  const rows = await db
    .selectFrom('messages')
    .select(['id', 'content'])
    .where('workspace_id', '=', walk.workspaceId)
    .where('id', '>', walk.afterId)
    .where('id', '<', walk.beforeId)
    .orderBy('id')
    .limit(LOOKUP_ROWS)
    .execute();
  await settleRows(
    db,
    walk.workspaceId,
    rows.filter((row) => row.content === WORDS_IN_EVENT),
  );
  return rows.length < LOOKUP_ROWS ? null : (rows.at(-1)?.id ?? null);
}

async function settleRows(db: Db | Trx, workspaceId: WorkspaceId, rows: readonly WordedRow[]): Promise<void> {
  const ids = rows.map((row) => row.id);
  const words = ids.length === 0 ? new Map<MessageId, MessageWords>() : await readWords(db, workspaceId, ids);
  for (const id of ids) {
    await db
      .updateTable('messages')
      .set(toColumns(words.get(id)))
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', id)
      // One that was edited or erased in the meantime has words of its own.
      .where('content', '=', WORDS_IN_EVENT)
      .execute();
  }
}

async function readWords(
  db: Db | Trx,
  workspaceId: WorkspaceId,
  ids: readonly MessageId[],
): Promise<ReadonlyMap<MessageId, MessageWords>> {
  const words = new Map<MessageId, MessageWords>();
  for (let start = 0; start < ids.length; start += LOOKUP_ROWS) {
    const events = await db
      .selectFrom('events')
      .select(['id', 'payload'])
      .where('workspace_id', '=', workspaceId)
      .where('id', 'in', ids.slice(start, start + LOOKUP_ROWS).map(eventIdOf))
      .execute();
    for (const { id, payload } of events) {
      words.set(messageIdOf(id), messageWordsOf(objectOf(readMetaItem(JSON.parse(payload)).item)));
    }
  }
  return words;
}

/** Of one whose event is not there any more nothing is known. */
function toColumns(words: MessageWords | undefined): Pick<MessagesTable, 'text' | 'content'> {
  if (words === undefined) return { text: null, content: '{}' };
  return { text: storableText(words.text), content: storableText(JSON.stringify(words.content)) ?? '{}' };
}

function messageIdOf(id: EventId): MessageId {
  return idOf('msg', uuidOf(id));
}

function eventIdOf(id: MessageId): EventId {
  return idOf('evt', uuidOf(id));
}
