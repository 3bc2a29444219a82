import * as z from 'zod';
import { TEMPLATE_CATEGORIES, TEMPLATE_PARAMETER_FORMATS, templateLanguage } from '../../domain/template.ts';
import { listQuery } from '../../platform/http/api.ts';
import { idParam } from '../../platform/http/query-params.ts';

/** Meta's own bounds. */
const NAME_CHARS_MAX = 512;
const HEADER_CHARS_MAX = 60;
const BODY_CHARS_MAX = 1_024;
const FOOTER_CHARS_MAX = 60;
const BUTTONS_MAX = 10;
const BUTTON_CHARS_MAX = 25;
const URL_CHARS_MAX = 2_000;
const PHONE_CHARS_MAX = 20;
const COPY_CODE_CHARS_MAX = 15;
const CODE_EXPIRATION_MINUTES_MAX = 90;

/** Header, body, footer and buttons. */
const COMPONENTS_MAX = 4;
/** A body of 1,024 characters holds no more `{{1}}`. */
const EXAMPLES_MAX = 205;
/** Ours: a flow is a document of its own. The body of a call is at most 1 MB. */
const FLOW_JSON_CHARS_MAX = 500_000;
/** Ours: Meta says nothing on how long a name, a handle or an app's signature may be. */
const WORD_CHARS_MAX = 512;
const HANDLE_CHARS_MAX = 4_096;
const APPS_MAX = 5;

function text(charsMax: number) {
  return z
    .string()
    .min(1)
    .max(charsMax)
    .refine((value) => value.isWellFormed() && !value.includes('\0'), 'Must be valid Unicode text without NUL.');
}

const word = text(WORD_CHARS_MAX);
const namedExamples = z
  .array(z.strictObject({ param_name: word, example: text(BODY_CHARS_MAX) }))
  .min(1)
  .max(EXAMPLES_MAX);
const listedExamples = z.array(text(BODY_CHARS_MAX)).min(1).max(EXAMPLES_MAX);

const headerText = z.strictObject({
  type: z.literal('HEADER'),
  format: z.literal('TEXT'),
  text: text(HEADER_CHARS_MAX),
  example: z
    .strictObject({
      header_text: listedExamples.exactOptional(),
      header_text_named_params: namedExamples.exactOptional(),
    })
    .exactOptional(),
});
const headerMedia = z.strictObject({
  type: z.literal('HEADER'),
  format: z.enum(['IMAGE', 'VIDEO', 'DOCUMENT']),
  example: z
    .strictObject({ header_handle: z.array(text(HANDLE_CHARS_MAX)).length(1) })
    .describe("Handle of a sample file, from Meta's Resumable Upload API."),
});
const headerLocation = z.strictObject({ type: z.literal('HEADER'), format: z.literal('LOCATION') });
const header = z.discriminatedUnion('format', [headerText, headerMedia, headerLocation], {
  error: 'The format of a header must be TEXT, IMAGE, VIDEO, DOCUMENT or LOCATION.',
});

const body = z.strictObject({
  type: z.literal('BODY'),
  text: text(BODY_CHARS_MAX)
    .exactOptional()
    .describe('Every template has one, but for AUTHENTICATION: Meta writes it.'),
  example: z
    .strictObject({
      body_text: z.array(listedExamples).length(1).exactOptional(),
      body_text_named_params: namedExamples.exactOptional(),
    })
    .exactOptional()
    .describe('A text for each variable, for the reviewer at Meta.'),
  add_security_recommendation: z.boolean().exactOptional().describe('AUTHENTICATION only.'),
});

const footer = z.strictObject({
  type: z.literal('FOOTER'),
  text: text(FOOTER_CHARS_MAX).exactOptional(),
  code_expiration_minutes: z
    .int()
    .min(1)
    .max(CODE_EXPIRATION_MINUTES_MAX)
    .exactOptional()
    .describe('AUTHENTICATION only.'),
});

const label = text(BUTTON_CHARS_MAX);
const button = z.discriminatedUnion(
  'type',
  [
    z.strictObject({ type: z.literal('QUICK_REPLY'), text: label }),
    z.strictObject({
      type: z.literal('URL'),
      text: label,
      url: text(URL_CHARS_MAX).describe('May end in {{1}}.'),
      example: z.array(text(URL_CHARS_MAX)).length(1).exactOptional(),
    }),
    z.strictObject({ type: z.literal('PHONE_NUMBER'), text: label, phone_number: text(PHONE_CHARS_MAX) }),
    z.strictObject({ type: z.literal('COPY_CODE'), example: text(COPY_CODE_CHARS_MAX) }),
    z.strictObject({
      type: z.literal('FLOW'),
      text: label,
      flow_id: word.exactOptional(),
      flow_name: word.exactOptional(),
      flow_json: text(FLOW_JSON_CHARS_MAX).exactOptional(),
      flow_action: z.enum(['navigate', 'data_exchange']).exactOptional(),
      navigate_screen: word.exactOptional(),
    }),
    z.strictObject({
      type: z.literal('OTP'),
      otp_type: z.enum(['COPY_CODE', 'ONE_TAP', 'ZERO_TAP']),
      text: label.exactOptional(),
      autofill_text: label.exactOptional(),
      supported_apps: z
        .array(z.strictObject({ package_name: word, signature_hash: word }))
        .min(1)
        .max(APPS_MAX)
        .exactOptional(),
      zero_tap_terms_accepted: z.boolean().exactOptional(),
    }),
  ],
  { error: 'The type of a button must be QUICK_REPLY, URL, PHONE_NUMBER, COPY_CODE, FLOW or OTP.' },
);
const buttons = z.strictObject({ type: z.literal('BUTTONS'), buttons: z.array(button).min(1).max(BUTTONS_MAX) });

const component = z.discriminatedUnion('type', [header, body, footer, buttons], {
  error: 'The type of a component must be HEADER, BODY, FOOTER or BUTTONS.',
});
const components = z.array(component).min(1).max(COMPONENTS_MAX);

/** A component as a caller gives it. What each of them may say beside the others is checked by `findTemplateProblems`. */
export type DraftComponent = z.output<typeof component>;
export type DraftButton = z.output<typeof button>;

const category = z.enum(TEMPLATE_CATEGORIES);
const language = z
  .string()
  .transform(templateLanguage)
  .pipe(z.string().regex(/^[a-z]{2,3}(_[A-Za-z0-9]{2,4})?$/, 'Must be a code of WhatsApp, such as en or en_US.'));
const name = z
  .string()
  .max(NAME_CHARS_MAX)
  .regex(/^[a-z0-9_]+$/, 'Must be lower-case letters, digits and _.');

const draftFields = {
  name,
  language,
  category,
  parameter_format: z
    .enum(TEMPLATE_PARAMETER_FORMATS)
    .default('positional')
    .describe('Variables are {{1}}, {{2}}, … or {{names_like_this}}.'),
  components,
};

/** A template as a caller of any of the APIs gives it. */
export const templateDraft = z.strictObject(draftFields);
export type TemplateDraft = z.output<typeof templateDraft>;

/** Body of `POST /v1/templates`. */
export const createTemplateBody = z.strictObject({
  channel_id: idParam('chn').describe('A channel of the account that the template is for. Its token is used.'),
  ...draftFields,
});

/** Body of `PATCH /v1/templates/{id}`. */
export const updateTemplateBody = z
  .strictObject({ category: category.exactOptional(), components: components.exactOptional() })
  .refine((changes) => Object.keys(changes).length > 0, 'Give category, components or both.');

export const syncTemplatesBody = z.strictObject({
  channel_id: idParam('chn').describe('A channel of the account whose templates are read. Its token is used.'),
});

const count = z.int().min(0);
export const syncResultView = z.object({
  synced: count.describe('Templates that Meta has.'),
  created: count,
  updated: count,
  deleted: count.describe('Templates that are gone at Meta.'),
});

export const templatesQuery = listQuery.extend({
  channel_id: idParam('chn').optional().describe('Those of the account that the channel belongs to.'),
  status: z
    .string()
    .regex(/^[A-Z_]{1,32}$/, "Must be a status in Meta's words, such as APPROVED.")
    .optional(),
  category: category.optional(),
  language: z.string().min(2).max(16).optional(),
  name: z.string().min(1).max(NAME_CHARS_MAX).optional(),
});
