import { type SqlBool, sql } from 'kysely';
import { fullName } from '../../domain/contact.ts';
import { conversationIdOf } from '../../domain/conversation.ts';
import { firstIdAt } from '../../domain/id-time.ts';
import {
  type ChannelId,
  type ContactId,
  type ConversationId,
  type MemberId,
  type MessageId,
  parseId,
  type WorkspaceId,
} from '../../domain/ids.ts';
import { type MessageDirection, type MessageSource, type MessageStatusWord, statusOf } from '../../domain/message.ts';
import { digitsOfPhone } from '../../domain/phone.ts';
import { withMessageWords } from '../../platform/db/message-words.ts';
import type { Queried, Store } from '../../platform/db/store.ts';
import type { ConversationsTable } from '../../platform/db/tables.ts';
import { encodeCursor, type Page } from '../../platform/http/api.ts';
import { SCAN_STEP_ROWS, scanBounded } from '../../platform/http/bounded-scan.ts';
import type { ConversationContact } from './conversation-change.ts';
import { type Conversation, toConversation } from './conversation-row.ts';

/** A conversation with what moves with every message of it. */
export interface ListedConversation {
  readonly conversation: Conversation;
  /** Null: there is no trace of the contact. */
  readonly contact: ConversationContact | null;
  /** How many messages of the person are in it. */
  readonly inboundCount: number;
  /** The latest message or call of the person, epoch ms; also from before they were a contact. Null: there is none. */
  readonly windowFromMs: number | null;
  readonly lastMessage: LastMessage | null;
  /** The number that the channel is shown with. Null: the channel is gone. */
  readonly channelNumber: string | null;
}

/** The latest message of a conversation, as much as a list shows of it. */
export interface LastMessage {
  readonly id: MessageId;
  readonly wamid: string | null;
  readonly direction: MessageDirection;
  readonly type: string;
  readonly text: string | null;
  readonly occurredAtMs: number;
  readonly status: MessageStatusWord;
}

/** What conversations can be searched by. Every given field must match. */
export interface ConversationFilter {
  readonly state?: Conversation['state'] | undefined;
  /** Null: those of nobody. */
  readonly assigneeId?: MemberId | null | undefined;
  readonly channelId?: ChannelId | undefined;
  readonly contactId?: ContactId | undefined;
  /** With messages that were not read here, or without. */
  readonly isUnread?: boolean | undefined;
  /** Anywhere in what the contact can be searched by, in lower case. */
  readonly text?: string | undefined;
}

/** By the time of the last message; `-`: the latest first. */
export const CONVERSATION_SORTS = ['-last_message_at', 'last_message_at'] as const;
export type ConversationSort = (typeof CONVERSATION_SORTS)[number];

export interface ListConversations extends ConversationFilter {
  readonly workspaceId: WorkspaceId;
  readonly sort: ConversationSort;
  readonly limit: number;
  /** Continues after this place, as the page before told it. Null: at the beginning. */
  readonly after: ConversationPlace | null;
}

/** A place in the list: when the last message was, and the id. */
export interface ConversationPlace {
  readonly lastMessageAtMs: number;
  readonly id: ConversationId;
}

/** The conversations with these ids that are there. */
export async function findConversations(
  store: Queried,
  workspaceId: WorkspaceId,
  ids: readonly ConversationId[],
): Promise<readonly Conversation[]> {
  if (ids.length === 0) return [];
  const rows = await store.db
    .selectFrom('conversations')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', ids)
    .execute();
  return rows.map(toConversation);
}

/** One conversation, or null: there is none, or it is another workspace's. */
export async function findConversation(
  store: Store,
  workspaceId: WorkspaceId,
  id: ConversationId,
): Promise<ListedConversation | null> {
  const row = await store.db
    .selectFrom('conversations as c')
    .leftJoin('conversation_activity as a', (join) =>
      join.onRef('a.workspace_id', '=', 'c.workspace_id').onRef('a.id', '=', 'c.id'),
    )
    .leftJoin('contacts as k', (join) =>
      join.onRef('k.workspace_id', '=', 'c.workspace_id').onRef('k.id', '=', 'c.contact_id'),
    )
    .leftJoin('channels as n', (join) =>
      join.onRef('n.workspace_id', '=', 'c.workspace_id').onRef('n.id', '=', 'c.channel_id'),
    )
    .selectAll('c')
    .select(['a.last_message_at_ms', 'a.last_message_id', 'a.window_from_ms', 'a.inbound_count'])
    .select(['k.serial', 'k.first_name', 'k.last_name', 'k.phone', 'k.bsuid', 'n.display_phone_number'])
    .where('c.workspace_id', '=', workspaceId)
    .where('c.id', '=', id)
    .executeTakeFirst();
  if (row === undefined) return null;
  const [listed] = await complete(store, workspaceId, [row]);
  return listed ?? null;
}

/**
 * The conversations of a workspace, by their last message. The list is searched a bounded piece at a time, so a page
 * may be short or empty and still have a cursor.
 */
export async function listConversations(store: Store, query: ListConversations): Promise<Page<ListedConversation>> {
  const { workspaceId, limit } = query;
  const result = await scanBounded<ConversationPlace, ListedRow>({
    limit,
    start: query.after,
    // Those of one contact are few, and found by an index of their own.
    findStepEnd: async (start) => (query.contactId === undefined ? findStepEnd(store, query, start) : null),
    read: (start, end, rows) => selectBetween(store, query, { start, end }).limit(rows).execute(),
  });
  const rows = result.rows.slice(0, limit);
  const last = rows.at(-1);
  const next = result.rows.length > limit && last !== undefined ? placeOf(last) : result.stoppedAt;
  const items = await complete(store, workspaceId, rows);
  return { items, nextCursor: next === null ? null : encodeCursor(`${next.lastMessageAtMs} ${next.id}`) };
}

/** Reads a cursor of `listConversations`. Null when it is none. */
export function decodePlace(text: string): ConversationPlace | null {
  const [, atMs = '', idText = ''] = /^(\d{1,15}) (\S+)$/.exec(text) ?? [];
  const id = parseId('cnv', idText);
  return id === null ? null : { lastMessageAtMs: Number(atMs), id };
}

/** Meta's id of the latest message of the person. Null: there is none. */
export async function findLastInboundWamid(
  store: Store,
  workspaceId: WorkspaceId,
  id: ConversationId,
): Promise<string | null> {
  const row = await store.db
    .selectFrom('messages')
    .select('wamid')
    .where('workspace_id', '=', workspaceId)
    .where('conversation_id', '=', id)
    .where('direction', '=', 'inbound')
    .where('wamid', 'is not', null)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.wamid ?? null;
}

/**
 * Conversations of all workspaces that were closed at or after a time and in which the person wrote afterwards, by this
 * gateway's clock: Meta's counts whole seconds, too coarse to tell what was written before a closing from what came after.
 */
export async function findMissedReopenings(
  store: Store,
  { closedFromMs, limit }: { readonly closedFromMs: number; readonly limit: number },
): Promise<readonly Conversation[]> {
  const rows = await store.db
    .selectFrom('conversations as c')
    .selectAll('c')
    .where('c.state', '=', sql.lit('closed'))
    .where('c.closed_at_ms', '>=', closedFromMs)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('messages as m')
          .select('m.id')
          .whereRef('m.workspace_id', '=', 'c.workspace_id')
          .whereRef('m.conversation_id', '=', 'c.id')
          .where('m.id', '>=', firstIdAt('msg', closedFromMs))
          .where('m.direction', '=', 'inbound')
          .whereRef('m.created_at_ms', '>', 'c.closed_at_ms'),
      ),
    )
    .orderBy('c.closed_at_ms')
    .limit(limit)
    .execute();
  return rows.map(toConversation);
}

interface ListedRow extends ConversationsTable {
  readonly last_message_at_ms: number | null;
  readonly last_message_id: MessageId | null;
  readonly window_from_ms: number | null;
  readonly inbound_count: number | null;
  readonly serial: number | null;
  readonly first_name: string | null;
  readonly last_name: string | null;
  readonly phone: string | null;
  readonly bsuid: string | null;
  readonly display_phone_number: string | null;
}

interface Between {
  /** Exclusive. */
  readonly start: ConversationPlace | null;
  /** Inclusive. */
  readonly end: ConversationPlace | null;
}

/** An expression, so that SQLite does not walk along the activity of everybody for the sake of the order: those of one contact are few, then sorted. */
const sortedTime = sql<number>`a.last_message_at_ms + 0`;

/** Rows behind a place; from there on the index of the activity is walked. */
function selectBetween(store: Store, query: ListConversations, { start, end }: Between) {
  const rows = store.db
    .selectFrom('conversation_activity as a')
    .innerJoin('conversations as c', (join) =>
      join.onRef('c.workspace_id', '=', 'a.workspace_id').onRef('c.id', '=', 'a.id'),
    )
    .leftJoin('contacts as k', (join) =>
      join.onRef('k.workspace_id', '=', 'c.workspace_id').onRef('k.id', '=', 'c.contact_id'),
    )
    .leftJoin('channels as n', (join) =>
      join.onRef('n.workspace_id', '=', 'c.workspace_id').onRef('n.id', '=', 'c.channel_id'),
    )
    .selectAll('c')
    .select(['a.last_message_at_ms', 'a.last_message_id', 'a.window_from_ms', 'a.inbound_count'])
    .select(['k.serial', 'k.first_name', 'k.last_name', 'k.phone', 'k.bsuid', 'n.display_phone_number'])
    .where('a.workspace_id', '=', query.workspaceId)
    .where('a.last_message_at_ms', 'is not', null)
    .$if(start !== null, (walk) => walk.where(comparePlace(isBehind(query), start)))
    .$if(end !== null, (walk) => walk.where(comparePlace(isBefore(query), end)))
    .orderBy(query.contactId === undefined ? 'a.last_message_at_ms' : sortedTime, directionOf(query))
    .orderBy('a.id', directionOf(query));
  const { state, assigneeId, channelId, contactId, isUnread, text } = query;
  return rows
    .$if(state !== undefined, (found) => found.where(sql<SqlBool>`c.state = ${state}`))
    .$if(assigneeId === null, (found) => found.where('c.assignee_id', 'is', null))
    .$if(typeof assigneeId === 'string', (found) => found.where(sql<SqlBool>`c.assignee_id = ${assigneeId}`))
    .$if(channelId !== undefined, (found) => found.where(sql<SqlBool>`c.channel_id = ${channelId}`))
    .$if(contactId !== undefined, (found) =>
      found.where('c.workspace_id', '=', query.workspaceId).where(sql<SqlBool>`c.contact_id = ${contactId}`),
    )
    .$if(isUnread === true, (found) => found.whereRef('a.inbound_count', '>', 'c.read_count'))
    .$if(isUnread === false, (found) => found.whereRef('a.inbound_count', '<=', 'c.read_count'))
    .$if(text !== undefined, (found) =>
      found.where(sql<SqlBool>`k.search_text LIKE ${likeOf(text ?? '')} ESCAPE '\\'`),
    );
}

function likeOf(text: string): string {
  return `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;
}

type Sorted = Pick<ListConversations, 'sort'>;

function directionOf({ sort }: Sorted): 'asc' | 'desc' {
  return sort === '-last_message_at' ? 'desc' : 'asc';
}

/** Of what lies further on in the list than a place. */
function isBehind({ sort }: Sorted): '<' | '>' {
  return sort === '-last_message_at' ? '<' : '>';
}

/** Of what lies before a place, or is it. */
function isBefore({ sort }: Sorted): '>=' | '<=' {
  return sort === '-last_message_at' ? '>=' : '<=';
}

/** A row value, so that the index is walked from that place on. */
function comparePlace(operator: '<' | '>' | '>=' | '<=', place: ConversationPlace | null) {
  return sql<SqlBool>`(a.last_message_at_ms, a.id) ${sql.raw(operator)} (${place?.lastMessageAtMs}, ${place?.id})`;
}

/** The place `SCAN_STEP_ROWS` further on. People who are no contacts stand between, and are no conversations. */
async function findStepEnd(
  store: Store,
  query: Pick<ListConversations, 'workspaceId' | 'sort'>,
  start: ConversationPlace | null,
): Promise<ConversationPlace | null> {
  const row = await store.db
    .selectFrom('conversation_activity as a')
    .select(['a.id', 'a.last_message_at_ms'])
    .where('a.workspace_id', '=', query.workspaceId)
    .where('a.last_message_at_ms', 'is not', null)
    .$if(start !== null, (walk) => walk.where(comparePlace(isBehind(query), start)))
    .orderBy('a.last_message_at_ms', directionOf(query))
    .orderBy('a.id', directionOf(query))
    .limit(1)
    .offset(SCAN_STEP_ROWS - 1)
    .executeTakeFirst();
  return row === undefined ? null : placeOf(row);
}

function placeOf(row: Pick<ListedRow, 'id' | 'last_message_at_ms'>): ConversationPlace {
  return { lastMessageAtMs: row.last_message_at_ms ?? 0, id: row.id };
}

async function complete(
  store: Store,
  workspaceId: WorkspaceId,
  rows: readonly ListedRow[],
): Promise<readonly ListedConversation[]> {
  const ids = rows.flatMap((row) => row.last_message_id ?? []);
  const [found, earlierMs] = await Promise.all([
    findLastMessages(store, workspaceId, ids),
    findWindows(store, workspaceId, rows.flatMap(strangerIdsOf)),
  ]);
  const messages = new Map(found.map((message) => [message.id, message]));
  return rows.map((row) => {
    const timesMs = [row.window_from_ms, ...strangerIdsOf(row).map((id) => earlierMs.get(id))];
    const knownMs = timesMs.filter((timeMs) => typeof timeMs === 'number');
    return {
      conversation: toConversation(row),
      contact: toContact(row),
      inboundCount: row.inbound_count ?? 0,
      windowFromMs: knownMs.length === 0 ? null : Math.max(...knownMs),
      lastMessage: row.last_message_id === null ? null : (messages.get(row.last_message_id) ?? null),
      channelNumber: row.display_phone_number,
    };
  });
}

/** What the person wrote before they were a contact stands under other ids, and opened the same window. */
function strangerIdsOf({ channel_id, phone, bsuid }: ListedRow): readonly ConversationId[] {
  const names = [
    { contactId: null, phone: null, bsuid },
    { contactId: null, phone: phone === null ? null : digitsOfPhone(phone), bsuid: null },
  ];
  return names.flatMap((name) => conversationIdOf(channel_id, name) ?? []);
}

async function findWindows(
  store: Store,
  workspaceId: WorkspaceId,
  ids: readonly ConversationId[],
): Promise<ReadonlyMap<ConversationId, number>> {
  if (ids.length === 0) return new Map();
  const rows = await store.db
    .selectFrom('conversation_activity')
    .select(['id', 'window_from_ms'])
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', ids)
    .execute();
  return new Map(rows.flatMap((row) => (row.window_from_ms === null ? [] : [[row.id, row.window_from_ms] as const])));
}

function toContact({ contact_id: id, serial, phone, bsuid, ...names }: ListedRow): ConversationContact | null {
  if (serial === null) return null;
  const name = fullName({ firstName: names.first_name ?? '', lastName: names.last_name });
  return { id, serial, name: name === '' ? null : name, phone, bsuid };
}

async function findLastMessages(
  store: Store,
  workspaceId: WorkspaceId,
  ids: readonly MessageId[],
): Promise<readonly LastMessage[]> {
  if (ids.length === 0) return [];
  const rows = await store.db
    .selectFrom('messages as m')
    .leftJoin('message_statuses as s', (join) =>
      join.onRef('s.workspace_id', '=', 'm.workspace_id').onRef('s.wamid', '=', 'm.wamid'),
    )
    // Of one whose answer was lost Meta told by our id what it is.
    .leftJoin('message_statuses as t', (join) =>
      join.onRef('t.workspace_id', '=', 'm.workspace_id').onRef('t.message_id', '=', 'm.id').on('m.wamid', 'is', null),
    )
    .select(['m.id', 'm.direction', 'm.source', 'm.type', 'm.text', 'm.content', 'm.occurred_at_ms'])
    .select(['m.accepted_at_ms', 'm.refused_at_ms'])
    .select(({ fn }) => [
      fn.coalesce('m.wamid', 't.wamid').as('wamid'),
      fn.coalesce('s.sent_at_ms', 't.sent_at_ms').as('sent_at_ms'),
      fn.coalesce('s.delivered_at_ms', 't.delivered_at_ms').as('delivered_at_ms'),
      fn.coalesce('s.read_at_ms', 't.read_at_ms').as('read_at_ms'),
      fn.coalesce('s.played_at_ms', 't.played_at_ms').as('played_at_ms'),
      fn.coalesce('s.failed_at_ms', 't.failed_at_ms').as('failed_at_ms'),
    ])
    .where('m.workspace_id', '=', workspaceId)
    .where('m.id', 'in', ids)
    .execute();
  const worded = await withMessageWords(store.db, workspaceId, rows);
  return worded.map((row) => ({
    id: row.id,
    wamid: row.wamid,
    direction: row.direction,
    type: row.type,
    text: row.text,
    occurredAtMs: row.occurred_at_ms,
    status: statusOfRow(row),
  }));
}

interface StatusRow {
  readonly direction: MessageDirection;
  readonly source: MessageSource;
  readonly occurred_at_ms: number;
  readonly accepted_at_ms: number | null;
  readonly refused_at_ms: number | null;
  readonly sent_at_ms: number | null;
  readonly delivered_at_ms: number | null;
  readonly read_at_ms: number | null;
  readonly played_at_ms: number | null;
  readonly failed_at_ms: number | null;
}

function statusOfRow(row: StatusRow): MessageStatusWord {
  if (row.direction === 'inbound') return 'received';
  return statusOf({
    // What was written in the WhatsApp Business app is at Meta already.
    acceptedAtMs: row.source === 'echo' ? row.occurred_at_ms : row.accepted_at_ms,
    refusedAtMs: row.refused_at_ms,
    sentAtMs: row.sent_at_ms,
    deliveredAtMs: row.delivered_at_ms,
    readAtMs: row.read_at_ms,
    playedAtMs: row.played_at_ms,
    failedAtMs: row.failed_at_ms,
  });
}
