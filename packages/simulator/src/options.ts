import * as z from 'zod';
import type { Clock } from './clock.ts';
import { systemClock } from './clock.ts';
import { SimulatorError, toProblems } from './errors.ts';
import { DEFAULT_TEMPLATES, initialTemplateSchema } from './templates/schema.ts';
import { faultSettingsSchema } from './webhooks/faults.ts';

const HOUR_MS = 3_600_000;
const MB = 1_024 * 1_024;
const digits = z.string().regex(/^\d{5,20}$/, 'must be 5 to 20 digits');
const delayMs = z.number().min(0).max(HOUR_MS);

/** The business that scenarios are about when no other is named. All made up. */
const businessSchema = z.strictObject({
  wabaId: digits.default('204817563920415'),
  phoneNumberId: digits.default('318940275561203'),
  displayPhoneNumber: digits.default('15557204418'),
  verifiedName: z.string().min(1).max(256).default('Kanal Cykel'),
});

const limitsSchema = z.strictObject({
  /** Sends of a number in any second, above which they get 130429; null: no limit. Meta: 80, or 1,000. */
  perNumberPerSecond: z.int().min(1).max(10_000).nullable().default(null),
  /** Messages to one person, above which they get 131056; null: no limit. */
  pair: z
    .strictObject({
      intervalMs: z.int().min(1).max(HOUR_MS).default(6_000),
      burst: z.int().min(1).max(10_000).default(45),
    })
    .nullable()
    .default(null),
  /** False only counts what comes above. */
  refuse: z.boolean().default(true),
});

const optionsShape = z.strictObject({
  /** Where the Graph API listens. */
  host: z.string().min(1).default('127.0.0.1'),
  /** 0 takes a free one. */
  port: z.int().min(0).max(65_535).default(0),
  /** Key of `X-Hub-Signature-256`. */
  appSecret: z.string().min(1).max(256),
  /** What Graph calls carry as `Authorization: Bearer`. */
  accessToken: z.string().min(1).max(1_024),
  /** Tokens that open one number or account only, by its id, besides the one that opens everything. */
  tokens: z.record(digits, z.string().min(1).max(1_024)).default({}),
  /** What the challenge of the app's callback URL carries. */
  verifyToken: z.string().min(1).max(1_024).default('posthorn-simulator'),
  appId: digits.default('610023884417'),
  appName: z.string().min(1).max(256).default('Posthorn Simulator'),
  /** Fields that the app is subscribed to in its dashboard, as it shows them. */
  appFields: z
    .array(z.string().regex(/^[a-z_]{1,64}$/))
    .max(100)
    .default(['messages', 'message_template_status_update', 'phone_number_quality_update', 'account_update']),
  /** Where webhooks go. May be set later with `setCallbackUrl`. */
  callbackUrl: z.url({ protocol: /^https?$/ }).optional(),
  /** The numbers that Meta hosts for us. The first is the default of everything. */
  businesses: z.array(businessSchema).min(1).max(1_000).prefault([{}]),
  /** Whether the app begins subscribed to its WABAs. Without a subscription Meta sends nothing, silently. */
  subscribed: z.boolean().default(true),
  jsonForm: z.enum(['escaped-unicode', 'plain']).default('escaped-unicode'),
  /** When the statuses of a sent message come, milliseconds after the send. Null: never. `played` is for voice. */
  statusDelaysMs: z
    .strictObject({
      sent: delayMs.nullable().default(50),
      delivered: delayMs.nullable().default(300),
      read: delayMs.nullable().default(1_500),
      played: delayMs.nullable().default(3_000),
    })
    .prefault({}),
  /** Adds `conversation` to statuses, as until API version 23. */
  conversationInStatuses: z.boolean().default(false),
  /** `message_status` in the answer to a template; null leaves it out, as the send page has it. */
  templateMessageStatus: z.enum(['accepted', 'held_for_quality_assessment']).nullable().default('accepted'),
  /** Templates that are there from the beginning. Default: `repair_ready` in en_US, approved. */
  templates: z.array(initialTemplateSchema).max(10_000).prefault(DEFAULT_TEMPLATES),
  /** Whether a template that is sent must be there, approved and filled with as many parameters as it has. */
  checkTemplates: z.boolean().default(true),
  /** What becomes of new and edited templates, and when. Null leaves them pending. */
  templateReview: z
    .strictObject({
      delayMs: delayMs.default(1_000),
      decision: z.enum(['APPROVED', 'REJECTED']).nullable().default('APPROVED'),
    })
    .prefault({}),
  /** What is kept of media. The oldest are forgotten above either bound. */
  media: z
    .strictObject({
      countMax: z.int().min(1).max(1_000_000).default(10_000),
      bytesMax: z
        .int()
        .min(100 * MB)
        .max(4_096 * MB)
        .default(256 * MB),
    })
    .prefault({}),
  /** Whether media that are sent by link are really fetched. If they cannot be had, the message fails with 131053. */
  fetchLinks: z.boolean().default(false),
  limits: limitsSchema.prefault({}),
  /** Wait before every answer of the Graph API. */
  delayAnswersMs: delayMs.default(0),
  /** What people do when the business calls them. */
  calls: z
    .strictObject({
      ringAfterMs: delayMs.default(100),
      decideAfterMs: delayMs.default(1_000),
      decision: z.enum(['accept', 'reject', 'ignore']).default('accept'),
      hangUpAfterMs: delayMs.nullable().default(null),
      permission: z.enum(['no_permission', 'temporary', 'permanent']).default('temporary'),
    })
    .prefault({}),
  /** Answers that one person gives by script, so that two sides that answer each other come to an end. */
  scriptAnswersMax: z.int().min(1).max(100_000).default(100),
  faults: faultSettingsSchema.prefault({}),
  webhooks: z
    .strictObject({
      /** Webhooks on the wire at once. 1 keeps them in order; Meta uses many. */
      concurrencyMax: z.int().min(1).max(256).default(1),
      timeoutMs: z.int().min(100).max(60_000).default(10_000),
      /** Waits before the second, third, … try: each longer, as Meta tries less and less often. */
      retryDelaysMs: z
        .array(
          z
            .int()
            .min(0)
            .max(24 * HOUR_MS),
        )
        .max(50)
        .default([1_000, 5_000, 30_000, 120_000, 600_000, HOUR_MS]),
      pendingMax: z.int().min(1).max(1_000_000).default(10_000),
      /** How long a lone update waits for others to be batched or reordered with, outside scenarios. */
      lingerMs: z.int().min(0).max(60_000).default(50),
    })
    .prefault({}),
  /** Entries kept in `requests` and `sent`. */
  recordsMax: z.int().min(1).max(100_000).default(1_000),
  /** Same seed, same ids and same faults. Without one every run has its own, so a receiver takes no run for a repeat. */
  seed: z.int().min(0).max(0xffff_ffff).optional(),
  clock: z.custom<Clock>((value) => typeof value === 'object' && value !== null).default(systemClock),
});

const optionsSchema = optionsShape.superRefine(({ businesses, tokens, templates }, ctx) => {
  const ids = new Set(businesses.flatMap(({ wabaId, phoneNumberId }) => [wabaId, phoneNumberId]));
  const refuse = (path: (string | number)[]) =>
    ctx.addIssue({ code: 'custom', path, message: 'is none of the businesses' });
  for (const id of Object.keys(tokens)) if (!ids.has(id)) refuse(['tokens', id]);
  templates.forEach(({ wabaId }, index) => {
    if (wabaId !== undefined && !ids.has(wabaId)) refuse(['templates', index, 'wabaId']);
  });
});

/** Settings of a simulator. `appSecret` and `accessToken` are needed, the rest has defaults. */
export type SimulatorOptions = z.input<typeof optionsSchema>;
export type ResolvedOptions = z.output<typeof optionsSchema>;

/** @throws SimulatorError `options_invalid` that names every wrong option and shows no value. */
export function parseOptions(options: SimulatorOptions): ResolvedOptions {
  const parsed = optionsSchema.safeParse(options);
  if (parsed.success) return parsed.data;
  throw new SimulatorError('options_invalid', 'The options are not valid.', toProblems(parsed.error.issues));
}
