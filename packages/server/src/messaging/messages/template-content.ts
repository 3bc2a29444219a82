import * as z from 'zod';
import { bareFile, filledText, namedFile, place } from './content-parts.ts';

const NAME_CHARS_MAX = 512;
/** The words of a template with all parameters in them have at most so many characters. */
const PARAMETER_CHARS_MAX = 1_024;
/** More than the words of any template have room for. */
const PARAMETERS_MAX = 100;
/** Header, body, and the buttons that a template can have. */
const COMPONENTS_MAX = 12;
const BUTTON_INDEX_MAX = 9;
/** As many as a carousel shows. */
const CARDS_MAX = 10;
/** As many as WhatsApp shows of a catalogue. */
const PRODUCT_SECTIONS_MAX = 10;
const PRODUCTS_MAX = 30;

const words = filledText(PARAMETER_CHARS_MAX);
const parameterName = z
  .string()
  .regex(/^[a-z0-9_]{1,64}$/, 'Must be the name that stands in the template: a-z, 0-9 and _.')
  .exactOptional();

const productSection = z.strictObject({
  title: words.exactOptional(),
  product_items: z
    .array(z.strictObject({ product_retailer_id: words }))
    .min(1)
    .max(PRODUCTS_MAX),
});

const parameter = z.discriminatedUnion(
  'type',
  [
    z.strictObject({ type: z.literal('text'), text: words, parameter_name: parameterName }),
    z.strictObject({
      type: z.literal('currency'),
      currency: z.strictObject({
        fallback_value: words,
        code: z.string().regex(/^[A-Z]{3}$/, 'Must be three capital letters (ISO 4217), such as EUR.'),
        amount_1000: z.int(),
      }),
      parameter_name: parameterName,
    }),
    z.strictObject({
      type: z.literal('date_time'),
      date_time: z.strictObject({ fallback_value: words }),
      parameter_name: parameterName,
    }),
    z.strictObject({ type: z.literal('image'), image: bareFile }),
    z.strictObject({ type: z.literal('video'), video: bareFile }),
    z.strictObject({ type: z.literal('document'), document: namedFile }),
    z.strictObject({ type: z.literal('location'), location: place }),
    z.strictObject({
      type: z.literal('product'),
      product: z.strictObject({ product_retailer_id: words, catalog_id: words }),
    }),
    z.strictObject({
      type: z.literal('limited_time_offer'),
      limited_time_offer: z.strictObject({ expiration_time_ms: z.int() }),
    }),
    z.strictObject({ type: z.literal('payload'), payload: words }),
    z.strictObject({ type: z.literal('coupon_code'), coupon_code: words }),
    z.strictObject({
      type: z.literal('action'),
      action: z.strictObject({
        flow_token: words.exactOptional(),
        flow_action_data: z.record(z.string(), z.unknown()).exactOptional(),
        thumbnail_product_retailer_id: words.exactOptional(),
        sections: z.array(productSection).max(PRODUCT_SECTIONS_MAX).exactOptional(),
      }),
    }),
  ],
  {
    error:
      'Must be an object with a type of text, currency, date_time, image, video, document, location, product, limited_time_offer, payload, coupon_code or action.',
  },
);

const parameters = z.array(parameter).max(PARAMETERS_MAX, `At most ${PARAMETERS_MAX} parameters.`);

const buttonIndex = z
  .union([z.int(), z.string().regex(/^\d$/).transform(Number)], { error: 'Must be a number from 0.' })
  .refine((index) => index >= 0 && index <= BUTTON_INDEX_MAX, `Must lie between 0 and ${BUTTON_INDEX_MAX}.`)
  .describe('Which button of the template, from 0.');

const header = z.strictObject({ type: z.literal('header'), parameters });
const body = z.strictObject({ type: z.literal('body'), parameters });
const button = z.strictObject({
  type: z.literal('button'),
  sub_type: z.enum(['quick_reply', 'url', 'copy_code', 'flow', 'catalog', 'mpm']),
  index: buttonIndex,
  parameters,
});

const card = z.strictObject({
  card_index: z
    .int()
    .min(0)
    .max(CARDS_MAX - 1, `Must lie between 0 and ${CARDS_MAX - 1}.`),
  components: z
    .array(
      z.discriminatedUnion('type', [header, body, button], { error: 'Must have a type of header, body or button.' }),
    )
    .max(COMPONENTS_MAX, `At most ${COMPONENTS_MAX} components.`),
});

const component = z.discriminatedUnion(
  'type',
  [
    header,
    body,
    button,
    z.strictObject({
      type: z.literal('carousel'),
      cards: z.array(card).min(1, 'At least one card.').max(CARDS_MAX, `At most ${CARDS_MAX} cards.`),
    }),
    z.strictObject({ type: z.literal('limited_time_offer'), parameters }),
  ],
  { error: 'Must be an object with a type of header, body, button, carousel or limited_time_offer.' },
);

const languageCode = z
  .string()
  .regex(/^[a-z]{2,3}(_[A-Za-z0-9]{2,4})?$/, 'Must be a language as Meta writes it: en_US.');

/** The object `template` of a message, as Meta takes it. */
export const templateContent = z.strictObject({
  name: z
    .string()
    .max(NAME_CHARS_MAX, `At most ${NAME_CHARS_MAX} characters.`)
    .regex(/^[a-z0-9_]+$/, 'Must be the name of a template: a-z, 0-9 and _.'),
  language: z.union([languageCode.transform((code) => ({ code })), z.strictObject({ code: languageCode })], {
    error: 'Must be a language as Meta writes it, such as en_US, or {"code": "en_US"}.',
  }),
  components: z
    .array(component)
    .max(COMPONENTS_MAX, `At most ${COMPONENTS_MAX} components.`)
    .exactOptional()
    .describe('The parameters of the template, by where they stand in it.'),
});
