import type { FastifyRequest } from 'fastify';
import type { Contact } from '../../domain/contact.ts';
import type { ContactPatch } from '../../domain/contact-save.ts';
import { PosthornError } from '../../domain/errors.ts';
import { workspaceOf } from '../../platform/http/api.ts';
import { readGroupNames } from './contact-input.ts';
import { fieldErrors } from './error-answers.ts';
import { selectedWords, takenWords } from './fields.ts';
import { isGiven, type MessageContact } from './message-input.ts';
import { ensureGroups, saveContact, takenFields } from './save-contact.ts';
import type { ContactInput, XobitoContext } from './xobito-context.ts';

/** Whom a message is for, as a caller says it. */
export interface GivenRecipient {
  readonly phone_number: string;
  readonly contact?: MessageContact | null | undefined;
}

/** Whom a message is for: looked at, nothing written yet. */
export interface Recipient {
  /** E.164. */
  readonly phone: string;
  /** Fields that are to be written into the contact. */
  readonly patch: ContactPatch;
  readonly groupNames: readonly string[] | undefined;
  /** Null: there is none yet. */
  readonly present: Contact | null;
}

/**
 * Reads whom a message is for by the rules of a contact.
 *
 * @throws PosthornError `invalid_request` or `unprocessable` with the caller's fields.
 */
export async function readRecipient(
  ctx: XobitoContext,
  request: FastifyRequest,
  { phone_number, contact }: GivenRecipient,
): Promise<Recipient> {
  const workspaceId = workspaceOf(request);
  const groups = contact?.groups;
  const groupNames = isGiven(groups)
    ? readGroupNames('contact.groups', typeof groups === 'string' ? groups.split(',') : groups)
    : undefined;
  const input = { phone: phone_number, ...toContactInput(ctx, contact ?? {}) };
  const { phone, ...patch } = inMessageFields(() => ctx.contacts.readInput(workspaceId, input));
  if (!isGiven(phone)) throw fieldErrors([['phone_number', 'The phone number field is required.']]);
  const { items } = await ctx.contacts.list(workspaceId, { page: 1, perPage: 1, filters: { phone } });
  const present = items[0] ?? null;
  const taken = await takenFields(ctx, workspaceId, { patch, present });
  if (taken.length > 0) throw fieldErrors(taken.map((field) => [`contact.${field}`, takenWords(field)]));
  return { phone, patch: definedOf(patch), groupNames, present };
}

/** The contact of a recipient, made or changed as the caller says. */
export async function saveRecipient(
  ctx: XobitoContext,
  request: FastifyRequest,
  { phone, patch, groupNames, present }: Recipient,
): Promise<{ readonly contact: Contact; readonly isNew: boolean }> {
  const groupIds = groupNames === undefined ? undefined : await ensureGroups(ctx, request, groupNames);
  const fields = { ...patch, ...(groupIds === undefined ? {} : { groupIds }) };
  if (present === null) {
    // Somebody else may make the same one in the same moment: then it is changed.
    const { kind, contact } = await saveContact(ctx, request, { kind: 'upsert', fields: { ...fields, phone } });
    return { contact, isNew: kind === 'created' };
  }
  if (Object.keys(fields).length === 0) return { contact: present, isNew: false };
  const wish = { kind: 'update', id: present.id, patch: fields, expectedRevision: null } as const;
  return { contact: (await saveContact(ctx, request, wish)).contact, isNew: false };
}

function toContactInput(ctx: XobitoContext, { firstname, lastname, email, country }: MessageContact): ContactInput {
  return {
    ...(isGiven(firstname) ? { first_name: firstname } : {}),
    ...(isGiven(lastname) ? { last_name: lastname } : {}),
    ...(isGiven(email) ? { email } : {}),
    ...(isGiven(country) ? { country: countryCodeOf(ctx, country) } : {}),
  };
}

function countryCodeOf({ countryBySerial, countryByName }: XobitoContext, country: number | string): string {
  if (typeof country === 'string' && /^[A-Za-z]{2}$/.test(country)) return country;
  const serial = Number(country);
  const found = Number.isInteger(serial) ? countryBySerial(serial) : countryByName(String(country));
  if (found === null) throw fieldErrors([['contact.country', selectedWords('contact.country')]]);
  return found.code;
}

const FIELD_OF: Readonly<Record<string, string>> = {
  '/phone': '/phone_number',
  '/first_name': '/contact/firstname',
  '/last_name': '/contact/lastname',
  '/email': '/contact/email',
  '/country': '/contact/country',
};

function inMessageFields<TValue>(read: () => TValue): TValue {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof PosthornError)) throw error;
    const fields = error.fields.map(({ pointer, message }) => ({ pointer: FIELD_OF[pointer] ?? pointer, message }));
    throw new PosthornError(error.code, error.message, { fields, cause: error });
  }
}

/** What is not said is no field to be written. */
function definedOf(patch: ContactPatch): ContactPatch {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
}
