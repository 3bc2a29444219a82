import * as z from 'zod';
import { ACTOR_KINDS } from '../../domain/audit.ts';
import { FORMATS, MAX_IN_FLIGHT_DEFAULT, ORDERINGS } from '../../domain/endpoint.ts';
import { BREAKER_STATES } from '../../domain/endpoint-breaker.ts';
import { eventFilter } from '../../platform/http/event-filter-schema.ts';
import {
  RETRY_DELAY_SECONDS_MAX,
  RETRY_DELAYS_MAX,
  RETRY_PRESET_NAMES,
  RETRY_TIMEOUT_SECONDS_MAX,
  RETRY_TIMEOUT_SECONDS_MIN,
} from './retry-presets.ts';

const URL_LENGTH_MAX = 2048;
const EVENT_TYPES_MAX = 200;
const EVENT_TYPE_LENGTH_MAX = 128;
const CHANNEL_IDS_MAX = 1000;
const DESCRIPTION_LENGTH_MAX = 500;
/** More than one node sends in all: above it a limit limits nothing. */
const RATE_PER_SECOND_MAX = 10_000;
/** As many as one node has under way in all. */
const IN_FLIGHT_MAX = 512;
/** Bounds what is looked at; the exact rules of headers stand in `platform/egress`. */
const HEADER_VALUE_LENGTH_MAX = 4096;
/** Bounds what is looked at; the exact rule of secrets is CONTRACTS 8, "Signing keys". */
const SECRET_LENGTH_MAX = 1_024;

/** A week, as long as Meta itself repeats a webhook. */
const OVERLAP_SECONDS_MAX = 604_800;
export const OVERLAP_SECONDS_DEFAULT = 86_400;

const url = z.string().min(1).max(URL_LENGTH_MAX).describe('HTTPS address that events are POSTed to.');
const eventTypes = z
  .array(z.string().min(1).max(EVENT_TYPE_LENGTH_MAX))
  .min(1)
  .max(EVENT_TYPES_MAX)
  .describe('Exact types, "message.*", or "*" for all that the format can express.');
const channelIds = z
  .array(z.string().min(1).max(64))
  .min(1)
  .max(CHANNEL_IDS_MAX)
  .nullable()
  .describe('Only events of these channels. Null: of all.');
const filter = eventFilter.nullable().describe('Only events that meet it. Null: no condition.');
const format = z.enum(FORMATS).describe('How the payload looks.');
const formatOptions = z
  .strictObject({
    raw: z.boolean().exactOptional().describe("standard, cloudevents: false leaves Meta's own item out."),
    original: z.boolean().exactOptional().describe('xobito: old values of changed attributes.'),
    payload: z.enum(['body', 'value']).exactOptional().describe("vobiz: the whole Meta body, or the change's value."),
    emit_implied: z
      .boolean()
      .exactOptional()
      .describe('Also message.sent and message.delivered that Meta left out and a later status implies.'),
    asymmetric: z.boolean().exactOptional().describe('An ed25519 signature (v1a) beside the v1 signature.'),
  })
  .meta({ title: 'FormatOptions' });
const retryPolicy = z.strictObject({
  delays_seconds: z
    .array(z.number().min(0).max(RETRY_DELAY_SECONDS_MAX))
    .max(RETRY_DELAYS_MAX)
    .describe('Waits before attempts 2, 3, …'),
  timeout_seconds: z.number().min(RETRY_TIMEOUT_SECONDS_MIN).max(RETRY_TIMEOUT_SECONDS_MAX),
});
const retry = z.union([z.enum(RETRY_PRESET_NAMES), retryPolicy]).describe('A preset, or waits of its own.');
const ratePerSecond = z
  .int()
  .min(1)
  .max(RATE_PER_SECOND_MAX)
  .nullable()
  .describe('At most this many deliveries a second, over all nodes. Null: no limit.');
const maxInFlight = z
  .int()
  .min(1)
  .max(IN_FLIGHT_MAX)
  .describe('Requests that are under way at a time, from each node.');
const ordering = z
  .enum(ORDERINGS)
  .describe('conversation: what concerns one conversation is sent one by one, in the order of the event log.');
const secret = z.string().max(SECRET_LENGTH_MAX).describe('Signing secret of your own choice.');
const headerValue = z.string().max(HEADER_VALUE_LENGTH_MAX);
const headerName = z.string().min(1).max(HEADER_VALUE_LENGTH_MAX);
const description = z
  .string()
  .max(DESCRIPTION_LENGTH_MAX)
  .refine((text) => !text.includes('\0'), 'A NUL character cannot be stored.');
const verifyToken = z
  .string()
  .regex(/^[\x20-\x7e]{1,256}$/, 'Use 1 to 256 printable ASCII characters.')
  .describe('Format meta: the endpoint is asked as Meta would ask it, with this as hub.verify_token.');

/** Body of `POST /v1/endpoints`. */
export const createEndpointBody = z.strictObject({
  url,
  event_types: eventTypes.default(['*']),
  channel_ids: channelIds.optional(),
  filter: filter.default(null),
  format: format.default('standard'),
  format_options: formatOptions.default({}),
  retry: retry.nullish().describe('Without it: the preset of the format.'),
  rate_per_second: ratePerSecond.default(null),
  max_in_flight: maxInFlight.default(MAX_IN_FLIGHT_DEFAULT),
  ordering: ordering.default('none'),
  secret: secret.optional().describe('Without it Posthorn makes one.'),
  headers: z.record(headerName, headerValue).optional().describe('Sent with every attempt. Shown masked.'),
  description: description.default(''),
  verify_token: verifyToken.nullish(),
});
export type CreateEndpointBody = z.output<typeof createEndpointBody>;

/**
 * Body of `PATCH /v1/endpoints/{id}`. Fields that are not given stay, those given replace; only
 * `headers` is merged by name, because its values are not shown and could not be sent back.
 */
export const updateEndpointBody = z.strictObject({
  url: url.optional(),
  event_types: eventTypes.optional(),
  channel_ids: channelIds.optional(),
  filter: filter.optional(),
  format: format.optional(),
  format_options: formatOptions.optional(),
  retry: retry.nullish().describe('Null: the preset of the format.'),
  rate_per_second: ratePerSecond.optional(),
  max_in_flight: maxInFlight.optional(),
  ordering: ordering.optional(),
  headers: z
    .record(headerName, headerValue.nullable())
    .nullish()
    .describe(
      'Sets these headers and keeps the others. A value of null removes one, null in place of all removes all.',
    ),
  description: description.optional(),
  verify_token: verifyToken.nullish(),
});
export type UpdateEndpointBody = z.output<typeof updateEndpointBody>;

/** Body of `POST /v1/endpoints/{id}/rotate-secret`; may be left out. */
export const rotateSecretBody = z
  .strictObject({
    overlap_seconds: z
      .number()
      .int()
      .min(0)
      .max(OVERLAP_SECONDS_MAX)
      .optional()
      .describe(`How long the old secret stays in use too. Default ${OVERLAP_SECONDS_DEFAULT}; 0 drops it at once.`),
    secret: secret.optional().describe('Without it Posthorn makes one.'),
  })
  .nullish();

/** Answer of `rotate-secret`, the only one that shows the new secret. */
export const rotatedSecretView = z.object({
  signing_secret: z.string(),
  previous_secret_expires_at: z.string().nullable(),
});

const scheduledAttempt = z
  .object({
    attempt_number: z.int(),
    wait_ms: z.int().describe('After the attempt before.'),
    after_ms: z.int().describe('After the first attempt, when each fails at once.'),
  })
  .meta({ id: 'ScheduledAttempt' });

/** A preset of `GET /v1/retry-presets`. */
export const retryPresetView = z
  .object({
    name: z.enum(RETRY_PRESET_NAMES),
    formats: z.array(z.enum(FORMATS)).describe('Formats whose endpoints have it when they give no retry.'),
    delays_seconds: z.array(z.number()),
    timeout_seconds: z.number(),
    schedule: z.array(scheduledAttempt),
  })
  .meta({ id: 'RetryPreset' });

const breakerView = z
  .object({
    state: z
      .enum(BREAKER_STATES)
      .describe('`closed`: deliveries go out; `open`: they wait; `half_open`: one is on its way to find out.'),
    failing_since: z.string().nullable().describe('When the first failure after the last success was.'),
    opened_at: z.string().nullable(),
    next_probe_at: z
      .string()
      .nullable()
      .describe('When one delivery may go out to find out; while one does, when the next may if nobody hears of it.'),
    consecutive_failures: z.int(),
  })
  .meta({ id: 'Breaker' });

/** What an endpoint is as somebody set it: no secret, header values masked. */
export const endpointSettingsView = z
  .object({
    id: z.string(),
    url: z.string(),
    description: z.string(),
    event_types: z.array(z.string()),
    channel_ids: z.array(z.string()).nullable(),
    filter,
    format,
    format_options: formatOptions,
    retry: retry.describe('As given; when none was given, the preset of the format.'),
    retry_policy: z
      .object({ delays_seconds: z.array(z.number()), timeout_seconds: z.number() })
      .describe('What retry comes to.'),
    retry_schedule: z.array(scheduledAttempt).describe('When each attempt is made, the first included.'),
    rate_per_second: ratePerSecond,
    max_in_flight: maxInFlight,
    ordering,
    headers: z.record(z.string(), z.string()).describe('Values are masked.'),
    has_verify_token: z.boolean(),
    enabled: z.boolean(),
    disabled_reason: z.enum(['manual', 'gone', 'failing']).nullable(),
    paused_at: z.string().nullable().describe('Since when its deliveries wait because somebody wants them to.'),
    previous_secret_expires_at: z.string().nullable().describe('End of the overlap while a rotation runs.'),
    secrets: z
      .object({
        current: z.object({
          hint: z.string().describe('The last characters, to tell secrets apart.'),
          since: z.string().nullable().describe('Null: since before that was kept.'),
        }),
        previous: z.object({ hint: z.string(), until: z.string() }).nullable(),
      })
      .describe('The signing secrets that are in use. They themselves are shown when they are made, and never again.'),
    signing_public_key: z.string().optional().describe('Verifies v1a signatures. Only with format_options.asymmetric.'),
    is_test_receiver: z.boolean().describe('The gateway receives its requests itself: see `/v1/test-receivers`.'),
    created_by: z
      .object({ kind: z.enum(ACTOR_KINDS), id: z.string().nullable() })
      .nullable()
      .describe('Null: it was made before that was kept.'),
    created_at: z.string(),
    updated_at: z.string(),
  })
  .meta({ title: 'EndpointSettings' });
export type EndpointSettingsView = z.output<typeof endpointSettingsView>;

/** An endpoint as the API shows it. */
export const endpointView = endpointSettingsView
  .extend({ breaker: breakerView.describe('How it has answered lately. The gateway keeps it.') })
  .meta({ title: 'Endpoint' });
export type EndpointView = z.output<typeof endpointView>;

/** Answer of `POST /v1/endpoints`, the only one that shows the signing secret. */
export const createdEndpointView = endpointView
  .extend({ signing_secret: z.string() })
  .meta({ title: 'CreatedEndpoint' });
