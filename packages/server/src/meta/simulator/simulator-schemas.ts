import * as z from 'zod';

/** How many times as fast as written a scenario may be played. */
const SPEED_MAX = 1_000;

const name = z.string().regex(/^[a-z0-9-]{1,80}$/, 'Use a name that GET /v1/simulator shows.');

/** Body of `POST /v1/simulator/play`: one of the two. */
export const playBody = z
  .strictObject({
    scenario: name.optional().describe('Name of a scenario.'),
    fixture: name.optional().describe("Name of a fixture: a body of Meta's documents, told of as if it happened now."),
    speed: z
      .number()
      .min(0.1)
      .max(SPEED_MAX)
      .optional()
      .describe('Of a scenario: how many times as fast as written. Default 1.'),
  })
  .refine(({ scenario, fixture }) => (scenario === undefined) !== (fixture === undefined), {
    path: ['scenario'],
    message: 'Name either a scenario or a fixture.',
  });

/** Body of `POST /v1/simulator/message`. */
export const messageBody = z.strictObject({
  from: z
    .string()
    .regex(/^\+?[0-9]{6,15}$/, 'Give a phone number with its country code, such as +4915170023456.')
    .describe('Phone number of a person who is made up.'),
  name: z.string().trim().min(1).max(100).describe('Name on WhatsApp.'),
  text: z.string().min(1).max(4_096),
  reply: z
    .string()
    .min(1)
    .max(4_096)
    .nullish()
    .describe('What the person answers from now on to whatever is sent to them. Null: nothing.'),
});

/** The simulated number of a workspace. */
export const simulatedNumberView = z
  .object({
    channel_id: z.string(),
    meta_app_id: z.string(),
    phone_number_id: z.string(),
    display_phone_number: z.string(),
  })
  .meta({ title: 'SimulatedNumber' });

/** Something that was played, or still is. */
export const playView = z
  .object({
    id: z.string(),
    name: z.string(),
    kind: z.enum(['scenario', 'fixture']),
    state: z.enum(['playing', 'done', 'failed']),
    webhooks: z.number().int().describe('Webhooks that were sent so far.'),
    accepted: z.number().int().describe('Of these, how many the gateway took with 200.'),
    refused: z.number().int().describe('Of these, how many it did not take: what was forged by intent, too.'),
    error: z.string().nullable(),
    started_at: z.string(),
    finished_at: z.string().nullable(),
  })
  .meta({ title: 'SimulatorPlay' });

export type PlayView = z.output<typeof playView>;

const lineView = z.object({ name: z.string(), summary: z.string() });

/** What there is to play. */
export const simulatorView = z
  .object({
    number: simulatedNumberView.nullable().describe('Null: there is none yet. POST /v1/simulator/channel makes one.'),
    scenarios: z.array(lineView),
    fixtures: z.array(lineView),
    plays: z.array(playView).describe('The latest of this process, newest first.'),
  })
  .meta({ title: 'Simulator' });

/** A fixture with what would be sent. */
export const fixtureView = lineView.extend({ body: z.unknown() }).meta({ title: 'SimulatorFixture' });

/** What became of a message. */
export const saidView = z
  .object({
    message_id: z.string().describe("Meta's id of it: wamid."),
    accepted: z.boolean().describe('The gateway took it with 200.'),
    status: z.number().int().nullable().describe('Of the last answer. Null: there was none.'),
  })
  .meta({ title: 'SimulatedMessage' });

export type PlayWish =
  | { readonly kind: 'scenario'; readonly name: string; readonly speed: number }
  | { readonly kind: 'fixture'; readonly name: string };

/** Reads the body of `POST /v1/simulator/play`. */
export function readPlayWish({ scenario, fixture, speed = 1 }: z.output<typeof playBody>): PlayWish {
  return scenario === undefined
    ? { kind: 'fixture', name: fixture ?? '' }
    : { kind: 'scenario', name: scenario, speed };
}
