import * as z from 'zod';
import { CONTACT_TYPES } from '../../domain/event-catalogue/crm-data.ts';
import type { SourceId, StatusId } from '../../domain/ids.ts';
import type { Label, LabelBook, LabelKind } from '../../domain/label.ts';
import { fieldErrors } from './error-answers.ts';
import { choiceField, flagField, selectedWords, serialField, textField } from './fields.ts';
import type { ContactInput } from './xobito-context.ts';

/** Lengths that Xobito prints (CONTRACTS 3.8; X7: those of the API page). */
const NAME_CHARS_MAX = 255;
const PHONE_CHARS_MAX = 20;
const EMAIL_CHARS_MAX = 191;
/** Groups of one contact: each is a record of its own that may have to be made. */
const GROUPS_MAX = 50;

const name = { max: NAME_CHARS_MAX };
const firstname = textField('firstname', name);
const lastname = textField('lastname', name);
const phone = textField('phone', { max: PHONE_CHARS_MAX });
const type = choiceField('type', CONTACT_TYPES);
const sourceId = serialField('source_id').describe('Integer of a source.');
const statusId = serialField('status_id').describe('Integer of a status.');

const optionalFields = {
  company: textField('company').nullish(),
  email: textField('email', { max: EMAIL_CHARS_MAX }).nullish(),
  country_id: serialField('country_id').nullish().describe('ISO 3166-1 numeric.'),
  groups: textField('groups').nullish().describe('Names with commas between. Those that are not there are made.'),
  description: textField('description').nullish(),
  zip: textField('zip').nullish(),
  city: textField('city').nullish(),
  state: textField('state').nullish(),
  address: textField('address').nullish(),
  website: textField('website').nullish(),
  is_enabled: flagField('is_enabled').nullish(),
  is_opted_out: flagField('is_opted_out').nullish(),
};

export const createContactBody = z.object({
  firstname,
  lastname: lastname.nullish(),
  phone,
  type,
  source_id: sourceId,
  status_id: statusId,
  ...optionalFields,
});

export const updateContactBody = z.object({
  firstname,
  lastname,
  phone,
  type,
  source_id: sourceId.nullish(),
  status_id: statusId.nullish(),
  ...optionalFields,
});

export type ContactBody = z.output<typeof createContactBody> | z.output<typeof updateContactBody>;

interface Lookups {
  readonly labels: LabelBook;
  readonly countryBySerial: (serial: number) => { readonly code: string } | null;
}

/**
 * A body of Xobito's as one of ours. What is not there stays away; null stays null.
 *
 * @throws PosthornError `unprocessable` when an integer is that of nothing.
 */
export function toContactInput(body: ContactBody, { labels, countryBySerial }: Lookups): ContactInput {
  const { company, email, description, zip, city, state, address, website } = body;
  return {
    first_name: body.firstname,
    last_name: body.lastname,
    ...{ company, email, description, zip, city, state, address, website },
    type: body.type,
    phone: body.phone,
    country: mapGiven(body.country_id, (serial) => found('country_id', countryBySerial(serial)).code),
    // A label has an id of its kind.
    source_id: mapGiven(body.source_id, (serial) => labelAt(labels, 'source', serial).id as SourceId),
    status_id: mapGiven(body.status_id, (serial) => labelAt(labels, 'status', serial).id as StatusId),
    enabled: body.is_enabled ?? undefined,
    opted_out: body.is_opted_out ?? undefined,
  };
}

/** The names in `groups`, each once. Undefined: nothing was said of them. @throws PosthornError as `readGroupNames`. */
export function groupNamesOf({ groups }: ContactBody): readonly string[] | undefined {
  return groups === undefined ? undefined : readGroupNames('groups', (groups ?? '').split(','));
}

/**
 * Names of groups, each once.
 *
 * @param field What the errors name.
 * @throws PosthornError `unprocessable` when there are too many, or one is too long.
 */
export function readGroupNames(field: string, texts: readonly string[]): readonly string[] {
  const names = texts.map((one) => one.trim());
  const given = [...new Set(names.filter((one) => one !== ''))];
  if (given.length > GROUPS_MAX)
    throw fieldErrors([[field, `The ${field} field must not have more than ${GROUPS_MAX} items.`]]);
  if (given.some((one) => one.length > NAME_CHARS_MAX)) {
    throw fieldErrors([[field, `The ${field} field must not have names of more than ${NAME_CHARS_MAX} characters.`]]);
  }
  return given;
}

function mapGiven<TValue, TResult>(value: TValue | null | undefined, map: (value: TValue) => TResult) {
  return value === null || value === undefined ? (value as null | undefined) : map(value);
}

function labelAt(labels: LabelBook, kind: LabelKind, serial: number): Label {
  return found(`${kind}_id`, labels.bySerial(kind, serial));
}

function found<TRecord>(field: string, record: TRecord | null): TRecord {
  if (record === null) throw fieldErrors([[field, selectedWords(field)]]);
  return record;
}
