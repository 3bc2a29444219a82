import * as z from 'zod';
import { CALLBACK_DATA_CHARS_MAX } from '../../domain/message.ts';
import { objectOf } from '../../domain/meta/meta-body.ts';
import { idParam } from '../../platform/http/query-params.ts';
import { audioFile, bareFile, captionedFile, documentFile, filledText, link, place, wamid } from './content-parts.ts';
import { interactiveContent } from './interactive-content.ts';
import { templateContent } from './template-content.ts';

const TEXT_CHARS_MAX = 4_096;
/** The longest emoji, a family with skin tones, has fewer. */
const EMOJI_CHARS_MAX = 64;
const PHONE_CHARS_MAX = 40;
const GROUP_ID_CHARS_MAX = 256;

/** As many as WhatsApp shows of one message. */
const CONTACTS_MAX = 257;
/** Numbers, addresses and so on of one contact. */
const OF_CONTACT_MAX = 20;
const CONTACT_FIELD_CHARS_MAX = 500;

const field = filledText(CONTACT_FIELD_CHARS_MAX).exactOptional();
const listOfContact = <TItem extends z.ZodType>(item: TItem) =>
  z.array(item).max(OF_CONTACT_MAX, `At most ${OF_CONTACT_MAX}.`).exactOptional();

const sharedContact = z.strictObject({
  name: z.strictObject({
    formatted_name: filledText(CONTACT_FIELD_CHARS_MAX).describe('The whole name as it is shown.'),
    first_name: field,
    last_name: field,
    middle_name: field,
    prefix: field,
    suffix: field,
  }),
  phones: listOfContact(z.strictObject({ phone: field, wa_id: field, type: field })),
  emails: listOfContact(z.strictObject({ email: field, type: field })),
  addresses: listOfContact(
    z.strictObject({
      street: field,
      city: field,
      state: field,
      zip: field,
      country: field,
      country_code: field,
      type: field,
    }),
  ),
  org: z.strictObject({ company: field, department: field, title: field }).exactOptional(),
  urls: listOfContact(z.strictObject({ url: link, type: field })),
  birthday: z.iso.date({ error: 'Must be a date such as 1990-12-31.' }).exactOptional(),
});

const textContent = z.strictObject({
  body: filledText(TEXT_CHARS_MAX),
  preview_url: z.boolean().exactOptional().describe('Shows a preview of the first link.'),
});

const reactionContent = z.strictObject({
  message_id: wamid,
  emoji: z.string().max(EMOJI_CHARS_MAX, 'Must be one emoji.').describe('Empty takes the reaction away.'),
});

const contactsContent = z
  .array(sharedContact)
  .min(1, 'At least one contact.')
  .max(CONTACTS_MAX, `At most ${CONTACTS_MAX} contacts.`);

const WHO =
  'Must be a phone number with + and its country code, or an object with one of phone, bsuid, contact_id and group_id.';

const recipient = z
  .union(
    [
      z.string().min(1).max(PHONE_CHARS_MAX),
      z
        .strictObject({
          phone: z.string().min(1).max(PHONE_CHARS_MAX).exactOptional(),
          bsuid: z
            .string()
            .regex(/^[A-Za-z]{2}\.[A-Za-z0-9.]{1,128}$/, 'Must be CC.digits, as Meta writes it.')
            .exactOptional(),
          contact_id: idParam('cnt').exactOptional(),
          group_id: z
            .string()
            .regex(/^[\x21-\x7e]+$/, "Must be Meta's id of a group.")
            .max(GROUP_ID_CHARS_MAX)
            .exactOptional(),
        })
        .refine((who) => Object.keys(who).length === 1, WHO),
    ],
    { error: WHO },
  )
  .describe('A phone number with + and its country code; or somebody by phone, BSUID or contact, or a group.');

/** Whom a message is for, as a caller names them. */
export type GivenRecipient = z.output<typeof recipient>;

const common = {
  channel_id: idParam('chn').optional().describe('May be left out where the workspace has exactly one.'),
  to: recipient,
  reply_to: wamid.nullish().describe('The message that this one answers.'),
  callback_data: z
    .string()
    .min(1)
    .max(CALLBACK_DATA_CHARS_MAX, `At most ${CALLBACK_DATA_CHARS_MAX} characters.`)
    .nullish()
    .describe('Comes back with each status of the message.'),
};

/** Body of `POST /v1/messages`: the object under the name of the type is as Meta takes it (CONTRACTS 2.1). */
export const sendMessageBody = z.discriminatedUnion(
  'type',
  [
    z.strictObject({ ...common, type: z.literal('text'), text: textContent }),
    z.strictObject({ ...common, type: z.literal('image'), image: captionedFile }),
    z.strictObject({ ...common, type: z.literal('video'), video: captionedFile }),
    z.strictObject({ ...common, type: z.literal('document'), document: documentFile }),
    z.strictObject({ ...common, type: z.literal('audio'), audio: audioFile }),
    z.strictObject({ ...common, type: z.literal('sticker'), sticker: bareFile }),
    z.strictObject({ ...common, type: z.literal('location'), location: place }),
    z.strictObject({ ...common, type: z.literal('contacts'), contacts: contactsContent }),
    z.strictObject({ ...common, type: z.literal('reaction'), reaction: reactionContent }),
    z.strictObject({ ...common, type: z.literal('interactive'), interactive: interactiveContent }),
    z.strictObject({ ...common, type: z.literal('template'), template: templateContent }),
  ],
  {
    error:
      'Must be text, image, video, document, audio, sticker, location, contacts, reaction, interactive or template.',
  },
);
export type SendMessageBody = z.output<typeof sendMessageBody>;

/** The object under the name of the message's type. */
export function givenContent(body: SendMessageBody): unknown {
  return objectOf(body)[body.type];
}
