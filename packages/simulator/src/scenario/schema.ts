import * as z from 'zod';
import { TEMPLATE_EVENTS } from '../bodies/templates.ts';
import { SimulatorError, toProblems } from '../errors.ts';
import { isAnswerFault } from '../graph/planned-failures.ts';
import { scriptSchema } from '../scripts/schema.ts';
import { faultSettingsSchema } from '../webhooks/faults.ts';

const STEPS_MAX = 10_000;
const AFTER_MS_MAX = 3_600_000;
const TIMES_MAX = 10;
const BURST_COUNT_MAX = 10_000;
const EVENTS_MAX = 100_000;

const name = z.string().regex(/^[a-z][a-z0-9_]{0,63}$/, 'must be lowercase letters, digits and _');
const words = z.string().min(1).max(4_096);
const timing = {
  after_ms: z.number().min(0).max(AFTER_MS_MAX).default(0).describe('Wait before this step, milliseconds.'),
  times: z.int().min(1).max(TIMES_MAX).default(1).describe('How often it is sent: 2 makes a duplicate.'),
};
const person = { person: name.describe('Key of `people`.') };
const as = { as: name.optional().describe('Name for later steps to speak of this message or call.') };
const message = { message: name.describe('`as` of an earlier step.') };
const template = {
  id: z.int().min(1).default(1_733_902_281_004_477),
  name: z.string().min(1).max(512).default('repair_ready'),
  language: z.string().min(2).max(16).default('en-US'),
};
const score = z.enum(['GREEN', 'YELLOW', 'RED', 'UNKNOWN']);
const jsonObject = z.record(z.string(), z.json());

function personStep<TKind extends string, TShape extends z.ZodRawShape>(kind: TKind, shape: TShape) {
  return z.strictObject({ do: z.literal(kind), ...timing, ...person, ...as, ...shape });
}

const media = { caption: words.optional(), mime_type: z.string().min(3).max(128).optional() };

const personStepSchema = z.discriminatedUnion('do', [
  personStep('text', { text: words }),
  personStep('image', media),
  personStep('video', media),
  personStep('document', { ...media, filename: z.string().min(1).max(256).optional() }),
  personStep('audio', { mime_type: media.mime_type, voice: z.boolean().default(false) }),
  personStep('sticker', { mime_type: media.mime_type, animated: z.boolean().default(false) }),
  personStep('location', {
    latitude: z.number().min(-90).max(90),
    longitude: z.number().min(-180).max(180),
    name: words.optional(),
    address: words.optional(),
  }),
  personStep('contacts', { contacts: z.array(jsonObject).min(1).max(100) }),
  personStep('reply', { ...message, text: words }),
  personStep('press_button', { ...message, id: z.string().min(1).max(256), title: z.string().min(1).max(20) }),
  personStep('press_template_button', {
    ...message,
    payload: z.string().min(1).max(256),
    text: z.string().min(1).max(25),
  }),
  personStep('choose_list_row', {
    ...message,
    id: z.string().min(1).max(200),
    title: z.string().min(1).max(24),
    description: z.string().max(72).optional(),
  }),
  personStep('react', { ...message, emoji: z.string().min(1).max(32) }),
  personStep('remove_reaction', message),
  personStep('order', {
    catalog_id: z.string().min(1).max(64),
    text: words.optional(),
    items: z
      .array(
        z.strictObject({
          product_retailer_id: z.string().min(1).max(128),
          quantity: z.int().min(1).max(10_000),
          item_price: z.number().min(0),
          currency: z.string().length(3),
        }),
      )
      .min(1)
      .max(100),
  }),
  personStep('edit', { ...message, text: words }),
  personStep('revoke', message),
  personStep('unsupported', { kind: z.string().min(1).max(64) }),
  personStep('call', {}),
  personStep('hang_up', {
    ...message,
    status: z.enum(['COMPLETED', 'FAILED']).default('COMPLETED'),
    duration_seconds: z.int().min(0).max(86_400).optional(),
  }),
  personStep('stop_marketing', {}),
  personStep('resume_marketing', {}),
]);

const metaStepSchema = z.discriminatedUnion('do', [
  z
    .strictObject({ do: z.literal('business_message'), after_ms: timing.after_ms, to: name, as: name })
    .describe('The business writes to a person. Sends no webhook; gives later steps an id to speak of.'),
  z.strictObject({
    do: z.literal('status'),
    ...timing,
    ...message,
    status: z.enum(['sent', 'delivered', 'read', 'played', 'failed']),
    error_code: z.int().min(0).default(131_026).describe('For `failed` only.'),
  }),
  z.strictObject({
    do: z.literal('template_status'),
    ...timing,
    ...template,
    event: z.enum(TEMPLATE_EVENTS),
    category: z.enum(['UTILITY', 'MARKETING', 'AUTHENTICATION']).default('UTILITY'),
    reason: z.string().min(1).max(64).nullable().default('NONE'),
  }),
  z.strictObject({
    do: z.literal('template_quality'),
    ...timing,
    ...template,
    previous_score: score,
    new_score: score,
  }),
  z
    .strictObject({
      do: z.literal('change'),
      ...timing,
      field: z.string().min(1).max(128),
      value: jsonObject,
      timed: z.boolean().default(true).describe('Whether the entry has a time.'),
    })
    .describe('Any change of any field, value as given.'),
  z
    .strictObject({
      do: z.literal('wait_for_business'),
      after_ms: timing.after_ms,
      to: name,
      count: z.int().min(1).max(1_000).default(1),
      timeout_ms: z.number().min(0).max(AFTER_MS_MAX).default(30_000),
    })
    .describe('Waits until the business has sent the person that many messages more, but no longer than the timeout.'),
  z
    .strictObject({
      do: z.literal('fail_sends'),
      after_ms: timing.after_ms,
      count: z.int().min(1).max(10_000),
      code: z.int().min(0).optional(),
      via: z.enum(['response', 'webhook', 'both', 'lost', 'lost_before', 'slow', 'html']).optional(),
      delay_ms: z.number().min(0).max(AFTER_MS_MAX).optional().describe('For `slow`: how late the answer is.'),
    })
    .refine((step) => step.code !== undefined || isAnswerFault(step.via), {
      path: ['code'],
      message: 'is required unless the answer itself is lost, late or a page',
    }),
  z
    .strictObject({
      do: z.literal('burst'),
      after_ms: timing.after_ms,
      count: z.int().min(1).max(BURST_COUNT_MAX),
      over_ms: z.number().min(0).max(AFTER_MS_MAX).default(0),
    })
    .describe('So many messages, reactions and statuses of all people, drawn from the seed.'),
]);

const stepSchema = z.discriminatedUnion('do', [personStepSchema, metaStepSchema]);

const peopleSchema = z.record(
  name,
  z
    .strictObject({
      name: z.string().min(1).max(256),
      wa_id: z
        .string()
        .regex(/^\d{5,20}$/, 'must be 5 to 20 digits')
        .optional(),
      bsuid: z
        .string()
        .regex(/^[A-Z]{2}\.\d{1,64}$/, 'must be a country code, a dot and digits')
        .optional(),
      parent_bsuid: z
        .string()
        .regex(/^[A-Z]{2}\.\d{1,64}$/, 'must be a country code, a dot and digits')
        .optional(),
      username: z.string().min(1).max(64).optional(),
      scripts: scriptSchema
        .optional()
        .describe('How the person answers what the business sends while the scenario plays: the first rule that fits.'),
    })
    .refine((value) => value.wa_id !== undefined || value.bsuid !== undefined, 'needs a wa_id or a bsuid'),
);

const faultsSchema = z
  .strictObject({
    duplicates_ratio: z.number().min(0).max(1).optional(),
    reorder_window: z.int().min(0).optional(),
    delay_min_ms: z.number().min(0).optional(),
    delay_max_ms: z.number().min(0).optional(),
    batch_max: z.int().min(1).optional(),
    wrong_signatures_ratio: z.number().min(0).max(1).optional(),
    stale_ratio: z.number().min(0).max(1).optional(),
    stale_age_ms: z.int().min(1_000).optional(),
  })
  .transform((faults, ctx) => {
    const parsed = faultSettingsSchema.safeParse(
      Object.fromEntries(Object.entries(faults).map(([key, value]) => [toCamel(key), value])),
    );
    if (parsed.success) return parsed.data;
    for (const issue of parsed.error.issues) {
      ctx.addIssue({ code: 'custom', path: issue.path.map((key) => toSnake(String(key))), message: issue.message });
    }
    return z.NEVER;
  });

const scenarioSchema = z
  .strictObject({
    $schema: z.string().optional(),
    name: z.string().regex(/^[a-z][a-z0-9-]{0,63}$/, 'must be lowercase letters, digits and -'),
    description: z.string().min(1).max(1_000),
    people: peopleSchema,
    faults: faultsSchema.optional().describe('Instead of the simulator’s own settings, for this play.'),
    steps: z.array(stepSchema).min(1).max(STEPS_MAX),
  })
  .superRefine(checkReferences)
  .superRefine(checkSize);

export type Scenario = z.output<typeof scenarioSchema>;
export type ScenarioStep = z.output<typeof stepSchema>;
export type PersonStep = z.output<typeof personStepSchema>;
export type MetaStep = z.output<typeof metaStepSchema>;

/**
 * Reads a scenario from parsed JSON.
 *
 * @throws SimulatorError `scenario_invalid` that names every wrong field, as `steps[3].message`.
 */
export function parseScenario(value: unknown): Scenario {
  const parsed = scenarioSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new SimulatorError('scenario_invalid', 'The scenario is not valid.', toProblems(parsed.error.issues));
}

/** The JSON Schema (2020-12) of a scenario file, for editors and for the curious. */
export function buildScenarioJsonSchema(): unknown {
  return z.toJSONSchema(scenarioSchema, { io: 'input', unrepresentable: 'any' });
}

/** Tells the steps that a person does from the others. */
export function isPersonStep(step: ScenarioStep): step is PersonStep {
  return 'person' in step;
}

/** The people and steps of a scenario: all that references can be about. */
interface ScenarioBody {
  readonly people: Readonly<Record<string, unknown>>;
  readonly steps: readonly z.output<typeof stepSchema>[];
}

function checkReferences(scenario: ScenarioBody, ctx: z.RefinementCtx): void {
  const makerByName = new Map<string, string>();
  scenario.steps.forEach((step, index) => {
    const refuse = (field: string, text: string) =>
      ctx.addIssue({ code: 'custom', path: ['steps', index, field], message: text });
    const who = 'person' in step ? step.person : undefined;
    if (who !== undefined && !Object.hasOwn(scenario.people, who)) refuse('person', `there is no "${who}" in people`);
    if ('to' in step && !Object.hasOwn(scenario.people, step.to)) {
      refuse('to', `there is no "${step.to}" in people`);
    }
    if ('message' in step) {
      const wrong = findWrongReference(step.do, step.message, makerByName);
      if (wrong !== null) refuse('message', wrong);
    }
    if (!('as' in step) || step.as === undefined) return;
    if (makerByName.has(step.as)) refuse('as', `"${step.as}" is taken by an earlier step`);
    makerByName.set(step.as, step.do);
  });
}

function findWrongReference(kind: string, reference: string, makerByName: ReadonlyMap<string, string>): string | null {
  const maker = makerByName.get(reference);
  if (maker === undefined) return `no earlier step is named "${reference}"`;
  if (kind === 'hang_up' && maker !== 'call') return `"${reference}" is not a call`;
  if (kind === 'status' && maker !== 'business_message') return `"${reference}" is not a business_message`;
  return null;
}

function checkSize(scenario: ScenarioBody, ctx: z.RefinementCtx): void {
  const count = scenario.steps.reduce((sum, step) => sum + countOf(step), 0);
  if (count <= EVENTS_MAX) return;
  ctx.addIssue({ code: 'custom', path: ['steps'], message: `make ${count} webhooks; ${EVENTS_MAX} is the most` });
}

function countOf(step: z.output<typeof stepSchema>): number {
  if (step.do === 'burst') return step.count;
  return 'times' in step ? step.times : 0;
}

function toCamel(key: string): string {
  return key.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function toSnake(key: string): string {
  return key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
