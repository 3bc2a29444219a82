import { type SelectQueryBuilder, sql } from 'kysely';
import type { Contact } from '../../domain/contact.ts';
import type { ContactType } from '../../domain/event-catalogue/crm-data.ts';
import type { ContactGroupId, ContactId, MemberId, SourceId, StatusId, WorkspaceId } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';
import type { ContactRow, Database } from '../../platform/db/tables.ts';
import type { Page } from '../../platform/http/api.ts';
import { encodeCursor } from '../../platform/http/api.ts';
import { scanBounded } from '../../platform/http/bounded-scan.ts';
import { toContact } from './contact-row.ts';

type ContactQuery = SelectQueryBuilder<Database, 'contacts', ContactRow>;

/** Contacts that a change may be about: by id, or by who they are. */
export interface FindContacts {
  readonly workspaceId: WorkspaceId;
  readonly ids: readonly ContactId[];
  readonly phoneKeys: readonly string[];
  readonly bsuids: readonly string[];
}

/** The living contacts that one of the values names, each once. */
export async function findContacts(store: Store, wanted: FindContacts): Promise<readonly Contact[]> {
  const living = () => selectLiving(store, wanted.workspaceId);
  const found = await Promise.all([
    wanted.ids.length === 0 ? [] : living().where('id', 'in', padded(wanted.ids)).execute(),
    wanted.phoneKeys.length === 0 ? [] : living().where('phone_key', 'in', padded(wanted.phoneKeys)).execute(),
    wanted.bsuids.length === 0 ? [] : living().where('bsuid', 'in', padded(wanted.bsuids)).execute(),
  ]);
  const byId = new Map(found.flat().map((row) => [row.id, row]));
  return Array.from(byId.values(), toContact);
}

/** One contact, or null: there is none, it is another workspace's, or it was deleted. */
export async function findContact(store: Store, workspaceId: WorkspaceId, id: ContactId): Promise<Contact | null> {
  const row = await selectLiving(store, workspaceId).where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : toContact(row);
}

/** One contact by its stable integer, or null. */
export async function findContactBySerial(
  store: Store,
  workspaceId: WorkspaceId,
  serial: number,
): Promise<Contact | null> {
  const row = await selectLiving(store, workspaceId).where('serial', '=', serial).executeTakeFirst();
  return row === undefined ? null : toContact(row);
}

/** Which of these integers a contact has, or had: a deleted one keeps its own. */
export async function findTakenSerials(
  store: Store,
  workspaceId: WorkspaceId,
  serials: readonly number[],
): Promise<ReadonlySet<number>> {
  if (serials.length === 0) return new Set();
  const rows = await store.db
    .selectFrom('contacts')
    .select('serial')
    .where('workspace_id', '=', workspaceId)
    .where('serial', 'in', padded(serials))
    .execute();
  return new Set(rows.map((row) => row.serial));
}

/** What contacts can be searched by. Every given field must match. */
export interface ContactFilter {
  readonly phoneKey?: string | undefined;
  readonly bsuid?: string | undefined;
  /** In any case. */
  readonly email?: string | undefined;
  /** Lower case; stands anywhere in names, company, address, number, tags and the like. */
  readonly text?: string | undefined;
  /** Lower case; the beginning of the full name. */
  readonly name?: string | undefined;
  readonly type?: ContactType | undefined;
  readonly statusId?: StatusId | undefined;
  readonly sourceId?: SourceId | undefined;
  readonly groupId?: ContactGroupId | undefined;
  readonly assigneeId?: MemberId | undefined;
  readonly tag?: string | undefined;
  readonly enabled?: boolean | undefined;
  readonly optedOut?: boolean | undefined;
}

export const CONTACT_SORTS = ['-created_at', 'created_at', '-updated_at', 'updated_at', 'name', '-name'] as const;
export type ContactSort = (typeof CONTACT_SORTS)[number];

export interface ListContacts extends ContactFilter {
  readonly workspaceId: WorkspaceId;
  readonly sort: ContactSort;
  readonly limit: number;
  /** Continues after this place, as the page before told it. Null: at the beginning. */
  readonly after: ContactPlace | null;
}

/** A place in a sorted list: the value that it is sorted by, and the id. */
export interface ContactPlace {
  readonly value: string | number;
  readonly id: ContactId;
}

/**
 * The living contacts of a workspace, sorted. A filter that no index serves looks at a bounded piece of the list for
 * each page, so such a page may be short or empty and still have a cursor.
 */
export async function listContacts(store: Store, query: ListContacts): Promise<Page<Contact>> {
  const result = await scanBounded<ContactPlace, ContactRow>({
    limit: query.limit,
    start: query.after,
    findStepEnd: (start) => (needsScan(query) ? findPlace(store, query, start) : Promise.resolve(null)),
    read: (start, end, limit) => selectBetween(store, query, { start, end }).limit(limit).execute(),
  });
  const rows = result.rows.slice(0, query.limit);
  const last = rows.at(-1);
  const next = result.rows.length > query.limit && last !== undefined ? placeOf(last, query.sort) : result.stoppedAt;
  return { items: rows.map(toContact), nextCursor: next === null ? null : encodePlace(next) };
}

/** How many living contacts match, and one page of them by number: the way of APIs that count their pages. */
export async function pageOfContacts(
  store: Store,
  query: ContactFilter & { readonly workspaceId: WorkspaceId; readonly offset: number; readonly limit: number },
): Promise<{ readonly items: readonly Contact[]; readonly total: number }> {
  const matching = matchFilter(selectLiving(store, query.workspaceId), query);
  const counted = matchFilter(
    store.db.selectFrom('contacts').where('workspace_id', '=', query.workspaceId).where('deleted_at_ms', 'is', null),
    query,
  );
  const [rows, { total }] = await Promise.all([
    matching.orderBy('id').offset(query.offset).limit(query.limit).execute(),
    counted.select((select) => select.fn.countAll().as('total')).executeTakeFirstOrThrow(),
  ]);
  return { items: rows.map(toContact), total: Number(total) };
}

/** The contacts that come after an id, oldest first: the walk of an export and of what changes many. */
export async function listContactsAfter(
  store: Store,
  query: { readonly workspaceId: WorkspaceId; readonly afterId: ContactId | null; readonly limit: number },
): Promise<readonly Contact[]> {
  const rows = await selectLiving(store, query.workspaceId)
    .$if(query.afterId !== null, (contacts) => contacts.where('id', '>', query.afterId as ContactId))
    .orderBy('id')
    .limit(query.limit)
    .execute();
  return rows.map(toContact);
}

/** Reads a cursor of `listContacts`. Null when it is none of that sort. */
export function decodePlace(text: string, sort: ContactSort): ContactPlace | null {
  const [, value = '', id = ''] = /^(.*)\n(cnt_[0-9a-f-]{36})$/s.exec(text) ?? [];
  if (id === '') return null;
  const isTime = sort.endsWith('updated_at');
  if (isTime && !/^\d{1,15}$/.test(value)) return null;
  return { value: isTime ? Number(value) : value, id: id as ContactId };
}

function encodePlace({ value, id }: ContactPlace): string {
  return encodeCursor(`${value}\n${id}`);
}

function selectLiving(store: Store, workspaceId: WorkspaceId): ContactQuery {
  return store.db
    .selectFrom('contacts')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('deleted_at_ms', 'is', null);
}

/** A list length of a few kinds, so that the texts of statements stay few. */
function padded<TValue>(values: readonly TValue[]): TValue[] {
  const unique = [...new Set(values)];
  const length = 2 ** Math.ceil(Math.log2(unique.length));
  const last = unique.at(-1);
  return last === undefined ? [] : [...unique, ...Array.from({ length: length - unique.length }, () => last)];
}

/** Served by an index of their own; everything else is looked for along the sorted list. */
function needsScan(filter: ContactFilter): boolean {
  const isFound = filter.phoneKey !== undefined || filter.bsuid !== undefined || filter.email !== undefined;
  const others = [filter.text, filter.name, filter.type, filter.groupId, filter.assigneeId, filter.tag];
  const flags = [filter.statusId, filter.sourceId, filter.enabled, filter.optedOut];
  return !isFound && [...others, ...flags].some((value) => value !== undefined);
}

function sortColumn(sort: ContactSort): 'id' | 'updated_at_ms' | 'name_key' {
  if (sort.endsWith('updated_at')) return 'updated_at_ms';
  return sort.endsWith('name') ? 'name_key' : 'id';
}

function placeOf(row: Pick<ContactRow, 'id' | 'updated_at_ms' | 'name_key'>, sort: ContactSort): ContactPlace {
  const column = sortColumn(sort);
  return { value: column === 'id' ? '' : row[column], id: row.id };
}

interface Between {
  /** Exclusive. */
  readonly start: ContactPlace | null;
  /** Inclusive. */
  readonly end: ContactPlace | null;
}

function selectBetween(store: Store, query: ListContacts, { start, end }: Between): ContactQuery {
  const direction = query.sort.startsWith('-') ? 'desc' : 'asc';
  const [after, upTo] = direction === 'desc' ? (['<', '>='] as const) : (['>', '<='] as const);
  const column = sortColumn(query.sort);
  let contacts = matchFilter(selectLiving(store, query.workspaceId), query);
  if (start !== null) contacts = contacts.where(comparePlace(column, after, start));
  if (end !== null) contacts = contacts.where(comparePlace(column, upTo, end));
  return column === 'id'
    ? contacts.orderBy('id', direction)
    : contacts.orderBy(column, direction).orderBy('id', direction);
}

/** A row value, so that the index of the sort is walked from that place on. */
function comparePlace(column: 'id' | 'updated_at_ms' | 'name_key', operator: string, place: ContactPlace) {
  const is = sql.raw(operator);
  if (column === 'id') return sql<boolean>`id ${is} ${place.id}`;
  return sql<boolean>`(${sql.ref(column)}, id) ${is} (${place.value}, ${place.id})`;
}

/** Rows that one step of a scan looks at, see `bounded-scan.ts`. */
const STEP_ROWS = 5_000;

/** The place `STEP_ROWS` further on, whatever stands between. */
async function findPlace(store: Store, query: ListContacts, start: ContactPlace | null): Promise<ContactPlace | null> {
  const everything: ListContacts = {
    workspaceId: query.workspaceId,
    sort: query.sort,
    limit: 1,
    after: null,
  };
  const row = await selectBetween(store, everything, { start, end: null })
    .clearSelect()
    .select(['id', 'updated_at_ms', 'name_key'])
    .limit(1)
    .offset(STEP_ROWS - 1)
    .executeTakeFirst();
  return row === undefined ? null : placeOf(row, query.sort);
}

function matchFilter<TOutput>(
  contacts: SelectQueryBuilder<Database, 'contacts', TOutput>,
  filter: ContactFilter,
): SelectQueryBuilder<Database, 'contacts', TOutput> {
  let matching = contacts;
  const is = <TColumn extends keyof ContactRow>(column: TColumn, value: ContactRow[TColumn] | undefined) => {
    if (value !== undefined) matching = matching.where(sql<boolean>`${sql.ref(column)} = ${value}`);
  };
  const holds = (column: 'search_text' | 'group_ids' | 'tags', text: string | undefined) => {
    if (text !== undefined)
      matching = matching.where(sql<boolean>`${sql.ref(column)} LIKE ${likeOf(text)} ESCAPE '\\'`);
  };
  is('phone_key', filter.phoneKey);
  is('bsuid', filter.bsuid);
  is('type', filter.type);
  is('status_id', filter.statusId);
  is('source_id', filter.sourceId);
  is('assignee_id', filter.assigneeId);
  is('enabled', bit(filter.enabled));
  is('opted_out', bit(filter.optedOut));
  if (filter.email !== undefined) matching = matching.where(sql<boolean>`lower(email) = lower(${filter.email})`);
  if (filter.name !== undefined) {
    matching = matching.where(sql<boolean>`name_key LIKE ${`${escapeLike(filter.name)}%`} ESCAPE '\\'`);
  }
  holds('search_text', filter.text);
  holds('group_ids', filter.groupId === undefined ? undefined : JSON.stringify(filter.groupId));
  holds('tags', filter.tag === undefined ? undefined : JSON.stringify(filter.tag));
  return matching;
}

function bit(value: boolean | undefined): 0 | 1 | undefined {
  if (value === undefined) return undefined;
  return value ? 1 : 0;
}

function likeOf(text: string): string {
  return `%${escapeLike(text)}%`;
}

function escapeLike(text: string): string {
  return text.replaceAll(/[\\%_]/g, '\\$&');
}
