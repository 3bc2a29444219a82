import * as z from 'zod';
import { type ChannelConnection, readConnection } from '../../domain/channel-connection.ts';
import { ATTEMPT_OUTCOMES, ERROR_CLASSES } from '../../domain/delivery.ts';
import { FORMATS } from '../../domain/endpoint.ts';
import { PosthornError } from '../../domain/errors.ts';
import type { ChannelId, MemberId, WorkspaceId } from '../../domain/ids.ts';
import { callerMay } from '../../platform/http/access.ts';
import { type ApiServer, workspaceOf } from '../../platform/http/api.ts';
import { idParam, timeParam, toIso } from '../../platform/http/query-params.ts';
import {
  type ChannelInfo,
  countQuarantine,
  listChannels,
  QUARANTINE_COUNTED_MAX,
  sumCounts,
  type Totals,
} from './counts.store.ts';
import { ALL, QUARTER_MS, quarterOf } from './delivery-counts.ts';
import {
  BUCKETS_MAX,
  type Percentiles,
  readSeries,
  type Series,
  type SeriesBucket,
  type SeriesContext,
  STEPS_MS,
  stepOf,
} from './delivery-series.ts';
import {
  ENDPOINT_STATES,
  type EndpointHealth,
  type EndpointsHealth,
  readEndpointsHealth,
  STRIP_QUARTERS,
} from './endpoint-health.ts';

/** What these routes need. */
export interface StatisticsRoutesContext extends SeriesContext {
  /** When this process last noticed an event for a channel, epoch ms: newer than what is written down. */
  readonly lastEventAtMs: (channelId: ChannelId) => number | null;
  /** Open conversations with something unread: of one member, or null for all. */
  readonly countUnread: (workspaceId: WorkspaceId, memberId: MemberId | null) => Promise<number>;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** A year, with some room: nothing is kept longer. */
const RANGE_MS_MAX = 400 * DAY_MS;

const last = z.coerce
  .number()
  .int()
  .min(60)
  .max(RANGE_MS_MAX / 1_000)
  .optional()
  .describe('In the place of `since`: so many seconds before `until`.');
const since = timeParam.optional().describe('Default: an hour before `until`.');
const until = timeParam.optional().describe('Default: now.');

const deliveriesQuery = z.strictObject({
  since,
  until,
  last,
  step: z.coerce
    .number()
    .refine((seconds) => STEPS_MS.includes(seconds * 1_000), {
      message: `Must be one of ${STEPS_MS.map((ms) => ms / 1_000).join(', ')}.`,
    })
    .optional()
    .describe(`Seconds of a bucket. Default: the finest that makes at most ${BUCKETS_MAX}.`),
  endpoint: idParam('ep').optional(),
  channel: idParam('chn').optional().describe('Not together with `endpoint`. What waits is not known by channel.'),
});

const rangeQuery = z.strictObject({ since, until, last });

const count = z.int().min(0);
const milliseconds = z.int().min(0).nullable();

const totalsView = z.object({
  succeeded: count.describe('Attempts that succeeded.'),
  failed: count.describe('Attempts that failed, or whose end nobody saw.'),
  exhausted: count.describe('Deliveries that were given up.'),
});

const percentilesView = z.object({
  p50_ms: milliseconds.describe('From received to delivered, within 5 %. Null: nothing was delivered.'),
  p95_ms: milliseconds,
  p99_ms: milliseconds,
});

const bucketView = z.object({
  at: z.iso.datetime().describe('Start of the bucket.'),
  ...totalsView.shape,
  waiting: count.nullable().describe('The most that waited. Null: not known.'),
  oldest_waiting_ms: milliseconds.describe('How long the oldest had waited, at most. Null: nothing waited.'),
  ...percentilesView.shape,
  covered: z.boolean().describe('False: there is no data, which is not the same as nothing happening.'),
  gap: z
    .enum(['not_running', 'not_counted'])
    .nullable()
    .describe('Why there is no data: no node ran, or it is not counted yet.'),
});

/** The answer of `GET /v1/statistics/deliveries`. */
export const deliveriesView = z
  .object({
    since: z.iso.datetime().describe('As asked for, rounded down to the step.'),
    until: z.iso.datetime().describe('Rounded up to the step, and not in the future by more than that.'),
    step_seconds: z.int(),
    buckets: z.array(bucketView),
    totals: z.object({
      ...totalsView.shape,
      success_rate: z.number().nullable().describe('Share of attempts that succeeded, 0 to 1. Null: there was none.'),
      ...percentilesView.shape,
    }),
    totals_before: z
      .object({ ...totalsView.shape, success_rate: z.number().nullable() })
      .describe('Of the same length of time right before.'),
    waiting_now: z.object({ waiting: count, oldest_ms: milliseconds }).nullable(),
  })
  .meta({ id: 'DeliveryStatistics' });

const endpointView = z.object({
  id: z.string(),
  url: z.string(),
  description: z.string(),
  format: z.enum(FORMATS),
  state: z
    .enum(ENDPOINT_STATES)
    .describe(
      '`failing`: its breaker is open, so that deliveries wait; `exhausting`: the last attempt failed, and deliveries were given up or nothing is tried again; `retrying`: something that failed is tried again; `disabled`: it gets nothing; `paused`: its deliveries wait because somebody wants them to; `idle`: nothing was sent yet; else `healthy`.',
    ),
  disabled_reason: z.string().nullable(),
  ...totalsView.shape,
  success_rate: z.number().nullable(),
  p95_ms: milliseconds.describe('Of the range; of its last 24 hours when it is longer.'),
  waiting: count,
  oldest_waiting_ms: milliseconds,
  last_attempt: z
    .object({
      at: z.iso.datetime(),
      outcome: z.enum(ATTEMPT_OUTCOMES),
      status_code: z.int().nullable(),
      error_class: z.enum(ERROR_CLASSES).nullable(),
    })
    .nullable(),
  strip: z
    .object({ succeeded: z.array(count), failed: z.array(count) })
    .describe(`Attempts of the day by the quarter of an hour: ${STRIP_QUARTERS} numbers each, the oldest first.`),
});

/** The answer of `GET /v1/statistics/endpoints`. */
export const endpointsView = z
  .object({
    since: z.iso.datetime(),
    until: z.iso.datetime(),
    strip_since: z.iso.datetime().describe('Start of the first quarter of an hour in the strips.'),
    strip_covered: z.array(z.boolean()).describe('Quarters of an hour with data.'),
    data: z.array(endpointView),
  })
  .meta({ id: 'EndpointStatistics' });

const CHANNEL_STATES = ['connected', 'failed', 'token_expired', 'not_connected'] as const;

const channelView = z.object({
  id: z.string(),
  meta_app_id: z.string(),
  display_phone_number: z.string(),
  simulated: z.boolean(),
  last_event_at: z.iso.datetime().nullable().describe('To the minute. Null: nothing came in yet.'),
  state: z.enum(CHANNEL_STATES),
  trouble: z.string().nullable().describe('What is wrong and how to mend it. Null: nothing that is known.'),
});

/** The answer of `GET /v1/statistics/channels`. */
export const channelsView = z.object({ data: z.array(channelView) }).meta({ id: 'ChannelStatistics' });

const countsView = z
  .object({
    unread: count.describe('Open conversations with something unread: of the member who asks, else all.'),
    attention: count.describe('Deliveries that were given up in the last 24 hours.'),
    quarantined: count.describe(`Items in quarantine: ${QUARANTINE_COUNTED_MAX} means so many or more.`),
  })
  .meta({ id: 'Counts' });

const TAGS = ['Statistics'];

/** `GET /v1/statistics/…`: what became of deliveries, and how endpoints and channels are. */
export function statisticsRoutes(api: ApiServer, ctx: StatisticsRoutesContext): void {
  api.route({
    method: 'GET',
    url: '/v1/statistics/deliveries',
    config: { access: { who: 'workspace', permission: 'statistics.read' } },
    schema: {
      tags: TAGS,
      summary: 'What became of deliveries over a range of time',
      description:
        'Attempts stand at the time when they ended. Percentiles are counted over deliveries and never averaged. A bucket in which no node ran is a gap and not zero.',
      querystring: deliveriesQuery,
      response: { 200: deliveriesView },
    },
    handler: async (request) => {
      const { query } = request;
      const range = rangeOf(query, ctx.nowMs());
      const stepMs = query.step === undefined ? null : query.step * 1_000;
      assertFits(range, stepMs);
      if (query.endpoint !== undefined && query.channel !== undefined)
        throw invalid('?channel', 'Name an endpoint or a channel, not both.');
      const series = await readSeries(ctx, {
        workspaceId: workspaceOf(request),
        subject: query.endpoint ?? query.channel ?? ALL,
        hasWaiting: query.channel === undefined,
        ...range,
        stepMs,
      });
      return toDeliveriesView(series);
    },
  });
  api.route({
    method: 'GET',
    url: '/v1/statistics/endpoints',
    config: { access: { who: 'workspace', permission: 'statistics.read' } },
    schema: {
      tags: TAGS,
      summary: 'How every endpoint is, those with the most trouble first',
      description:
        'Counts are of the range; the strip is of the 24 hours up to its end. Long ranges go by quarters of an hour.',
      querystring: rangeQuery,
      response: { 200: endpointsView },
    },
    handler: async (request) => {
      const range = rangeOf(request.query, ctx.nowMs());
      return toEndpointsView(await readEndpointsHealth(ctx, { workspaceId: workspaceOf(request), ...range }));
    },
  });
  api.route({
    method: 'GET',
    url: '/v1/statistics/channels',
    config: { access: { who: 'workspace', permission: 'channels.read' } },
    schema: {
      tags: TAGS,
      summary: 'When something last came in for each channel, and what troubles it',
      response: { 200: channelsView },
    },
    handler: async (request) => {
      const channels = await listChannels(ctx.store, workspaceOf(request));
      const data = channels.map((channel) => toChannelView(channel, ctx.lastEventAtMs(channel.id)));
      return { data: data.sort(byChannelTrouble) };
    },
  });
  api.route({
    method: 'GET',
    url: '/v1/statistics/counts',
    config: { access: { who: 'workspace', permission: 'statistics.read' } },
    schema: {
      tags: TAGS,
      summary: 'What waits for somebody',
      description: 'What the caller may not see counts as 0.',
      response: { 200: countsView },
    },
    handler: async (request) => {
      const workspaceId = workspaceOf(request);
      const { principal } = request;
      const memberId = principal?.kind === 'member' ? principal.memberId : null;
      const [unread, attention, quarantined] = await Promise.all([
        callerMay(request, 'conversations.read') ? ctx.countUnread(workspaceId, memberId) : 0,
        countExhausted(ctx, workspaceId),
        callerMay(request, 'quarantine.read') ? countQuarantine(ctx.store, workspaceId) : 0,
      ]);
      return { unread, attention, quarantined };
    },
  });
}

interface RangeQuery {
  readonly since?: number | undefined;
  readonly until?: number | undefined;
  readonly last?: number | undefined;
}

interface Range {
  readonly sinceMs: number;
  readonly untilMs: number;
}

/** @throws PosthornError `invalid_request` when the end is not after the beginning, or too far. */
function rangeOf(query: RangeQuery, nowMs: number): Range {
  if (query.since !== undefined && query.last !== undefined) throw invalid('?last', 'Give since or last, not both.');
  const untilMs = query.until ?? nowMs;
  const sinceMs = query.since ?? untilMs - (query.last === undefined ? HOUR_MS : query.last * 1_000);
  if (sinceMs >= untilMs) throw invalid('?since', 'Must be before until.');
  if (sinceMs >= nowMs) throw invalid('?since', 'Must not be in the future.');
  if (untilMs - sinceMs > RANGE_MS_MAX) throw invalid('?since', 'Must be at most 400 days before until.');
  return { sinceMs: Math.max(sinceMs, 0), untilMs };
}

function assertFits({ sinceMs, untilMs }: Range, stepMs: number | null): void {
  if (stepMs === null || untilMs - sinceMs <= stepMs * BUCKETS_MAX) return;
  const seconds = stepOf(untilMs - sinceMs) / 1_000;
  throw invalid('?step', `Makes more than ${BUCKETS_MAX} buckets of this range. Use ${seconds} or more.`);
}

function invalid(pointer: string, message: string): PosthornError {
  return new PosthornError('invalid_request', message, { fields: [{ pointer, message }] });
}

async function countExhausted(ctx: StatisticsRoutesContext, workspaceId: WorkspaceId): Promise<number> {
  const nowMs = ctx.nowMs();
  const sinceMs = quarterOf(nowMs - DAY_MS);
  const [sums, tail] = await Promise.all([
    sumCounts(ctx.store, {
      ...{ workspaceId, subjects: [ALL], level: 'delivery_quarters' },
      sinceMs,
      untilMs: nowMs + QUARTER_MS,
    }),
    ctx.tails.read(workspaceId, nowMs),
  ]);
  let exhausted = sums.get(ALL)?.exhausted ?? 0;
  for (const counts of tail.minutes.values()) exhausted += counts.get(ALL)?.exhausted ?? 0;
  return exhausted;
}

function toDeliveriesView(series: Series): z.output<typeof deliveriesView> {
  const { totals, totalsBefore, waitingNow } = series;
  return {
    since: toIso(series.sinceMs),
    until: toIso(series.untilMs),
    step_seconds: series.stepMs / 1_000,
    buckets: series.buckets.map(toBucketView),
    totals: { ...toTotals(totals), success_rate: successRateOf(totals), ...toPercentiles(totals) },
    totals_before: { ...toTotals(totalsBefore), success_rate: successRateOf(totalsBefore) },
    waiting_now: waitingNow === null ? null : { waiting: waitingNow.waiting, oldest_ms: waitingNow.oldestMs },
  };
}

function toBucketView(bucket: SeriesBucket): z.output<typeof bucketView> {
  return {
    at: toIso(bucket.atMs),
    ...toTotals(bucket),
    waiting: bucket.waiting,
    oldest_waiting_ms: bucket.oldestWaitingMs,
    ...toPercentiles(bucket),
    covered: bucket.gap === null,
    gap: bucket.gap,
  };
}

function toTotals({ succeeded, failed, exhausted }: Totals): z.output<typeof totalsView> {
  return { succeeded, failed, exhausted };
}

function toPercentiles({ p50Ms, p95Ms, p99Ms }: Percentiles): z.output<typeof percentilesView> {
  return { p50_ms: p50Ms, p95_ms: p95Ms, p99_ms: p99Ms };
}

function successRateOf({ succeeded, failed }: Totals): number | null {
  return succeeded + failed === 0 ? null : succeeded / (succeeded + failed);
}

function toEndpointsView(health: EndpointsHealth): z.output<typeof endpointsView> {
  return {
    since: toIso(health.sinceMs),
    until: toIso(health.untilMs),
    strip_since: toIso(health.stripSinceMs),
    strip_covered: [...health.stripCovered],
    data: health.endpoints.map(toEndpointView),
  };
}

function toEndpointView(health: EndpointHealth): z.output<typeof endpointView> {
  const { endpoint, strip } = health;
  const last = endpoint.lastAttempt;
  return {
    id: endpoint.id,
    url: endpoint.url,
    description: endpoint.description,
    format: endpoint.format,
    state: health.state,
    disabled_reason: endpoint.disabledReason,
    succeeded: health.succeeded,
    failed: health.failed,
    exhausted: health.exhausted,
    success_rate: successRateOf(health),
    p95_ms: health.p95Ms,
    waiting: health.waiting,
    oldest_waiting_ms: health.oldestWaitingMs,
    last_attempt:
      last === null
        ? null
        : {
            at: toIso(last.atMs),
            outcome: last.outcome,
            status_code: last.statusCode,
            error_class: last.errorClass,
          },
    strip: { succeeded: [...strip.succeeded], failed: [...strip.failed] },
  };
}

function toChannelView(channel: ChannelInfo, noticedAtMs: number | null): z.output<typeof channelView> {
  const lastEventAtMs = Math.max(channel.lastEventAtMs ?? 0, noticedAtMs ?? 0);
  return {
    id: channel.id,
    meta_app_id: channel.metaAppId,
    display_phone_number: channel.displayPhoneNumber,
    simulated: channel.isSimulated,
    last_event_at: lastEventAtMs === 0 ? null : toIso(lastEventAtMs),
    ...conditionOf(channel),
  };
}

function conditionOf(channel: ChannelInfo): Pick<z.output<typeof channelView>, 'state' | 'trouble'> {
  if (channel.tokenExpiredAtMs !== null)
    return { state: 'token_expired', trouble: 'Meta refused the access token. Set a new one.' };
  const connection = readConnection(channel.connection);
  if (connection === null) {
    const trouble = channel.hasToken ? null : 'It has no access token: messages come in, none can be sent.';
    return { state: 'not_connected', trouble };
  }
  return { state: connection.state, trouble: troubleOf(connection) };
}

function troubleOf({ state, steps }: ChannelConnection): string | null {
  if (state === 'connected') return null;
  return steps.find((step) => !step.ok)?.message ?? 'It could not be connected.';
}

function byChannelTrouble(a: z.output<typeof channelView>, b: z.output<typeof channelView>): number {
  return rankOf(a) - rankOf(b) || (b.last_event_at ?? '').localeCompare(a.last_event_at ?? '');
}

function rankOf({ state, trouble }: z.output<typeof channelView>): number {
  if (state === 'token_expired' || state === 'failed') return 0;
  return trouble === null ? 2 : 1;
}
