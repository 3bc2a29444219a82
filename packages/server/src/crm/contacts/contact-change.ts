import type { Actor, AuditEntry } from '../../domain/audit.ts';
import { type Contact, type ContactFields, NEW_CONTACT, nextEventAtMs } from '../../domain/contact.ts';
import type { ContactPatch } from '../../domain/contact-save.ts';
import type { NewEvent } from '../../domain/event.ts';
import type { ContactResource } from '../../domain/event-catalogue/crm-data.ts';
import type { ContactId, EventId, WorkspaceId } from '../../domain/ids.ts';
import type { LabelBook } from '../../domain/label.ts';
import { digitsOfPhone } from '../../domain/phone.ts';
import type { RecordWrite } from '../../platform/db/record-write.ts';
import { changesBetween, toContactResource } from './contact-resource.ts';
import { CONTACTS_TABLE, type Tombstone, toContactRow, toTombstoneRow } from './contact-row.ts';

/** What a change is reported with. */
export interface ReportContext {
  readonly labels: LabelBook;
  readonly nowMs: number;
  readonly newEventId: () => EventId;
  /** Makes the row of the audit log. */
  readonly auditRow: (entry: AuditEntry) => RecordWrite;
  /** Null: it is not for the audit log. */
  readonly actor: Actor | null;
  /** The event from Meta that caused the change. Null: somebody asked for it. */
  readonly causeId: EventId | null;
}

/** A change of one contact, as it is written: the row, the event that reports it, the line in the audit log. */
export interface ContactChange {
  readonly before: Contact | null;
  /** Null: it is gone. */
  readonly after: Contact | null;
  readonly events: readonly NewEvent[];
  readonly records: readonly RecordWrite[];
}

export interface NewContactIdentity {
  readonly id: ContactId;
  readonly workspaceId: WorkspaceId;
  readonly serial: number;
  readonly nowMs: number;
}

/** A contact that is about to be. A status that is not given is the default one. */
export function draftContact(fields: ContactPatch, identity: NewContactIdentity, labels: LabelBook): Contact {
  const { id, workspaceId, serial, nowMs } = identity;
  const given = withoutUndefined(fields);
  const statusId = given.statusId === undefined ? defaultStatusId(labels) : given.statusId;
  const times = { createdAtMs: nowMs, updatedAtMs: nowMs, eventAtMs: nowMs };
  return { ...NEW_CONTACT, ...given, statusId, id, workspaceId, serial, revision: 1, ...times };
}

/** The contact with some fields changed. Null when nothing is another than before. */
export function applyPatch(contact: Contact, patch: ContactPatch, nowMs: number): Contact | null {
  const given = withoutUndefined(patch);
  const isChanged = Object.entries(given).some(
    ([field, value]) => JSON.stringify(contact[field as keyof ContactFields]) !== JSON.stringify(value),
  );
  if (!isChanged) return null;
  const eventAtMs = nextEventAtMs(contact.eventAtMs, nowMs);
  return { ...contact, ...given, revision: contact.revision + 1, updatedAtMs: nowMs, eventAtMs };
}

/** How a new contact is written. */
export function reportCreated(after: Contact, ctx: ReportContext): ContactChange {
  const data = toContactResource(after, ctx.labels);
  return {
    before: null,
    after,
    events: [eventOf(after, ctx, { type: 'contact.created', atMs: ctx.nowMs, data })],
    records: [put(after, ctx), ...audit(ctx, { contact: after, action: 'contact.created', before: null, after: data })],
  };
}

/** How a changed contact is written, with what changed. */
export function reportUpdated(before: Contact, after: Contact, ctx: ReportContext): ContactChange {
  const was = toContactResource(before, ctx.labels);
  const is = toContactResource(after, ctx.labels);
  const data = { ...is, changes: changesBetween(was, is) };
  return {
    before,
    after,
    events: [eventOf(after, ctx, { type: 'contact.updated', atMs: after.eventAtMs, data })],
    records: [put(after, ctx), ...audit(ctx, { contact: after, action: 'contact.updated', before: was, after: is })],
  };
}

/** How a contact is taken away. Its event tells it as it was (CONTRACTS 8, "Xobito CRUD body"). */
export function reportDeleted(before: Contact, ctx: ReportContext): ContactChange {
  const data = toContactResource(before, ctx.labels);
  const tombstone = { deletedAtMs: ctx.nowMs, erasedAtMs: null };
  return {
    before,
    after: null,
    events: [eventOf(before, ctx, { type: 'contact.deleted', atMs: nextEventAtMs(before.eventAtMs, ctx.nowMs), data })],
    records: [
      bury(before, ctx, tombstone),
      ...audit(ctx, { contact: before, action: 'contact.deleted', before: data, after: null }),
    ],
  };
}

/** How a contact is erased: its event names it and tells nothing of the person. */
export function reportErased(before: Contact, ctx: ReportContext): ContactChange {
  const { id, workspaceId, serial, type, createdAtMs } = before;
  const empty: Contact = {
    ...NEW_CONTACT,
    ...{ id, workspaceId, serial, type, createdAtMs },
    revision: before.revision + 1,
    updatedAtMs: ctx.nowMs,
    eventAtMs: before.eventAtMs,
  };
  const data = toContactResource(empty, ctx.labels);
  return {
    before,
    after: null,
    events: [eventOf(empty, ctx, { type: 'contact.deleted', atMs: nextEventAtMs(before.eventAtMs, ctx.nowMs), data })],
    records: [bury(before, ctx, { deletedAtMs: ctx.nowMs, erasedAtMs: ctx.nowMs })],
  };
}

interface Report {
  readonly type: 'contact.created' | 'contact.updated' | 'contact.deleted';
  readonly atMs: number;
  readonly data: ContactResource;
}

function eventOf(contact: Contact, ctx: ReportContext, { type, atMs, data }: Report): NewEvent {
  return {
    id: ctx.newEventId(),
    workspaceId: contact.workspaceId,
    type,
    origin: 'crm',
    channelId: null,
    occurredAtMs: atMs,
    createdAtMs: ctx.nowMs,
    phone: contact.phone === null ? null : digitsOfPhone(contact.phone),
    bsuid: contact.bsuid,
    contact: { id: contact.id, serial: contact.serial },
    sentMessage: null,
    hops: 0,
    payload: data,
    dedupeKey: null,
    causeId: ctx.causeId,
  };
}

function put(contact: Contact, { causeId }: ReportContext): RecordWrite {
  return { table: CONTACTS_TABLE, row: toContactRow(contact), causeId };
}

function bury(contact: Contact, { causeId }: ReportContext, tombstone: Tombstone): RecordWrite {
  return { table: CONTACTS_TABLE, row: toTombstoneRow(contact, tombstone), causeId };
}

interface Audited {
  readonly contact: Contact;
  readonly action: string;
  readonly before: ContactResource | null;
  readonly after: ContactResource | null;
}

function audit(
  { actor, auditRow }: ReportContext,
  { contact, action, before, after }: Audited,
): readonly RecordWrite[] {
  if (actor === null) return [];
  const { workspaceId, id: resourceId } = contact;
  return [auditRow({ workspaceId, actor, action, resourceType: 'contact', resourceId, before, after })];
}

function defaultStatusId(labels: LabelBook): ContactFields['statusId'] {
  const status = labels.defaultStatus;
  // A label of the kind `status` has the id of one.
  return status === null ? null : (status.id as ContactFields['statusId']);
}

function withoutUndefined(patch: ContactPatch): Partial<ContactFields> {
  const given = Object.entries(patch).filter(([, value]) => value !== undefined);
  // Only what was there, so the types of the values are those of the patch.
  return Object.fromEntries(given) as Partial<ContactFields>;
}
