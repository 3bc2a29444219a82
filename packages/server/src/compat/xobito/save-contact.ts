import assert from 'node:assert/strict';
import type { FastifyRequest } from 'fastify';
import type { Contact } from '../../domain/contact.ts';
import type { ContactOutcome, ContactPatch, ContactWish } from '../../domain/contact-save.ts';
import { PosthornError } from '../../domain/errors.ts';
import type { ContactGroupId, WorkspaceId } from '../../domain/ids.ts';
import { actorOf } from '../../platform/http/actor.ts';
import { workspaceOf } from '../../platform/http/api.ts';
import { fieldErrors } from './error-answers.ts';
import { takenWords } from './fields.ts';
import type { XobitoContext } from './xobito-context.ts';

export const CONTACT_NOT_FOUND = 'Contact not found';

type SavingContext = Pick<XobitoContext, 'contacts' | 'labels'>;
type AskingRequest = Pick<FastifyRequest, 'principal' | 'workspaceId' | 'id'>;

export interface CheckedPatch {
  readonly patch: ContactPatch;
  /** Null: it is for a new one. */
  readonly present: Contact | null;
}

/**
 * Looked for before anything is made, so that a body that is refused is told all of it. That no two contacts have one
 * number is kept by the CRM; that no two have one address is Xobito's own rule.
 *
 * @returns the fields that somebody else has.
 */
export async function takenFields(
  { contacts }: SavingContext,
  workspaceId: WorkspaceId,
  { patch, present }: CheckedPatch,
): Promise<readonly ('phone' | 'email')[]> {
  const taken: ('phone' | 'email')[] = [];
  for (const field of ['phone', 'email'] as const) {
    const value = patch[field];
    if (value === null || value === undefined) continue;
    const { items } = await contacts.list(workspaceId, { page: 1, perPage: 2, filters: { [field]: value } });
    if (items.some(({ id }) => id !== present?.id)) taken.push(field);
  }
  return taken;
}

/** What a 422 says of fields that somebody else has. */
export function takenErrors(fields: readonly string[]): PosthornError {
  return fieldErrors(fields.map((field) => [field, takenWords(field)]));
}

/** The groups with these names, made if they are not there. */
export async function ensureGroups(
  { labels }: SavingContext,
  request: AskingRequest,
  names: readonly string[],
): Promise<readonly ContactGroupId[]> {
  const groupRequest = { workspaceId: workspaceOf(request), kind: 'contact_group', actor: actorOf(request) } as const;
  const ids = new Set<ContactGroupId>();
  for (const name of names) {
    const group = await labels.ensure(groupRequest, name);
    // A label of this kind has an id of this kind.
    ids.add(group.id as ContactGroupId);
  }
  return [...ids];
}

/** @throws PosthornError of the outcome. */
export async function saveContact(
  { contacts }: SavingContext,
  request: AskingRequest,
  wish: ContactWish,
): Promise<Exclude<ContactOutcome, { readonly kind: 'failed' }>> {
  const [outcome] = await contacts.save({
    workspaceId: workspaceOf(request),
    wishes: [wish],
    actor: actorOf(request),
  });
  assert(outcome !== undefined, 'Each wish has an outcome.');
  if (outcome.kind !== 'failed') return outcome;
  if (outcome.error.code === 'not_found') throw new PosthornError('not_found', CONTACT_NOT_FOUND);
  throw outcome.error;
}
