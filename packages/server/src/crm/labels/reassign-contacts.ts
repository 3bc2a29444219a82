import type { Actor } from '../../domain/audit.ts';
import type { Contact } from '../../domain/contact.ts';
import type { ContactOutcome, ContactPatch, SaveContactsFn } from '../../domain/contact-save.ts';
import { PosthornError } from '../../domain/errors.ts';
import type { ContactGroupId, ContactId, SourceId, StatusId } from '../../domain/ids.ts';
import type { LabelId } from '../../domain/label.ts';
import type { Store } from '../../platform/db/store.ts';
import { listContactsWith, type UsedLabel } from './label-contacts.store.ts';
import { LABEL_TRAITS } from './label-kinds.ts';
import { findLabel } from './labels.store.ts';

/** The label that contacts get in place of a deleted one, or `none`. */
export type ReassignTo = LabelId | 'none';

export interface ReassignContext {
  readonly store: Store;
  readonly saveContacts: SaveContactsFn;
}

/** Contacts of one transaction: few enough that others are not held up by it. */
const BATCH_CONTACTS = 200;
/** Contacts of one call, as many as one import brings: it takes half a minute. Whoever has more calls again. */
const CALL_CONTACTS_MAX = 100_000;

/** @throws PosthornError `conflict` when a contact has the label. */
export async function assertNotInUse(store: Store, label: UsedLabel): Promise<void> {
  for await (const ids of contactsWith(store, label, 1)) {
    if (ids.length === 0) continue;
    const { noun, aNoun } = LABEL_TRAITS[label.kind];
    throw new PosthornError(
      'conflict',
      `At least one contact uses this ${noun}. Name another one that its contacts get, ?reassign_to=<id of ${aNoun}>, or ?reassign_to=none.`,
    );
  }
}

interface Reassignment {
  readonly label: UsedLabel;
  readonly to: ReassignTo;
  readonly actor: Actor;
}

/**
 * Gives the contacts of a label another one, each with the event that reports it.
 *
 * @throws PosthornError `unprocessable` when this workspace has no label to give them, `conflict` when there are more
 *   contacts than one call moves, and what `saveContacts` throws. Those that were moved stay moved.
 */
export async function reassignContacts(ctx: ReassignContext, { label, to, actor }: Reassignment): Promise<void> {
  await assertTarget(ctx.store, label, to);
  let contactCount = 0;
  for await (const ids of contactsWith(ctx.store, label, BATCH_CONTACTS)) {
    if (ids.length === 0) continue;
    if (contactCount >= CALL_CONTACTS_MAX) throw moreThanOneCallMoves(contactCount);
    const patch = (contact: Contact) => moveContact(contact, label, to);
    const wishes = ids.map((id) => ({ kind: 'update', id, patch, expectedRevision: null }) as const);
    throwFailure(await ctx.saveContacts({ workspaceId: label.workspaceId, wishes, actor }));
    contactCount += ids.length;
  }
}

async function* contactsWith(store: Store, label: UsedLabel, limit: number): AsyncGenerator<readonly ContactId[]> {
  let afterId: ContactId | null = null;
  do {
    const page: Awaited<ReturnType<typeof listContactsWith>> = await listContactsWith(store, label, { afterId, limit });
    yield page.ids;
    afterId = page.nextAfterId;
  } while (afterId !== null);
}

async function assertTarget(store: Store, label: UsedLabel, to: ReassignTo): Promise<void> {
  if (to === 'none') return;
  const { noun } = LABEL_TRAITS[label.kind];
  if (to === label.id) throw wrongTarget(`This is the ${noun} that is to be deleted.`);
  if ((await findLabel(store, label, to)) === null) throw wrongTarget(`This workspace has no such ${noun}.`);
}

function wrongTarget(message: string): PosthornError {
  return new PosthornError('unprocessable', 'Contacts cannot be given that.', {
    fields: [{ pointer: '?reassign_to', message }],
  });
}

/** What was read a moment ago may have been changed since: a contact that does not have the label any more stays as it is. */
function moveContact(contact: Contact, { kind, id }: UsedLabel, to: ReassignTo): ContactPatch {
  switch (kind) {
    case 'status':
      return contact.statusId === id ? { statusId: to === 'none' ? null : (to as StatusId) } : {};
    case 'source':
      return contact.sourceId === id ? { sourceId: to === 'none' ? null : (to as SourceId) } : {};
    case 'contact_group':
      return { groupIds: replaceGroup(contact.groupIds, id, to) };
  }
}

function replaceGroup(groupIds: readonly ContactGroupId[], id: LabelId, to: ReassignTo): readonly ContactGroupId[] {
  const replaced = groupIds.flatMap((groupId) => {
    if (groupId !== id) return [groupId];
    return to === 'none' ? [] : [to as ContactGroupId];
  });
  return [...new Set(replaced)];
}

/** A contact that was deleted in the meantime has no label any more. */
function throwFailure(outcomes: readonly ContactOutcome[]): void {
  for (const outcome of outcomes) {
    if (outcome.kind === 'failed' && outcome.error.code !== 'not_found') throw outcome.error;
  }
}

function moreThanOneCallMoves(contactCount: number): PosthornError {
  return new PosthornError(
    'conflict',
    `${contactCount} contacts were moved and there are more. Send the same request again to go on.`,
  );
}
