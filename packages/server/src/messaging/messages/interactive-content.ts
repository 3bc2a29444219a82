import * as z from 'zod';
import { filledText, footer, haveUniqueIds, header, link, textHeader } from './content-parts.ts';

/** Limits of CONTRACTS 2.1. */
const BODY_CHARS_MAX = 1_024;
const LIST_BODY_CHARS_MAX = 4_096;
const BUTTONS_MAX = 3;
const BUTTON_ID_CHARS_MAX = 256;
const BUTTON_TITLE_CHARS_MAX = 20;
const ROWS_MAX = 10;
const ROW_ID_CHARS_MAX = 200;
const ROW_TITLE_CHARS_MAX = 24;
const ROW_DESCRIPTION_CHARS_MAX = 72;

/** Meta advises 30; longer ones are cut on the phone. */
const FLOW_CTA_CHARS_MAX = 30;
/** What a flow gets along: far more than anybody's id, or than a first screen shows. */
const FLOW_TEXT_CHARS_MAX = 1_000;

const body = z.strictObject({ text: filledText(BODY_CHARS_MAX) });
const around = { header: header.exactOptional(), body, footer: footer.exactOptional() };

const replyButton = z.strictObject({
  type: z.literal('reply'),
  reply: z.strictObject({ id: filledText(BUTTON_ID_CHARS_MAX), title: filledText(BUTTON_TITLE_CHARS_MAX) }),
});

const buttons = z.strictObject({
  ...around,
  type: z.literal('button'),
  action: z.strictObject({
    buttons: z
      .array(replyButton)
      .min(1, 'At least one button.')
      .max(BUTTONS_MAX, `At most ${BUTTONS_MAX} buttons.`)
      .refine((list) => haveUniqueIds(list.map(({ reply }) => reply)), 'Each button needs an id of its own.'),
  }),
});

const section = z.strictObject({
  title: filledText(ROW_TITLE_CHARS_MAX).exactOptional(),
  rows: z
    .array(
      z.strictObject({
        id: filledText(ROW_ID_CHARS_MAX),
        title: filledText(ROW_TITLE_CHARS_MAX),
        description: filledText(ROW_DESCRIPTION_CHARS_MAX).exactOptional(),
      }),
    )
    .min(1, 'At least one row.')
    .max(ROWS_MAX, `At most ${ROWS_MAX} rows.`),
});

const sections = z
  .array(section)
  .min(1, 'At least one section.')
  .max(ROWS_MAX, `At most ${ROWS_MAX} sections.`)
  .refine((list) => list.flatMap(({ rows }) => rows).length <= ROWS_MAX, `At most ${ROWS_MAX} rows in all sections.`)
  .refine((list) => haveUniqueIds(list.flatMap(({ rows }) => rows)), 'Each row needs an id of its own.')
  .refine(
    (list) => list.length === 1 || list.every(({ title }) => title !== undefined),
    'Where there is more than one section, each needs a title.',
  );

const list = z.strictObject({
  type: z.literal('list'),
  header: textHeader.exactOptional(),
  body: z.strictObject({ text: filledText(LIST_BODY_CHARS_MAX) }),
  footer: footer.exactOptional(),
  action: z.strictObject({ button: filledText(BUTTON_TITLE_CHARS_MAX), sections }),
});

const ctaUrl = z.strictObject({
  ...around,
  type: z.literal('cta_url'),
  action: z.strictObject({
    name: z.literal('cta_url'),
    parameters: z.strictObject({ display_text: filledText(BUTTON_TITLE_CHARS_MAX), url: link }),
  }),
});

const locationRequest = z.strictObject({
  type: z.literal('location_request_message'),
  body,
  action: z.strictObject({ name: z.literal('send_location') }),
});

const flowText = filledText(FLOW_TEXT_CHARS_MAX);
const flowParameters = z
  .strictObject({
    flow_message_version: filledText(16).describe('As Meta tells it: `3`.'),
    flow_id: flowText.exactOptional(),
    flow_name: flowText.exactOptional(),
    flow_cta: filledText(FLOW_CTA_CHARS_MAX).describe('The words of the button that opens it.'),
    flow_token: flowText.exactOptional().describe('Comes back with the answer.'),
    mode: z.enum(['draft', 'published']).exactOptional(),
    flow_action: z.enum(['navigate', 'data_exchange']).exactOptional(),
    flow_action_payload: z
      .strictObject({ screen: flowText.exactOptional(), data: z.record(z.string(), z.unknown()).exactOptional() })
      .exactOptional(),
  })
  .refine(
    ({ flow_id, flow_name }) => (flow_id === undefined) !== (flow_name === undefined),
    'Give either flow_id or flow_name.',
  );

const flow = z.strictObject({
  ...around,
  type: z.literal('flow'),
  action: z.strictObject({ name: z.literal('flow'), parameters: flowParameters }),
});

/** The object `interactive` of a message, as Meta takes it. */
export const interactiveContent = z.discriminatedUnion('type', [buttons, list, ctaUrl, locationRequest, flow], {
  error: 'Must be an object with a type of button, list, cta_url, location_request_message or flow.',
});
