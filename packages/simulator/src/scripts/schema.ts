import * as z from 'zod';
import { SimulatorError, toProblems } from '../errors.ts';

/** Rules of one person. A conversation of more turns is a scenario. */
const RULES_MAX = 100;
const AFTER_MS_MAX = 3_600_000;
const TIMES_MAX = 1_000;

const words = z.string().min(1).max(4_096);
const quote = z.boolean().default(false).describe('Whether the answer quotes the message.');

const pattern = z
  .string()
  .min(1)
  .max(256)
  .refine(isPattern, 'must be a regular expression')
  .describe('Regular expression that the text or caption must match. Case does not matter.');

const whenSchema = z
  .strictObject({
    type: z.string().min(1).max(64).optional().describe('Type of the message, as text, image or template.'),
    text_matches: pattern.optional(),
    template: z.string().min(1).max(512).optional().describe('Name of the template.'),
    button: z.string().min(1).max(256).optional().describe('It has a button with this id, payload or title.'),
  })
  .describe('What a message of the business must be like: all of what is given. Nothing given is every message.');

const answerSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('text'), text: words, quote }),
  z.strictObject({
    kind: z.literal('image'),
    caption: words.optional(),
    mime_type: z.enum(['image/jpeg', 'image/png']).optional(),
    quote,
  }),
  z.strictObject({
    kind: z.literal('location'),
    latitude: z.number().min(-90).max(90),
    longitude: z.number().min(-180).max(180),
    name: words.optional(),
    address: words.optional(),
    quote,
  }),
  z
    .strictObject({ kind: z.literal('button'), button: z.string().min(1).max(256).optional() })
    .describe('Presses the button with this id, payload or title; without one the first.'),
  z
    .strictObject({ kind: z.literal('list_row'), row: z.string().min(1).max(256).optional() })
    .describe('Chooses the row with this id or title; without one the first.'),
  z.strictObject({ kind: z.literal('reaction'), emoji: z.string().min(1).max(32) }),
  z.strictObject({ kind: z.literal('read') }).describe('Reads it: the status read comes now.'),
  z.strictObject({ kind: z.literal('nothing') }).describe('Keeps later rules from the message.'),
]);

const ruleSchema = z.strictObject({
  when: whenSchema.prefault({}),
  after_ms: z.number().min(0).max(AFTER_MS_MAX).default(500).describe('Wait before the answer, milliseconds.'),
  answer: answerSchema,
  times: z.int().min(1).max(TIMES_MAX).optional().describe('How often the rule holds. Default: as long as it may.'),
});

/** How a person answers: for each message of the business the first rule that fits. */
export const scriptSchema = z.array(ruleSchema).min(1).max(RULES_MAX);

/** What to write a script in: defaults left out. */
export type ScriptInput = z.input<typeof scriptSchema>;
export type ScriptRule = z.output<typeof ruleSchema>;

/** @throws SimulatorError `script_invalid` that names every wrong field, as `[1].answer.kind`. */
export function parseScript(script: unknown): readonly ScriptRule[] {
  const parsed = scriptSchema.safeParse(script);
  if (parsed.success) return parsed.data;
  throw new SimulatorError('script_invalid', 'The script is not valid.', toProblems(parsed.error.issues));
}

/** The expression of a checked `text_matches`. */
export function toPattern(source: string): RegExp {
  return new RegExp(source, 'iu');
}

function isPattern(source: string): boolean {
  try {
    toPattern(source);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
