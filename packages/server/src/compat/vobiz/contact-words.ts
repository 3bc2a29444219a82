import * as z from 'zod';
import { type Contact, fullName } from '../../domain/contact.ts';
import type { ContactPatch } from '../../domain/contact-save.ts';
import { PosthornError } from '../../domain/errors.ts';
import type { CustomAttributes } from '../../domain/event-catalogue/crm-data.ts';
import { uuidOf } from '../../domain/ids.ts';
import { toIso } from '../../platform/http/query-params.ts';

const attributeValue = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** Fields of a contact that a caller sends. Those that are not given stay; how long each may be is our own API's rule. */
export const contactBody = z.object({
  phone_number: z.string().nullish().describe('With the country code.'),
  name: z.string().nullish(),
  tags: z.array(z.string()).nullish(),
  custom_attributes: z.record(z.string(), attributeValue).nullish(),
});
export type ContactBody = z.output<typeof contactBody>;

/** The same for a new contact, which has a number. */
export const newContactBody = contactBody.extend({ phone_number: z.string().describe('With the country code.') });

/** A contact as Vobiz shows it. `last_active_at` is optional there, and nothing keeps it here yet. */
export const contactView = z
  .object({
    id: z.string().describe('The UUID inside the id of the contact, `cnt_…`.'),
    account_id: z.string(),
    phone_number: z.string().nullable().describe('E.164 with +. Null when Meta tells only the BSUID.'),
    name: z.string(),
    tags: z.array(z.string()),
    custom_attributes: z.record(z.string(), attributeValue),
    created_at: z.string(),
    updated_at: z.string(),
  })
  .meta({ title: 'VobizContact' });

/** Makes Vobiz's form of a contact. */
export function toContactView(contact: Contact, accountId: string): z.output<typeof contactView> {
  return {
    id: uuidOf(contact.id),
    account_id: accountId,
    phone_number: contact.phone,
    name: fullName(contact),
    tags: [...contact.tags],
    custom_attributes: { ...contact.customAttributes },
    created_at: toIso(contact.createdAtMs),
    updated_at: toIso(contact.updatedAtMs),
  };
}

/** The same fields in the words of our own API. */
export interface ContactInput {
  readonly phone?: string | null;
  readonly first_name?: string;
  readonly tags?: readonly string[];
  readonly custom_attributes?: CustomAttributes;
}

/** Reads fields by the rules of our own API. @throws PosthornError that points at what is wrong, in its own words. */
export type ReadContactInput = (input: ContactInput) => ContactPatch;

/**
 * What a body asks for, under the rules of our own API. Vobiz knows one name, which becomes the first name.
 *
 * @throws PosthornError that points at Vobiz's fields.
 */
export function readContactBody(body: ContactBody, read: ReadContactInput): ContactPatch {
  const patch = inVobizWords(() => read(toInput(body)));
  return patch.firstName === undefined ? patch : { ...patch, lastName: null };
}

/**
 * The same for a contact that may be new: it has a number.
 *
 * @throws PosthornError that points at Vobiz's fields.
 */
export function readNumberedContact(body: ContactBody, read: ReadContactInput): ContactPatch {
  const fields = readContactBody(body, read);
  if (fields.phone !== undefined && fields.phone !== null) return fields;
  throw new PosthornError('invalid_request', 'The contact has no number.', {
    fields: [{ pointer: '/phone_number', message: 'Must be a phone number with + and its country code.' }],
  });
}

/** The patch without the name when the contact has that very one: first and last name stay apart. */
export function keepingSameName(patch: ContactPatch, contact: Contact): ContactPatch {
  if (patch.firstName !== fullName(contact)) return patch;
  const { firstName: _firstName, lastName: _lastName, ...others } = patch;
  return others;
}

function toInput({ phone_number, name, tags, custom_attributes }: ContactBody): ContactInput {
  return {
    ...(phone_number === undefined ? {} : { phone: phone_number }),
    ...(name === undefined || name === null ? {} : { first_name: name.trim() }),
    ...(tags === undefined || tags === null ? {} : { tags }),
    ...(custom_attributes === undefined || custom_attributes === null ? {} : { custom_attributes }),
  };
}

function inVobizWords<TValue>(read: () => TValue): TValue {
  try {
    return read();
  } catch (error) {
    throw error instanceof PosthornError ? toVobizError(error) : error;
  }
}

const FIELD_OF: Readonly<Record<string, string>> = { '/phone': '/phone_number', '/first_name': '/name' };

/** An error of our own API that points at Vobiz's fields. */
export function toVobizError(error: PosthornError): PosthornError {
  const fields = error.fields.map(({ pointer, message }) => ({ pointer: FIELD_OF[pointer] ?? pointer, message }));
  return new PosthornError(error.code, error.message, { fields, cause: error });
}
