import * as z from 'zod';
import { type ChannelConnection, CONNECTION_STEPS } from '../../domain/channel-connection.ts';
import { type DoctorReport, FINDING_STATES, qualityOf, worstState } from '../../domain/doctor.ts';
import type { ChannelId, MetaAppId, WorkspaceId } from '../../domain/ids.ts';
import { problemBody, toMetaErrorView } from '../../platform/http/problem.ts';
import { toIso } from '../../platform/http/query-params.ts';
import type { DiscoveredAccount } from './read-account.ts';

const metaId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'Give the id as Meta shows it: digits.');
const displayPhoneNumber = z
  .string()
  .regex(/^\+?[0-9][0-9 ().-]{2,31}$/, 'Give the number as Meta shows it, such as +1 555 078 3881.')
  .describe('The number as Meta shows it.');
const accessToken = z
  .string()
  .regex(/^[\x21-\x7e]{1,4096}$/, 'Give the token as Meta shows it: visible ASCII.')
  .describe('Token for calls to Meta. Never shown again.');

/** Body of `POST /v1/channels`. */
export const createChannelBody = z.strictObject({
  meta_app_id: z.string().max(64).describe('The Meta app that this number sends its webhooks through.'),
  waba_id: metaId,
  phone_number_id: metaId,
  display_phone_number: displayPhoneNumber,
  access_token: accessToken.nullish(),
});

/** Body of `PATCH /v1/channels/{id}`. `access_token: null` forgets the token. */
export const updateChannelBody = z.strictObject({
  meta_app_id: z.string().max(64).optional(),
  waba_id: metaId.optional(),
  phone_number_id: metaId.optional(),
  display_phone_number: displayPhoneNumber.optional(),
  access_token: accessToken.nullish(),
});

/** Body of `POST /v1/channels/discover`. */
export const discoverBody = z.strictObject({ waba_id: metaId, access_token: accessToken });

/** What an account has. */
export const discoveredView = z
  .object({
    waba_id: z.string(),
    name: z.string().nullable(),
    numbers: z.array(
      z.object({
        phone_number_id: z.string(),
        display_phone_number: z.string(),
        verified_name: z.string().nullable(),
        quality_rating: z.string().nullable(),
        channel_id: z.string().nullable().describe('The channel of this workspace that has the number already.'),
      }),
    ),
    more: z.boolean().describe('There are more numbers than are shown.'),
  })
  .meta({ title: 'DiscoveredNumbers' });

/** Makes the wire form. */
export function toDiscoveredView(
  wabaId: string,
  { name, numbers, more }: DiscoveredAccount,
  channels: readonly { readonly id: ChannelId; readonly phoneNumberId: string; readonly isSimulated: boolean }[],
): z.output<typeof discoveredView> {
  const real = channels.filter(({ isSimulated }) => !isSimulated);
  return {
    waba_id: wabaId,
    name,
    numbers: numbers.map((number) => ({
      phone_number_id: number.phoneNumberId,
      display_phone_number: number.displayPhoneNumber,
      verified_name: number.verifiedName,
      quality_rating: number.qualityRating,
      channel_id: real.find(({ phoneNumberId }) => phoneNumberId === number.phoneNumberId)?.id ?? null,
    })),
    more,
  };
}

const connectionView = z.object({
  state: z.enum(['connected', 'failed']),
  checked_at: z.string(),
  steps: z.array(
    z.object({
      step: z.enum(CONNECTION_STEPS),
      ok: z.boolean(),
      message: z.string().describe('What was found, or what failed and how to mend it.'),
      meta_error: problemBody.shape.meta_error,
    }),
  ),
  throughput_per_second: z.number().int().optional().describe('Messages a second that Meta lets the number send.'),
});

/** A channel as the API shows it: no token. */
export const channelView = z
  .object({
    id: z.string(),
    meta_app_id: z.string(),
    simulated: z.boolean().describe("The number is the built-in simulator's: nothing of it goes to Meta."),
    waba_id: z.string(),
    phone_number_id: z.string(),
    display_phone_number: z.string(),
    has_access_token: z.boolean(),
    access_token_expired_at: z.string().nullable().describe('When Meta refused the token. null: it has not.'),
    connection: connectionView
      .nullable()
      .describe('What connecting the channel to Meta came to. null: it was not tried.'),
    doctor: z
      .object({
        state: z.enum(FINDING_STATES),
        checked_at: z.string(),
        quality_rating: z.string().nullable().describe('What Meta thinks of the number: GREEN, YELLOW, RED.'),
      })
      .nullable()
      .describe(
        'What the doctor found last, in short: GET /v1/channels/{id}/doctor tells all of it. null: it was not asked.',
      ),
    created_at: z.string(),
    updated_at: z.string(),
  })
  .meta({ title: 'Channel' });

interface ShownChannel {
  readonly id: ChannelId;
  readonly workspaceId: WorkspaceId;
  readonly metaAppId: MetaAppId;
  readonly isSimulated: boolean;
  readonly wabaId: string;
  readonly phoneNumberId: string;
  readonly displayPhoneNumber: string;
  readonly accessTokenSealed: string | null;
  readonly tokenExpiredAtMs: number | null;
  readonly connection: ChannelConnection | null;
  readonly doctor: DoctorReport | null;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

/** Makes the wire form. Of the access token only that there is one is shown. */
export function toChannelView(channel: ShownChannel): z.output<typeof channelView> {
  return {
    id: channel.id,
    meta_app_id: channel.metaAppId,
    simulated: channel.isSimulated,
    waba_id: channel.wabaId,
    phone_number_id: channel.phoneNumberId,
    display_phone_number: channel.displayPhoneNumber,
    has_access_token: channel.accessTokenSealed !== null,
    access_token_expired_at: channel.tokenExpiredAtMs === null ? null : toIso(channel.tokenExpiredAtMs),
    connection: channel.connection === null ? null : toConnectionView(channel.connection),
    doctor: toDoctorSummary(channel.doctor),
    created_at: toIso(channel.createdAtMs),
    updated_at: toIso(channel.updatedAtMs),
  };
}

function toDoctorSummary(report: DoctorReport | null): z.output<typeof channelView>['doctor'] {
  if (report === null) return null;
  return { state: worstState(report), checked_at: toIso(report.checkedAtMs), quality_rating: qualityOf(report) };
}

function toConnectionView(connection: ChannelConnection): z.output<typeof connectionView> {
  const { state, checkedAtMs, steps, throughputPerSecond } = connection;
  return {
    state,
    checked_at: toIso(checkedAtMs),
    steps: steps.map(({ step, ok, message, error }) => ({
      step,
      ok,
      message,
      ...(error === null ? {} : { meta_error: toMetaErrorView(error) }),
    })),
    ...(throughputPerSecond === null ? {} : { throughput_per_second: throughputPerSecond }),
  };
}
