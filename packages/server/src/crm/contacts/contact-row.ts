import { type Contact, fullName } from '../../domain/contact.ts';
import type { CustomAttributes } from '../../domain/event-catalogue/crm-data.ts';
import type { ContactGroupId } from '../../domain/ids.ts';
import { digitsOfPhone, phoneKeyOf } from '../../domain/phone.ts';
import type { RecordTable, RecordWrite } from '../../platform/db/record-write.ts';
import { storableText } from '../../platform/db/storable-text.ts';
import type { ContactRow } from '../../platform/db/tables.ts';

/** The table `contacts`, for the group commit. */
export const CONTACTS_TABLE: RecordTable = {
  name: 'contacts',
  columns: {
    workspace_id: 'text',
    id: 'text',
    serial: 'bigint',
    revision: 'bigint',
    first_name: 'text',
    last_name: 'text',
    company: 'text',
    type: 'text',
    email: 'text',
    phone: 'text',
    phone_key: 'text',
    bsuid: 'text',
    username: 'text',
    country: 'text',
    address: 'text',
    city: 'text',
    state: 'text',
    zip: 'text',
    website: 'text',
    description: 'text',
    source_id: 'text',
    status_id: 'text',
    group_ids: 'text',
    assignee_id: 'text',
    enabled: 'integer',
    opted_out: 'integer',
    custom_attributes: 'text',
    tags: 'text',
    name_key: 'text',
    search_text: 'text',
    created_at_ms: 'bigint',
    updated_at_ms: 'bigint',
    event_at_ms: 'bigint',
    deleted_at_ms: 'bigint',
    erased_at_ms: 'bigint',
  } satisfies Record<keyof ContactRow, 'text' | 'bigint' | 'integer'>,
};

/** A contact as its row. */
export function toContactRow(contact: Contact): RecordWrite['row'] {
  const row: ContactRow = {
    workspace_id: contact.workspaceId,
    id: contact.id,
    serial: contact.serial,
    revision: contact.revision,
    first_name: storableText(contact.firstName) ?? '',
    last_name: storableText(contact.lastName),
    company: storableText(contact.company),
    type: contact.type,
    email: storableText(contact.email),
    phone: contact.phone,
    phone_key: phoneKeyOfContact(contact),
    bsuid: contact.bsuid,
    username: storableText(contact.username),
    country: contact.country,
    address: storableText(contact.address),
    city: storableText(contact.city),
    state: storableText(contact.state),
    zip: storableText(contact.zip),
    website: storableText(contact.website),
    description: storableText(contact.description),
    source_id: contact.sourceId,
    status_id: contact.statusId,
    group_ids: JSON.stringify(contact.groupIds),
    assignee_id: contact.assigneeId,
    enabled: contact.enabled ? 1 : 0,
    opted_out: contact.optedOut ? 1 : 0,
    custom_attributes: storableText(JSON.stringify(contact.customAttributes)) ?? '{}',
    tags: storableText(JSON.stringify(contact.tags)) ?? '[]',
    name_key: nameKeyOf(contact),
    search_text: searchTextOf(contact),
    created_at_ms: contact.createdAtMs,
    updated_at_ms: contact.updatedAtMs,
    event_at_ms: contact.eventAtMs,
    deleted_at_ms: null,
    erased_at_ms: null,
  };
  return { ...row };
}

export interface Tombstone {
  readonly deletedAtMs: number;
  /** Null: it was deleted and not erased. */
  readonly erasedAtMs: number | null;
}

/** What stays of a contact that is gone: what names it, and times. Its number and BSUID are free for another one. */
export function toTombstoneRow(contact: Contact, { deletedAtMs, erasedAtMs }: Tombstone): RecordWrite['row'] {
  const { workspaceId, id, serial, revision, type, createdAtMs, eventAtMs } = contact;
  const emptied = Object.fromEntries(Object.keys(CONTACTS_TABLE.columns).map((column) => [column, null]));
  return {
    ...emptied,
    workspace_id: workspaceId,
    id,
    serial,
    revision: revision + 1,
    first_name: '',
    type,
    group_ids: '[]',
    enabled: 0,
    opted_out: 0,
    custom_attributes: '{}',
    tags: '[]',
    name_key: '',
    search_text: '',
    created_at_ms: createdAtMs,
    updated_at_ms: deletedAtMs,
    event_at_ms: eventAtMs,
    deleted_at_ms: deletedAtMs,
    erased_at_ms: erasedAtMs,
  };
}

/** A contact as its row tells it. `as` here: the JSON is our own. */
export function toContact(row: ContactRow): Contact {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    serial: row.serial,
    revision: row.revision,
    firstName: row.first_name,
    lastName: row.last_name,
    company: row.company,
    type: row.type,
    email: row.email,
    phone: row.phone,
    bsuid: row.bsuid,
    username: row.username,
    country: row.country,
    address: row.address,
    city: row.city,
    state: row.state,
    zip: row.zip,
    website: row.website,
    description: row.description,
    sourceId: row.source_id,
    statusId: row.status_id,
    groupIds: JSON.parse(row.group_ids) as readonly ContactGroupId[],
    assigneeId: row.assignee_id,
    enabled: row.enabled === 1,
    optedOut: row.opted_out === 1,
    customAttributes: JSON.parse(row.custom_attributes) as CustomAttributes,
    tags: JSON.parse(row.tags) as readonly string[],
    createdAtMs: row.created_at_ms,
    updatedAtMs: row.updated_at_ms,
    eventAtMs: row.event_at_ms,
  };
}

/** What the number of a contact is found by. Null when it has none. */
export function phoneKeyOfContact(contact: Pick<Contact, 'phone'>): string | null {
  return contact.phone === null ? null : phoneKeyOf(digitsOfPhone(contact.phone));
}

/** Bounds what goes into indexes. */
const NAME_KEY_CHARS_MAX = 200;

function nameKeyOf(contact: Contact): string {
  return (storableText(fullName(contact)) ?? '').normalize('NFC').toLowerCase().slice(0, NAME_KEY_CHARS_MAX);
}

function searchTextOf(contact: Contact): string {
  const { company, email, phone, bsuid, username, city, description, tags } = contact;
  const words = [fullName(contact), company, email, phone, bsuid, username, city, description, ...tags];
  const text = words.filter((word) => word !== null && word !== '').join('\n');
  return (storableText(text) ?? '').normalize('NFC').toLowerCase();
}
