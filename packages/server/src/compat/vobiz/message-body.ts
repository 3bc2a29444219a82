import * as z from 'zod';
import { PosthornError } from '../../domain/errors.ts';
import type { JsonObject } from '../../domain/meta/meta-body.ts';

/** Types whose object is a file (CONTRACTS 4.6). */
const MEDIA_TYPES = ['image', 'audio', 'video', 'document', 'sticker'] as const;
/** Those of the present contract, and those that the older ones had as well (V9). */
const TYPES = ['text', 'template', ...MEDIA_TYPES, 'location', 'contacts', 'interactive', 'reaction'] as const;
const CAPTIONED: readonly string[] = ['image', 'video', 'document'];

const ID_CHARS_MAX = 64;
const PHONE_CHARS_MAX = 40;

const media = z
  .object({
    link: z.string().nullish(),
    id: z.string().nullish().describe("Meta's id of a file that was uploaded with POST /v1/media."),
    caption: z.string().nullish(),
    filename: z.string().nullish(),
    url: z.string().nullish().describe('`link` of the older contract.'),
  })
  .describe('A file by `link` or `id`.');
type Media = z.output<typeof media>;

const olderMedia = media.nullish().describe('`media` of the older contract.');

const template = z.object({
  name: z.string(),
  language: z.union([z.string(), z.object({ code: z.string() })]),
  category: z.string().nullish().describe('Passed over: the template has one.'),
  components: z.array(z.unknown()).nullish().describe('Parameters, as Meta takes them.'),
  parameters: z
    .array(z.unknown())
    .nullish()
    .describe('Parameters of the body in the older contract: texts, or objects as Meta takes them.'),
});

/** Body of `POST /messages`. What the object of the type may say is our own API's rule. */
export const sendBody = z.object({
  channel_id: z.string().max(ID_CHARS_MAX),
  waba_id: z.string().max(ID_CHARS_MAX).nullish().describe('That of the channel. The older contracts have none.'),
  to: z.string().max(PHONE_CHARS_MAX).describe('With + and the country code.'),
  type: z.enum(TYPES),
  text: z.object({ body: z.string() }).nullish(),
  media: media.nullish().describe('For image, audio, video, document and sticker.'),
  template: template.nullish(),
  image: olderMedia,
  audio: olderMedia,
  video: olderMedia,
  document: olderMedia,
  sticker: olderMedia,
  location: z.unknown().optional().describe('As Meta takes it.'),
  contacts: z.unknown().optional().describe('As Meta takes it.'),
  interactive: z.unknown().optional().describe('As Meta takes it.'),
  reaction: z.unknown().optional().describe('As Meta takes it.'),
});
export type SendBody = z.output<typeof sendBody>;

/** What a message says, in Meta's words, and where in the body it was said. */
export interface GivenContent {
  readonly content: unknown;
  /** JSON pointer of the object. */
  readonly pointer: string;
}

/** @throws PosthornError `invalid_request` when the object of the type is not there. */
export function givenContent(body: SendBody): GivenContent {
  const { type } = body;
  if (type === 'template') return { content: toTemplate(required(body.template, type)), pointer: '/template' };
  if (isMediaType(type)) {
    const older = body.media === undefined || body.media === null ? body[type] : null;
    const file = older ?? required(body.media, 'media');
    return { content: toFile(type, file), pointer: file === older ? `/${type}` : '/media' };
  }
  return { content: required(body[type], type), pointer: `/${type}` };
}

type MediaType = (typeof MEDIA_TYPES)[number];

function isMediaType(type: SendBody['type']): type is MediaType {
  return MEDIA_TYPES.some((one) => one === type);
}

function toFile(type: MediaType, { link, url, id, caption, filename }: Media): JsonObject {
  return withoutNulls({
    link: link ?? url,
    id,
    caption: CAPTIONED.includes(type) ? caption : undefined,
    filename: type === 'document' ? filename : undefined,
  });
}

function toTemplate({ name, language, components, parameters }: z.output<typeof template>): JsonObject {
  const body = { type: 'body', parameters: (parameters ?? []).map(toParameter) };
  const others = parameters === undefined || parameters === null || parameters.length === 0 ? [] : [body];
  const given = components ?? others;
  return { name, language, ...(given.length === 0 ? {} : { components: given }) };
}

function toParameter(parameter: unknown): unknown {
  return typeof parameter === 'string' ? { type: 'text', text: parameter } : parameter;
}

function withoutNulls(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined && value !== null));
}

function required<TValue>(value: TValue | null | undefined, name: string): TValue {
  if (value !== null && value !== undefined) return value;
  throw new PosthornError('invalid_request', 'The body is not valid.', {
    fields: [{ pointer: `/${name}`, message: 'Say here what the message says.' }],
  });
}
