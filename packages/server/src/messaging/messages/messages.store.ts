import { type SelectQueryBuilder, sql } from 'kysely';
import type { ChannelId, ContactId, ConversationId, MessageId, WorkspaceId } from '../../domain/ids.ts';
import type { MessageDirection } from '../../domain/message.ts';
import { spellingsOf } from '../../domain/phone.ts';
import { withMessageWords } from '../../platform/db/message-words.ts';
import type { Store } from '../../platform/db/store.ts';
import type { Database, MessageStatusesTable, MessagesTable } from '../../platform/db/tables.ts';
import type { Page } from '../../platform/http/api.ts';
import { SCAN_STEP_ROWS, scanBounded, toScannedPage } from '../../platform/http/bounded-scan.ts';
import { type StoredMessage, type ToldStatuses, toStoredMessage, toToldStatuses } from './stored-message.ts';

/** One message of the workspace, or null. */
export async function findMessage(
  store: Store,
  workspaceId: WorkspaceId,
  id: MessageId,
): Promise<StoredMessage | null> {
  const row = await selectMessages(store, workspaceId).where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : ((await withStatuses(store, workspaceId, [row]))[0] ?? null);
}

/** An echo may tell of a message that was sent from here: few rows have one wamid. */
const ROWS_OF_WAMID_MAX = 10;

/**
 * The message that Meta knows by this id; the one that was sent from here when an echo told of it too. Null: none, also
 * when Meta told statuses of it.
 */
export async function findMessageByWamid(
  store: Store,
  workspaceId: WorkspaceId,
  wamid: string,
): Promise<StoredMessage | null> {
  const rows = await selectMessages(store, workspaceId)
    .where('wamid', '=', wamid)
    .orderBy(sortedId)
    .limit(ROWS_OF_WAMID_MAX)
    .execute();
  const row = rows.find(({ source }) => source === 'api') ?? rows[0];
  if (row !== undefined) return (await withStatuses(store, workspaceId, [row]))[0] ?? null;
  // Meta's answer to the call that sent it was lost, and its status tells what it is.
  const told = await findToldStatuses(store, workspaceId, wamid);
  return told === null || told.messageId === null ? null : findMessage(store, workspaceId, told.messageId);
}

/** What Meta told of an outbound message, also of one that is not known here. Null: nothing. */
export async function findToldStatuses(
  store: Store,
  workspaceId: WorkspaceId,
  wamid: string,
): Promise<ToldStatuses | null> {
  const row = await selectStatuses(store, workspaceId).where('wamid', '=', wamid).executeTakeFirst();
  return row === undefined ? null : toToldStatuses(row);
}

/** What messages can be searched by. Every given field must match. */
export interface MessageFilter {
  readonly channelId?: ChannelId | undefined;
  readonly conversationId?: ConversationId | undefined;
  readonly contactId?: ContactId | undefined;
  readonly direction?: MessageDirection | undefined;
  readonly wamid?: string | undefined;
}

export interface ListMessages extends MessageFilter {
  readonly workspaceId: WorkspaceId;
  /** Continues after this message. Null: at the newest. */
  readonly beforeId: MessageId | null;
  readonly limit: number;
}

/**
 * Messages newest first. A filter that no index serves looks at a bounded piece of the list for each page, so such a page
 * may be short or empty and still have a cursor.
 */
export async function listMessages(store: Store, query: ListMessages): Promise<Page<StoredMessage>> {
  const result = await scanBounded<string, MessagesTable>({
    limit: query.limit,
    start: query.beforeId,
    findStepEnd: (start) => (needsScan(query) ? findMessageBelow(store, query, start) : Promise.resolve(null)),
    read: (start, end, limit) =>
      selectBetween(store, query, { start, end })
        .$if(query.channelId !== undefined, (rows) => rows.where('channel_id', '=', query.channelId as ChannelId))
        .$if(query.contactId !== undefined, (rows) => rows.where('contact_id', '=', query.contactId as ContactId))
        .$if(query.direction !== undefined, (rows) => rows.where('direction', '=', query.direction as MessageDirection))
        .limit(limit)
        .execute(),
  });
  const page = toScannedPage(result, query.limit, (row) => row.id);
  return { ...page, items: await withStatuses(store, query.workspaceId, page.items) };
}

/** The latest message or call of the person in any of the conversations, epoch ms. Null: none is known. */
export async function findWindowFromMs(
  store: Store,
  workspaceId: WorkspaceId,
  ids: readonly ConversationId[],
): Promise<number | null> {
  if (ids.length === 0) return null;
  const rows = await store.db
    .selectFrom('conversation_activity')
    .select('window_from_ms')
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', ids)
    .execute();
  const timesMs = rows.flatMap(({ window_from_ms }) => (window_from_ms === null ? [] : [window_from_ms]));
  return timesMs.length === 0 ? null : Math.max(...timesMs);
}

/** The BSUID that somebody with this number had last, by what Meta told of them. Null: none is known. @param phone Digits, in any spelling. */
export async function findBsuidOf(store: Store, workspaceId: WorkspaceId, phone: string): Promise<string | null> {
  const row = await store.db
    .selectFrom('events')
    .select('bsuid')
    .where('workspace_id', '=', workspaceId)
    .where('phone', 'in', spellingsOf(phone))
    .where('bsuid', 'is not', null)
    .orderBy(sortedId, 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.bsuid ?? null;
}

/** Whether a channel has an access token that Meta has not refused. False also when there is no such channel. */
export async function isChannelConnected(store: Store, workspaceId: WorkspaceId, id: ChannelId): Promise<boolean> {
  const row = await store.db
    .selectFrom('channels')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where('access_token', 'is not', null)
    .where('token_expired_at_ms', 'is', null)
    .where('deleted_at_ms', 'is', null)
    .executeTakeFirst();
  return row !== undefined;
}

type MessageQuery = SelectQueryBuilder<Database, 'messages', MessagesTable>;

/** An expression, so that no planner walks along the ids for the sake of their order: few rows are found, then sorted. */
const sortedId = sql<string>`id || ''`;

function selectMessages(store: Store, workspaceId: WorkspaceId): MessageQuery {
  return store.db.selectFrom('messages').selectAll().where('workspace_id', '=', workspaceId);
}

function selectStatuses(store: Store, workspaceId: WorkspaceId) {
  return store.db.selectFrom('message_statuses').selectAll().where('workspace_id', '=', workspaceId);
}

/** A thread and a wamid have indexes of their own; everything else is looked for along the list. */
function needsScan({ channelId, contactId, direction, wamid }: MessageFilter): boolean {
  return wamid === undefined && [channelId, contactId, direction].some((value) => value !== undefined);
}

interface Between {
  /** Exclusive. */
  readonly start: string | null;
  /** Inclusive. */
  readonly end: string | null;
}

function selectBetween(store: Store, query: ListMessages, { start, end }: Between): MessageQuery {
  const { workspaceId, conversationId, wamid } = query;
  let messages = selectMessages(store, workspaceId);
  if (conversationId !== undefined) messages = messages.where('conversation_id', '=', conversationId);
  if (wamid !== undefined) messages = messages.where('wamid', '=', wamid);
  if (start !== null) messages = messages.where('id', '<', start as MessageId);
  if (end !== null) messages = messages.where('id', '>=', end as MessageId);
  return messages.orderBy(wamid === undefined ? sql.ref('id') : sortedId, 'desc');
}

/** The message `SCAN_STEP_ROWS` further on, whatever stands between. */
async function findMessageBelow(store: Store, query: ListMessages, start: string | null): Promise<string | null> {
  const row = await selectBetween(store, query, { start, end: null })
    .clearSelect()
    .select('id')
    .limit(1)
    .offset(SCAN_STEP_ROWS - 1)
    .executeTakeFirst();
  return row?.id ?? null;
}

/** Statuses are joined when they are read, so that one that comes before its message, or while its answer is lost, is linked. */
async function withStatuses(
  store: Store,
  workspaceId: WorkspaceId,
  rows: readonly MessagesTable[],
): Promise<readonly StoredMessage[]> {
  const worded = await withMessageWords(store.db, workspaceId, rows);
  const outbound = rows.filter(({ direction }) => direction === 'outbound');
  const wamids = outbound.flatMap(({ wamid }) => (wamid === null ? [] : [wamid]));
  const unanswered = outbound.flatMap(({ id, wamid }) => (wamid === null ? [id] : []));
  const select = () => selectStatuses(store, workspaceId);
  const [byWamid, byId] = await Promise.all([
    wamids.length === 0 ? [] : select().where('wamid', 'in', wamids).execute(),
    unanswered.length === 0 ? [] : select().where('message_id', 'in', unanswered).execute(),
  ]);
  const toldByWamid = new Map<string, MessageStatusesTable>(byWamid.map((told) => [told.wamid, told]));
  const toldById = new Map(byId.map((told) => [told.message_id, told]));
  return worded.map((row) => {
    const told = row.wamid === null ? toldById.get(row.id) : toldByWamid.get(row.wamid);
    return toStoredMessage(row, told ?? null);
  });
}
