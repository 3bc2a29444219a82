import * as z from 'zod';
import { fieldErrors } from './error-answers.ts';
import { choiceField, selectedWords, textField, wordsOf } from './fields.ts';

/** Lengths that Xobito prints (CONTRACTS 3.8). */
const BODY_CHARS_MAX = 4_096;
const HEADER_CHARS_MAX = 60;
const FOOTER_CHARS_MAX = 60;
const BUTTONS_MAX = 3;
const BUTTON_ID_CHARS_MAX = 256;
const BUTTON_TITLE_CHARS_MAX = 20;
const CAPTION_CHARS_MAX = 1_024;
/** WhatsApp's own for a message with buttons. */
const INTERACTIVE_BODY_CHARS_MAX = 1_024;
/** Longer than what people write into any of them. */
const WORD_CHARS_MAX = 255;
const URL_CHARS_MAX = 2_048;
/** The words of a template with all parameters in them have at most so many characters. */
const PARAMETER_CHARS_MAX = 1_024;
/** Names of one contact's groups in a list. */
const GROUPS_MAX = 50;

const MESSAGE_TYPES = ['text', 'interactive', 'cta_url'] as const;
export const XOBITO_MEDIA_TYPES = ['image', 'document', 'video', 'audio'] as const;
export const HEADER_FILE_TYPES = ['image', 'video', 'document'] as const;

/** A number in JSON is as good as its digits. */
function wordField(field: string, charsMax: number) {
  return z.preprocess(
    (value) => (typeof value === 'number' ? String(value) : value),
    textField(field, { max: charsMax }),
  );
}

/** A phone number with so many digits, whatever else is between them. */
function phoneField({ min, max }: { readonly min: number; readonly max: number }) {
  return wordField('phone_number', WORD_CHARS_MAX).refine((text) => {
    const digits = text.replaceAll(/\D/g, '').length;
    return digits >= min && digits <= max && /^\+?[\d\s().-]+$/.test(text);
  }, `The phone number field must be between ${min} and ${max} digits.`);
}

/** Fields of the contact that a message goes to. `assigned_id` is passed over: members have no integers yet. */
const contact = z.object({
  firstname: textField('contact.firstname', { max: WORD_CHARS_MAX }).nullish(),
  lastname: textField('contact.lastname', { max: WORD_CHARS_MAX }).nullish(),
  email: textField('contact.email', { max: WORD_CHARS_MAX }).nullish(),
  country: z
    .union([z.int(), textField('contact.country', { max: WORD_CHARS_MAX })])
    .nullish()
    .describe('ISO 3166-1, letters or number, or the English name.'),
  groups: z
    .union([textField('contact.groups'), z.array(textField('contact.groups')).max(GROUPS_MAX)], {
      error: 'The contact.groups field must be a string.',
    })
    .nullish()
    .describe('Names with commas between. Those that are not there are made.'),
});
export type MessageContact = z.output<typeof contact>;

const common = {
  contact: contact.nullish().describe('What to write into the contact. One that is not there is made in any case.'),
  from_phone_number_id: wordField('from_phone_number_id', WORD_CHARS_MAX)
    .nullish()
    .describe("Meta's id of the number that sends. Without it the first one."),
};

const button = z.object({
  id: wordField('id', BUTTON_ID_CHARS_MAX),
  title: textField('title', { max: BUTTON_TITLE_CHARS_MAX }),
});

/** Body of `POST /messages/send`. */
export const sendBody = z.object({
  ...common,
  phone_number: phoneField({ min: 8, max: 15 }),
  message_body: textField('message_body', { max: BODY_CHARS_MAX }),
  message_type: choiceField('message_type', MESSAGE_TYPES).nullish().describe('Without it text.'),
  header: textField('header', { max: HEADER_CHARS_MAX }).nullish(),
  footer: textField('footer', { max: FOOTER_CHARS_MAX }).nullish(),
  buttons: z
    .array(button, { error: 'The buttons field must be an array.' })
    .min(1, 'The buttons field must have at least 1 items.')
    .max(BUTTONS_MAX, `The buttons field must not have more than ${BUTTONS_MAX} items.`)
    .nullish(),
  button_text: textField('button_text', { max: BUTTON_TITLE_CHARS_MAX }).nullish(),
  button_url: textField('button_url', { max: URL_CHARS_MAX }).nullish(),
});
export type SendBody = z.output<typeof sendBody>;

const link = (field: string) => textField(field, { max: URL_CHARS_MAX }).nullish();
const parameter = (field: string) => wordField(field, PARAMETER_CHARS_MAX).nullish();
const file = z.unknown().optional().meta({ type: 'string', format: 'binary', description: 'In a form.' });

/** Body of `POST /messages/template`. */
export const templateBody = z.object({
  ...common,
  phone_number: phoneField({ min: 8, max: 15 }),
  template_name: textField('template_name', { max: 512 }),
  template_language: textField('template_language', { min: 2, max: 10 }),
  header_image_url: link('header_image_url'),
  header_video_url: link('header_video_url'),
  header_document_url: link('header_document_url'),
  header_image_file: file,
  header_video_file: file,
  header_document_file: file,
  header_document_name: textField('header_document_name', { max: WORD_CHARS_MAX }).nullish(),
  header_field_1: parameter('header_field_1'),
  field_1: parameter('field_1'),
  field_2: parameter('field_2'),
  field_3: parameter('field_3'),
  field_4: parameter('field_4'),
  field_5: parameter('field_5'),
  field_6: parameter('field_6'),
  field_7: parameter('field_7'),
  field_8: parameter('field_8'),
  field_9: parameter('field_9'),
  field_10: parameter('field_10'),
  button_0: parameter('button_0').describe(
    'What the first button of the template needs: the end of its address, a code.',
  ),
  button_1: parameter('button_1'),
  button_2: parameter('button_2'),
  button_3: parameter('button_3'),
  button_4: parameter('button_4'),
  button_5: parameter('button_5'),
  button_6: parameter('button_6'),
  button_7: parameter('button_7'),
  button_8: parameter('button_8'),
  button_9: parameter('button_9'),
});
export type TemplateBody = z.output<typeof templateBody>;

/** Body of `POST /messages/media`. */
export const mediaBody = z.object({
  ...common,
  phone_number: phoneField({ min: 10, max: 15 }),
  media_type: choiceField('media_type', XOBITO_MEDIA_TYPES),
  media_url: link('media_url'),
  media_file: file,
  caption: textField('caption', { max: CAPTION_CHARS_MAX }).nullish(),
  filename: textField('filename', { max: WORD_CHARS_MAX }).nullish(),
});
export type MediaBody = z.output<typeof mediaBody>;

/** What a message says, by Meta's type. */
export interface GivenContent {
  readonly type: string;
  /** The object under the name of its type, as Meta takes it. */
  readonly content: unknown;
}

/** @throws PosthornError `unprocessable` when the type of the message needs what is not there. */
export function textContent(body: SendBody): GivenContent {
  const { message_body: text } = body;
  switch (body.message_type) {
    case 'interactive':
      return interactive(body, {
        type: 'button',
        action: {
          buttons: neededFor('interactive', 'buttons', body.buttons).map((reply) => ({ type: 'reply', reply })),
        },
      });
    case 'cta_url':
      return interactive(body, {
        type: 'cta_url',
        action: {
          name: 'cta_url',
          parameters: {
            display_text: neededFor('cta_url', 'button_text', body.button_text),
            url: neededFor('cta_url', 'button_url', body.button_url),
          },
        },
      });
    default:
      return { type: 'text', content: { body: text } };
  }
}

function interactive(
  { message_body: text, header, footer }: SendBody,
  { type, action }: { readonly type: string; readonly action: unknown },
): GivenContent {
  if (text.length > INTERACTIVE_BODY_CHARS_MAX) {
    const message = `The message body field must not be greater than ${INTERACTIVE_BODY_CHARS_MAX} characters.`;
    throw fieldErrors([['message_body', message]]);
  }
  return {
    type: 'interactive',
    content: {
      type,
      ...(isGiven(header) ? { header: { type: 'text', text: header } } : {}),
      body: { text },
      ...(isGiven(footer) ? { footer: { text: footer } } : {}),
      action,
    },
  };
}

/** A file as Meta takes it: by a link that it fetches, or by the id of an upload. */
export type GivenFile = { readonly link: string } | { readonly id: string };

/** A message that is a file. */
export function fileContent({ media_type: type, caption, filename }: MediaBody, given: GivenFile): GivenContent {
  return {
    type,
    content: {
      ...given,
      ...(isGiven(caption) && type !== 'audio' ? { caption } : {}),
      ...(isGiven(filename) && type === 'document' ? { filename } : {}),
    },
  };
}

/** The field of a caller that a pointer into a message's content is about. Null: none. */
export function fieldOfContent(pointer: string): string | null {
  return FIELDS.find(([place]) => place.test(pointer))?.[1] ?? null;
}

const FIELDS: readonly (readonly [place: RegExp, field: string])[] = [
  [/^\/interactive\/header/, 'header'],
  [/^\/interactive\/footer/, 'footer'],
  [/^\/interactive\/action\/buttons/, 'buttons'],
  [/^\/interactive\/action\/parameters\/display_text/, 'button_text'],
  [/^\/interactive\/action\/parameters\/url/, 'button_url'],
  [/^\/(text|interactive)/, 'message_body'],
  [/^\/(image|video|document|audio)\/caption/, 'caption'],
  [/^\/(image|video|document|audio)\/filename/, 'filename'],
  [/^\/(image|video|document|audio)/, 'media_url'],
  [/^\/to/, 'phone_number'],
];

function neededFor<TValue>(type: string, field: string, value: TValue | null | undefined): TValue {
  if (isGiven(value)) return value;
  throw fieldErrors([[field, `The ${wordsOf(field)} field is required when message type is ${type}.`]]);
}

/** What Laravel says of a sender that is none of the workspace's numbers. */
export function unknownSender() {
  return fieldErrors([['from_phone_number_id', selectedWords('from_phone_number_id')]]);
}

export function isGiven<TValue>(value: TValue | null | undefined): value is TValue {
  return value !== null && value !== undefined;
}
