import { isSupportedCountry } from 'libphonenumber-js/min';
import * as z from 'zod';
import type { WorkspaceSettings } from '../../domain/workspace.ts';
import { toIso } from '../../platform/http/query-params.ts';
import type { WorkspaceRecord } from './workspaces.store.ts';

/** Words of one list: many languages. Every message is compared with all of them. */
const OPT_WORDS_MAX = 50;
/** A whole message that is a word, or a few. */
const OPT_WORD_CHARS_MAX = 40;

const name = z.string().trim().min(1).max(100);

const subdomain = z
  .string()
  .regex(
    /^(?:[a-z0-9][a-z0-9-]{1,61}[a-z0-9]|w[0-9])$/,
    'Use 3 to 63 of a to z, 0 to 9, and hyphens inside. The default w<serial> may be shorter.',
  )
  .describe('Part of the paths of the Xobito API: `/api/v1/{subdomain}/…`. Unique in the installation.');

const optWords = z.array(z.string().trim().min(1).max(OPT_WORD_CHARS_MAX)).min(1).max(OPT_WORDS_MAX);

const settings = z.strictObject({
  auto_create_contacts: z.boolean().optional().describe('The first message of somebody unknown makes a contact.'),
  opt_out_words: optWords
    .optional()
    .describe(
      'A message that says one of these and nothing else opts its sender out. Upper and lower case are the same.',
    ),
  opt_in_words: optWords.optional().describe('The same for opting in again.'),
  default_country: z
    .string()
    .refine((code) => isSupportedCountry(code), 'Must be a country as ISO 3166-1 alpha-2, such as DE.')
    .nullish()
    .describe('How phone numbers without a country code are read. Null: they are refused.'),
});

/** Body of `POST /v1/workspaces`. */
export const createWorkspaceBody = z.strictObject({
  name,
  account_id: z
    .string()
    .regex(/^MA_[A-Z0-9]{1,32}$/, 'Must be MA_ and up to 32 capital letters and digits.')
    .optional()
    .describe(
      '`account_id` of the vobiz format. A customer who moves here keeps the old one; it cannot be changed later.',
    ),
  subdomain: subdomain.optional(),
  settings: settings.optional(),
});

/** Body of `PATCH /v1/workspaces/{id}`. */
export const updateWorkspaceBody = z.strictObject({
  name: name.optional(),
  subdomain: subdomain.optional(),
  settings: settings.optional().describe('Fields that are not given stay.'),
});

/** A workspace as the API shows it. */
export const workspaceView = z
  .object({
    id: z.string(),
    serial: z.number().int().describe('Stable integer: `tenant_id` of the xobito format.'),
    account_id: z.string().describe('`account_id` of the vobiz format.'),
    name: z.string(),
    subdomain: z.string().describe('Part of the paths of the Xobito API.'),
    settings: z.object({
      auto_create_contacts: z.boolean(),
      opt_out_words: z.array(z.string()),
      opt_in_words: z.array(z.string()),
      default_country: z.string().nullable(),
    }),
    created_at: z.string(),
  })
  .meta({ id: 'Workspace' });

/** What making one answers. */
export const createdWorkspaceView = workspaceView
  .extend({ api_key: z.string().describe('Its first API key, scope admin. It is shown here and never again.') })
  .meta({ id: 'CreatedWorkspace' });

/** The settings that a body gives. */
export function readSettings(given: z.output<typeof settings>): Partial<WorkspaceSettings> {
  const { auto_create_contacts, opt_out_words, opt_in_words, default_country } = given;
  return {
    ...(auto_create_contacts === undefined ? {} : { autoCreateContacts: auto_create_contacts }),
    ...(opt_out_words === undefined ? {} : { optOutWords: opt_out_words }),
    ...(opt_in_words === undefined ? {} : { optInWords: opt_in_words }),
    ...(default_country === undefined ? {} : { defaultCountry: default_country }),
  };
}

/** Makes the wire form. */
export function toWorkspaceView(workspace: WorkspaceRecord): z.output<typeof workspaceView> {
  return {
    id: workspace.id,
    serial: workspace.serial,
    account_id: workspace.accountId,
    name: workspace.name,
    subdomain: workspace.subdomain,
    settings: {
      auto_create_contacts: workspace.settings.autoCreateContacts,
      opt_out_words: [...workspace.settings.optOutWords],
      opt_in_words: [...workspace.settings.optInWords],
      default_country: workspace.settings.defaultCountry,
    },
    created_at: toIso(workspace.createdAtMs),
  };
}
