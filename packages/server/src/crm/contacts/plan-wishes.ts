import type { Contact } from '../../domain/contact.ts';
import type { ContactOutcome, ContactPatch, ContactWish } from '../../domain/contact-save.ts';
import { PosthornError } from '../../domain/errors.ts';
import type { ContactId, MemberId, WorkspaceId } from '../../domain/ids.ts';
import { ContactBook } from './contact-book.ts';
import {
  applyPatch,
  type ContactChange,
  draftContact,
  type ReportContext,
  reportCreated,
  reportDeleted,
  reportErased,
  reportUpdated,
} from './contact-change.ts';
import { phoneKeyOfContact } from './contact-row.ts';

/** What becomes of one wish: its outcome when the changes of all are committed. */
export interface PlannedWish {
  /** `later`: it is about a contact that another wish changes in this transaction already. */
  readonly outcome: ContactOutcome | 'later';
  /** Null: nothing is written for it. */
  readonly change: ContactChange | null;
}

export interface PlanContext {
  readonly workspaceId: WorkspaceId;
  /** Every living contact that a wish names, by id, number or BSUID. */
  readonly existing: readonly Contact[];
  /** Of those whom the wishes assign contacts to: who is a member of the workspace. */
  readonly members: ReadonlySet<MemberId>;
  /** For each wish the serial of the contact that it may make. */
  readonly serials: readonly number[];
  /** The id of the contact that a wish makes. */
  readonly contactIdOf: (wish: ContactWish) => ContactId;
  readonly report: ReportContext;
}

/** Works out what wishes come to, in their order, each seeing those before it. Pure. */
export function planWishes(wishes: readonly ContactWish[], ctx: PlanContext): readonly PlannedWish[] {
  const book = new ContactBook(ctx.existing);
  return wishes.map((wish, index) => {
    const planned = planWish(wish, { ...ctx, book, serial: ctx.serials[index] ?? 0 });
    if (planned.change !== null) book.note(planned.change);
    return planned;
  });
}

interface WishContext extends PlanContext {
  readonly book: ContactBook;
  readonly serial: number;
}

function planWish(wish: ContactWish, ctx: WishContext): PlannedWish {
  switch (wish.kind) {
    case 'create':
      return planNew(wish, ctx);
    case 'upsert':
      return planUpsert(wish, ctx);
    case 'update':
      return planUpdate(wish, ctx);
    case 'delete':
      return planDelete(wish, ctx);
    case 'erase':
      return planErase(wish.id, ctx);
  }
}

type CreateWish = Extract<ContactWish, { kind: 'create' }>;
type UpsertWish = Extract<ContactWish, { kind: 'upsert' }>;

function planNew(wish: CreateWish, ctx: WishContext): PlannedWish {
  const own = ownContact(wish, ctx.book);
  return own === null ? planCreate(wish, ctx) : { outcome: { kind: 'unchanged', contact: own }, change: null };
}

function ownContact({ contactId }: CreateWish | UpsertWish, book: ContactBook): Contact | null {
  return contactId === undefined ? null : book.byId(contactId);
}

function planCreate(wish: CreateWish | UpsertWish, ctx: WishContext): PlannedWish {
  const { serial, workspaceId, report, book } = ctx;
  const identity = { id: ctx.contactIdOf(wish), workspaceId, serial, nowMs: report.nowMs };
  const contact = draftContact(wish.fields, identity, report.labels);
  if (!mayBeAssigned(contact.assigneeId, ctx)) return failed(noSuchMember());
  const collision = findCollision(book, contact);
  if (collision !== null) return failed(collision);
  return { outcome: { kind: 'created', contact }, change: reportCreated(contact, report) };
}

function planUpsert(wish: UpsertWish, ctx: WishContext): PlannedWish {
  const { phone = null, bsuid = null } = wish.fields;
  const contact = ctx.book.byIdentity({ phone, bsuid }) ?? ownContact(wish, ctx.book);
  if (contact === null) return planCreate(wish, ctx);
  // "Never rewritten" (CONTRACTS 8, "Identity"): a number that is a variant of the one that is known stays as it is.
  const isKnownNumber = phone !== null && phoneKeyOfContact({ phone }) === phoneKeyOfContact(contact);
  const fields = isKnownNumber ? { ...wish.fields, phone: contact.phone } : wish.fields;
  return planChange(contact, wish.addsToLists === true ? addingToLists(contact, fields) : fields, ctx);
}

function planUpdate(wish: Extract<ContactWish, { kind: 'update' }>, ctx: WishContext): PlannedWish {
  const contact = ctx.book.byId(wish.id);
  if (contact === null) return failed(noSuchContact());
  if (isStale(contact, wish.expectedRevision)) return failed(changedSince());
  const patch = typeof wish.patch === 'function' ? wish.patch(contact) : wish.patch;
  return patch instanceof PosthornError ? failed(patch) : planChange(contact, patch, ctx);
}

function planChange(before: Contact, patch: ContactPatch, ctx: WishContext): PlannedWish {
  const { book, report } = ctx;
  if (book.isTouched(before.id)) return LATER;
  const after = applyPatch(before, patch, report.nowMs);
  if (after === null) return { outcome: { kind: 'unchanged', contact: before }, change: null };
  // Whoever has it may have left the workspace since: that stays until somebody else has it.
  if (after.assigneeId !== before.assigneeId && !mayBeAssigned(after.assigneeId, ctx)) return failed(noSuchMember());
  const collision = findCollision(book, after);
  if (collision !== null) return failed(collision);
  return { outcome: { kind: 'updated', contact: after }, change: reportUpdated(before, after, report) };
}

function planDelete(wish: Extract<ContactWish, { kind: 'delete' }>, { book, report }: WishContext): PlannedWish {
  const contact = book.byId(wish.id);
  if (contact === null) return failed(noSuchContact());
  if (isStale(contact, wish.expectedRevision)) return failed(changedSince());
  if (book.isTouched(contact.id)) return LATER;
  return { outcome: { kind: 'deleted', contact }, change: reportDeleted(contact, report) };
}

function planErase(id: ContactId, { book, report }: WishContext): PlannedWish {
  const contact = book.byId(id);
  if (contact === null) return failed(noSuchContact());
  if (book.isTouched(id)) return LATER;
  return { outcome: { kind: 'deleted', contact }, change: reportErased(contact, report) };
}

const LATER: PlannedWish = { outcome: 'later', change: null };

function addingToLists(contact: Contact, fields: ContactPatch): ContactPatch {
  const { groupIds, tags, customAttributes } = fields;
  return {
    ...fields,
    ...(groupIds === undefined ? {} : { groupIds: [...new Set([...contact.groupIds, ...groupIds])] }),
    ...(tags === undefined ? {} : { tags: [...new Set([...contact.tags, ...tags])] }),
    ...(customAttributes === undefined
      ? {}
      : { customAttributes: { ...contact.customAttributes, ...customAttributes } }),
  };
}

function isStale(contact: Contact, expectedRevision: number | null): boolean {
  return expectedRevision !== null && contact.revision !== expectedRevision;
}

/** Another contact with the same number or BSUID: no two contacts are one person. */
function findCollision(book: ContactBook, contact: Contact): PosthornError | null {
  for (const field of ['phone', 'bsuid'] as const) {
    const other = book.byIdentity({ phone: null, bsuid: null, [field]: contact[field] });
    if (other !== null && other.id !== contact.id) return taken(field, other);
  }
  return null;
}

function failed(error: PosthornError): PlannedWish {
  return { outcome: { kind: 'failed', error }, change: null };
}

function mayBeAssigned(assigneeId: MemberId | null, { members }: WishContext): boolean {
  return assigneeId === null || members.has(assigneeId);
}

function noSuchMember(): PosthornError {
  return new PosthornError('unprocessable', 'The contact can only be assigned to a member of the workspace.', {
    fields: [{ pointer: '/assignee_id', message: 'There is no such member. GET /v1/members lists them.' }],
  });
}

function noSuchContact(): PosthornError {
  return new PosthornError('not_found', 'There is no such contact.');
}

function changedSince(): PosthornError {
  return new PosthornError('precondition_failed', 'The contact was changed since it was read.', {
    fields: [{ pointer: 'If-Match', message: 'Read the contact again and repeat the change on what it says now.' }],
  });
}

function taken(field: 'phone' | 'bsuid', other: Contact): PosthornError {
  const words = field === 'phone' ? 'number' : 'BSUID';
  return new PosthornError('conflict', `Another contact has this ${words}: ${other.id}.`, {
    fields: [{ pointer: `/${field}`, message: `Must be unique. ${other.id} has it.` }],
  });
}
