import type * as z from 'zod';
import type { ContactPatch } from '../../domain/contact-save.ts';
import { findCountry } from '../../domain/countries.ts';
import type { FieldProblem } from '../../domain/errors.ts';
import type { LabelBook, LabelKind } from '../../domain/label.ts';
import { createContactBody, type updateContactBody } from './contact-schemas.ts';
import { readPhone } from './phone-input.ts';

/** What a contact's fields are read with. */
export interface ContactInputContext {
  readonly labels: LabelBook;
  /** How numbers without a country code are read, see `WorkspaceSettings`. */
  readonly defaultCountry: string | null;
}

export type ContactInput =
  | { readonly ok: true; readonly fields: ContactPatch; readonly serial: number | null }
  | { readonly ok: false; readonly problems: readonly FieldProblem[] };

type ContactBody = z.output<typeof updateContactBody>;

/**
 * Reads a contact in the API's names from wherever it came: the same rules for a call, a file and the compat APIs.
 * Problems point at the API's fields.
 */
export function readContactInput(input: Readonly<Record<string, unknown>>, ctx: ContactInputContext): ContactInput {
  const parsed = createContactBody.safeParse(input);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => ({ pointer: `/${path.join('/')}`, message }));
    return { ok: false, problems };
  }
  const { serial, ...body } = parsed.data;
  const read = readContactBody(body, ctx);
  return read.ok ? { ...read, serial: serial ?? null } : read;
}

/** What zod cannot know of a body: numbers, countries, and whether the labels are this workspace's. */
export function readContactBody(body: ContactBody, ctx: ContactInputContext): ContactInput {
  const problems = [...labelProblems(body, ctx.labels), ...countryProblems(body)];
  const phone = readPhoneField(body.phone, ctx.defaultCountry);
  if (phone === 'unreadable') problems.push({ pointer: '/phone', message: phoneWords(ctx.defaultCountry) });
  if (problems.length > 0 || phone === 'unreadable') return { ok: false, problems };
  const fields: ContactPatch = {
    firstName: body.first_name === null ? '' : body.first_name,
    lastName: body.last_name,
    company: body.company,
    type: body.type,
    email: body.email,
    phone,
    bsuid: body.bsuid,
    username: body.username,
    country: body.country,
    address: body.address,
    city: body.city,
    state: body.state,
    zip: body.zip,
    website: body.website,
    description: body.description,
    sourceId: body.source_id,
    statusId: body.status_id,
    groupIds: body.group_ids,
    assigneeId: body.assignee_id,
    enabled: body.enabled,
    optedOut: body.opted_out,
    customAttributes: body.custom_attributes,
    tags: body.tags,
  };
  return { ok: true, fields, serial: null };
}

/** Whether there is anything that tells who a new contact is. */
export function tellsWho(fields: ContactPatch): boolean {
  return [fields.firstName, fields.lastName, fields.company, fields.email, fields.phone, fields.bsuid].some(
    (value) => value !== undefined && value !== null && value !== '',
  );
}

export const TELL_WHO: FieldProblem = {
  pointer: '',
  message: 'Give at least one of phone, bsuid, email, first_name, last_name and company.',
};

function readPhoneField(
  text: string | null | undefined,
  defaultCountry: string | null,
): string | null | undefined | 'unreadable' {
  if (text === null || text === undefined) return text;
  return readPhone(text, defaultCountry) ?? 'unreadable';
}

function phoneWords(defaultCountry: string | null): string {
  const hint = defaultCountry === null ? '' : `, or as it is written in ${defaultCountry}`;
  return `Must be a phone number with + and its country code${hint}.`;
}

function countryProblems({ country }: ContactBody): FieldProblem[] {
  if (country === null || country === undefined || findCountry(country) !== null) return [];
  return [{ pointer: '/country', message: 'There is no such country in ISO 3166-1.' }];
}

interface NamedLabel {
  readonly kind: LabelKind;
  readonly pointer: string;
  readonly id: string | null | undefined;
}

/** Another workspace's label is nobody's here. */
function labelProblems(body: ContactBody, labels: LabelBook): FieldProblem[] {
  const named: readonly NamedLabel[] = [
    { kind: 'status', pointer: '/status_id', id: body.status_id },
    { kind: 'source', pointer: '/source_id', id: body.source_id },
    ...(body.group_ids ?? []).map((id, index) => ({
      kind: 'contact_group' as const,
      pointer: `/group_ids/${index}`,
      id,
    })),
  ];
  return named
    .filter(({ kind, id }) => id !== null && id !== undefined && labels.byId.get(id)?.kind !== kind)
    .map(({ kind, pointer }) => ({ pointer, message: `There is no such ${WORDS[kind]}.` }));
}

const WORDS: Readonly<Record<LabelKind, string>> = {
  status: 'status',
  source: 'source',
  contact_group: 'contact group',
};
