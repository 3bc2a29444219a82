import * as z from 'zod';
import { CONTACT_TYPES } from '../../domain/event-catalogue/crm-data.ts';
import { idParam } from '../../platform/http/query-params.ts';

const NAME_CHARS_MAX = 255;
const TEXT_CHARS_MAX = 500;
const DESCRIPTION_CHARS_MAX = 5_000;
/** Contact groups that a contact may be in. */
export const GROUPS_MAX = 50;
/** Tags that a contact may have. */
export const TAGS_MAX = 50;
const TAG_CHARS_MAX = 64;
const ATTRIBUTES_MAX = 100;
const ATTRIBUTE_NAME_CHARS_MAX = 64;
const ATTRIBUTE_CHARS_MAX = 1_000;

/** An empty text says the same as none: callers and files write both. */
const optionalText = (charsMax: number) =>
  z
    .string()
    .trim()
    .max(charsMax)
    .transform((text) => (text === '' ? null : text))
    .nullable();

const tagList = z
  .array(z.string().trim().min(1).max(TAG_CHARS_MAX))
  .max(TAGS_MAX)
  .transform((tags) => [...new Set(tags)]);
const groupIdList = z
  .array(idParam('grp'))
  .max(GROUPS_MAX)
  .transform((ids) => [...new Set(ids)]);

const contactFields = {
  first_name: z.string().trim().max(NAME_CHARS_MAX).nullable().describe('Empty when nobody knows it.'),
  last_name: optionalText(NAME_CHARS_MAX),
  company: optionalText(NAME_CHARS_MAX),
  type: z.enum(CONTACT_TYPES),
  email: z
    .union([z.literal(''), z.email({ error: 'Must be an e-mail address.' }).max(254)])
    .nullable()
    .transform((text) => (text === '' ? null : text)),
  phone: optionalText(40).describe(
    'With + and the country code; without them where the workspace has a default country. Shown as E.164.',
  ),
  bsuid: z
    .string()
    .regex(/^[A-Za-z]{2}\.[A-Za-z0-9.]{1,128}$/, 'Must be CC.digits, as Meta writes it.')
    .nullable()
    .describe("Meta's business-scoped user id."),
  username: optionalText(NAME_CHARS_MAX),
  country: z
    .string()
    .regex(/^[A-Za-z]{2}$/, 'Must be two letters (ISO 3166-1 alpha-2), such as DE.')
    .transform((code) => code.toUpperCase())
    .nullable(),
  address: optionalText(TEXT_CHARS_MAX),
  city: optionalText(NAME_CHARS_MAX),
  state: optionalText(NAME_CHARS_MAX),
  zip: optionalText(32),
  website: optionalText(2_048),
  description: optionalText(DESCRIPTION_CHARS_MAX),
  source_id: idParam('src').nullable(),
  status_id: idParam('sta').nullable().describe('Not given: a new contact gets the default status.'),
  group_ids: groupIdList,
  assignee_id: idParam('mbr').nullable().describe('The member who looks after it.'),
  enabled: z.boolean(),
  opted_out: z.boolean(),
  custom_attributes: z
    .record(
      z.string().min(1).max(ATTRIBUTE_NAME_CHARS_MAX),
      z.union([z.string().max(ATTRIBUTE_CHARS_MAX), z.number(), z.boolean(), z.null()]),
    )
    .refine((attributes) => Object.keys(attributes).length <= ATTRIBUTES_MAX, `At most ${ATTRIBUTES_MAX}.`),
  tags: tagList,
};

/** Largest integer that a caller may bring along: what fits into the signed 32 bits that most systems have. */
const SERIAL_MAX = 2_147_483_647;

/** A contact as a caller gives it. What is not given has its default. */
export const createContactBody = z
  .strictObject(contactFields)
  .partial()
  .extend({
    serial: z
      .int()
      .min(1)
      .max(SERIAL_MAX)
      .optional()
      .describe('The integer it had in another system: kept when it is free, else it gets the next one.'),
  });

/** Fields that are to change. */
export const updateContactBody = z.strictObject(contactFields).partial();

/** What is to be put into the lists of a contact and taken out of them. */
export const listEdits = {
  add_tags: tagList.default([]),
  remove_tags: tagList.default([]),
  add_group_ids: groupIdList.default([]),
  remove_group_ids: groupIdList.default([]),
};

const reference = z.object({ id: z.string(), serial: z.int(), name: z.string() });

/** A contact as the API shows it: `ContactResource`. */
export const contactView = z
  .object({
    id: z.string(),
    serial: z.int().describe('Stable integer beside the id: what the Xobito formats and API call `id`.'),
    first_name: z.string(),
    last_name: z.string().nullable(),
    company: z.string().nullable(),
    type: z.enum(CONTACT_TYPES),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    bsuid: z.string().nullable(),
    username: z.string().nullable(),
    source: reference.nullable(),
    status: reference.nullable(),
    country: reference.nullable().describe('ISO 3166-1: `id` the two letters, `serial` the number.'),
    groups: z.array(reference),
    enabled: z.boolean(),
    opted_out: z.boolean(),
    address: z.string().nullable(),
    city: z.string().nullable(),
    state: z.string().nullable(),
    zip: z.string().nullable(),
    website: z.string().nullable(),
    description: z.string().nullable(),
    assignee_id: z.string().nullable(),
    tags: z.array(z.string()),
    custom_attributes: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
    created_at: z.string(),
    updated_at: z.string(),
  })
  .meta({ id: 'Contact' });
