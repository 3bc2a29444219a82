import type { updateContactBody } from '@posthorn/server/crm/contacts/contact-schemas.ts';
import type * as z from 'zod';
import { contactWords } from '../../words/contacts.ts';
import type { Contact } from './contact.ts';

/** What somebody has changed and not saved. What is not in it is as it was. */
export type ContactDraft = Omit<z.input<typeof updateContactBody>, 'custom_attributes'> & {
  readonly custom?: readonly CustomRow[];
};

/** One custom field as it is being written. */
export interface CustomRow {
  readonly name: string;
  readonly type: 'text' | 'number' | 'boolean';
  readonly value: string;
}

/** The fields that are texts. */
export const TEXT_FIELDS = [
  'first_name',
  'last_name',
  'company',
  'email',
  'phone',
  'bsuid',
  'username',
  'address',
  'city',
  'state',
  'zip',
  'country',
  'website',
  'description',
] as const;
export type TextField = (typeof TEXT_FIELDS)[number];

/** What a form shows: the draft over what is saved. */
export interface FormValues {
  readonly texts: Readonly<Record<TextField, string>>;
  readonly type: Contact['type'];
  readonly statusId: string;
  readonly sourceId: string;
  readonly assigneeId: string;
  readonly groupIds: readonly string[];
  readonly tags: readonly string[];
  readonly optedOut: boolean;
  readonly enabled: boolean;
  readonly custom: readonly CustomRow[];
}

/** @param contact Null: a new one. */
export function valuesOf(contact: Contact | null, draft: ContactDraft): FormValues {
  const textOf = (field: TextField) => {
    const written = draft[field];
    if (written !== undefined) return written ?? '';
    if (contact === null) return '';
    return (field === 'country' ? contact.country?.id : contact[field]) ?? '';
  };
  return {
    texts: Object.fromEntries(TEXT_FIELDS.map((field) => [field, textOf(field)])) as Record<TextField, string>,
    type: draft.type ?? contact?.type ?? 'lead',
    statusId: chosen(draft.status_id, contact?.status?.id),
    sourceId: chosen(draft.source_id, contact?.source?.id),
    assigneeId: chosen(draft.assignee_id, contact?.assignee_id),
    groupIds: draft.group_ids ?? contact?.groups.map(({ id }) => id) ?? [],
    tags: draft.tags ?? contact?.tags ?? [],
    optedOut: draft.opted_out ?? contact?.opted_out ?? false,
    enabled: draft.enabled ?? contact?.enabled ?? true,
    custom: draft.custom ?? customRowsOf(contact),
  };
}

function chosen(written: string | null | undefined, saved: string | null | undefined): string {
  return (written === undefined ? saved : written) ?? '';
}

export function customRowsOf(contact: Contact | null): readonly CustomRow[] {
  return Object.entries(contact?.custom_attributes ?? {}).map(([name, value]) => ({
    name,
    type: typeof value === 'number' ? 'number' : typeof value === 'boolean' ? 'boolean' : 'text',
    value: value === null ? '' : String(value),
  }));
}

/** The draft with a change in it. What comes back to what is saved is no change any more. */
export function changeDraft(contact: Contact | null, draft: ContactDraft, change: ContactDraft): ContactDraft {
  const next: Record<string, unknown> = { ...draft, ...change };
  const saved = valuesOf(contact, {});
  const written = valuesOf(contact, next as ContactDraft);
  for (const field of Object.keys(change)) {
    if (JSON.stringify(partOf(saved, field)) === JSON.stringify(partOf(written, field))) delete next[field];
  }
  return next as ContactDraft;
}

function partOf(values: FormValues, field: string): unknown {
  const parts: Readonly<Record<string, unknown>> = {
    ...values.texts,
    type: values.type,
    status_id: values.statusId,
    source_id: values.sourceId,
    assignee_id: values.assigneeId,
    group_ids: values.groupIds,
    tags: values.tags,
    opted_out: values.optedOut,
    enabled: values.enabled,
    custom: values.custom,
  };
  return parts[field];
}

/** What is wrong with the custom fields, by their place. */
export function customProblems(rows: readonly CustomRow[]): ReadonlyMap<number, string> {
  const problems = new Map<number, string>();
  const { custom } = contactWords;
  for (const [index, { name, type, value }] of rows.entries()) {
    if (name.trim() === '') problems.set(index, custom.nameless);
    else if (rows.findIndex((other) => other.name.trim() === name.trim()) !== index) problems.set(index, custom.twice);
    else if (type === 'number' && value.trim() !== '' && !Number.isFinite(Number(value)))
      problems.set(index, custom.wrongNumber);
  }
  return problems;
}

/** The body of the call. */
export function bodyOf({ custom, ...fields }: ContactDraft): Readonly<Record<string, unknown>> {
  const body: Record<string, unknown> = { ...fields };
  // An empty text is none; of a BSUID and a country the API takes null alone.
  for (const field of ['bsuid', 'country'] as const) if (body[field] === '') body[field] = null;
  if (custom === undefined) return body;
  return { ...body, custom_attributes: Object.fromEntries(custom.map((row) => [row.name.trim(), wireValueOf(row)])) };
}

function wireValueOf({ type, value }: CustomRow): string | number | boolean | null {
  if (type === 'boolean') return value === 'true';
  if (value.trim() === '') return null;
  return type === 'number' ? Number(value) : value;
}
