import * as z from 'zod';

/** Words of headers, footers and buttons (CONTRACTS 2.1). */
const HEADER_CHARS_MAX = 60;
const FOOTER_CHARS_MAX = 60;
const CAPTION_CHARS_MAX = 1_024;
/** Longer names are those of nobody's files. */
const FILENAME_CHARS_MAX = 240;
const LINK_CHARS_MAX = 2_048;
/** Meta's ids of messages are of about 100 characters. */
const WAMID_CHARS_MAX = 512;

/** A text that says something. */
export function filledText(charsMax: number) {
  return z.string().max(charsMax, `At most ${charsMax} characters.`).regex(/\S/, 'Must not be empty.');
}

export const wamid = filledText(WAMID_CHARS_MAX).describe("Meta's id of a message, `wamid…`.");

/** An address that Meta fetches or a person opens. */
export const link = z
  .url({ protocol: /^https?$/, error: 'Must be a URL that begins with https:// or http://.' })
  .max(LINK_CHARS_MAX, `At most ${LINK_CHARS_MAX} characters.`);

/** A list whose elements have an id of their own. */
export function haveUniqueIds(elements: readonly { readonly id: string }[]): boolean {
  return new Set(elements.map(({ id }) => id)).size === elements.length;
}

const file = {
  id: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,128}$/, "Must be Meta's id of a file, as the upload answered it.")
    .exactOptional()
    .describe('Of a file that was uploaded here.'),
  link: link.exactOptional().describe('Where Meta fetches the file itself.'),
};

const caption = filledText(CAPTION_CHARS_MAX).exactOptional();
const filename = filledText(FILENAME_CHARS_MAX).exactOptional();

function namesOneFile({ id, link: at }: { readonly id?: string; readonly link?: string }): boolean {
  return (id === undefined) !== (at === undefined);
}

const ONE_FILE = 'Give either id (of a file that was uploaded here) or link.';

/** A file alone. */
export const bareFile = z.strictObject(file).refine(namesOneFile, ONE_FILE);
/** A file with words below it. */
export const captionedFile = z.strictObject({ ...file, caption }).refine(namesOneFile, ONE_FILE);
/** A file with a name. */
export const namedFile = z.strictObject({ ...file, filename }).refine(namesOneFile, ONE_FILE);
export const documentFile = z.strictObject({ ...file, caption, filename }).refine(namesOneFile, ONE_FILE);
export const audioFile = z
  .strictObject({ ...file, voice: z.boolean().exactOptional().describe('true: a voice message.') })
  .refine(namesOneFile, ONE_FILE);

/** More than anybody's name or address of a place. */
const PLACE_CHARS_MAX = 1_000;

export const place = z.strictObject({
  latitude: z.number().min(-90, 'Must lie between -90 and 90.').max(90, 'Must lie between -90 and 90.'),
  longitude: z.number().min(-180, 'Must lie between -180 and 180.').max(180, 'Must lie between -180 and 180.'),
  name: filledText(PLACE_CHARS_MAX).exactOptional(),
  address: filledText(PLACE_CHARS_MAX).exactOptional(),
});

/** What stands above the words of an interactive message. */
export const textHeader = z.strictObject({ type: z.literal('text'), text: filledText(HEADER_CHARS_MAX) });
export const header = z.discriminatedUnion(
  'type',
  [
    textHeader,
    z.strictObject({ type: z.literal('image'), image: bareFile }),
    z.strictObject({ type: z.literal('video'), video: bareFile }),
    z.strictObject({ type: z.literal('document'), document: namedFile }),
  ],
  { error: 'Must be an object with a type of text, image, video or document.' },
);

/** What stands below them. */
export const footer = z.strictObject({ text: filledText(FOOTER_CHARS_MAX) });
