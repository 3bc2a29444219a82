import * as z from 'zod';
import { callbackPath } from '../../domain/callback-url.ts';
import { type DoctorReport, FINDING_STATES, worstState } from '../../domain/doctor.ts';
import type { MetaAppId, WorkspaceId } from '../../domain/ids.ts';
import type { MetaAppTraffic } from '../../domain/meta-app-traffic.ts';
import { toIso } from '../../platform/http/query-params.ts';
import { type KeptAppSecret, selectValidAppSecrets } from './app-secrets.ts';

/** How long the app secrets so far may be kept: long enough for a slow roll-out in Meta's dashboard. */
const KEEP_PREVIOUS_SECONDS_MAX = 30 * 86_400;

const appId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/, 'Give the app id as Meta shows it: digits.')
  .describe("Meta's id of the app.");
const appSecret = z
  .string()
  .regex(/^[\x21-\x7e]{8,256}$/, 'Give the app secret as Meta shows it: 8 to 256 visible ASCII characters.')
  .describe('Key of X-Hub-Signature-256. Never shown again.');
const verifyToken = z
  .string()
  .regex(/^[\x20-\x7e]{1,256}$/, 'Use 1 to 256 printable ASCII characters.')
  .describe('What Meta sends as hub.verify_token when the callback URL is set. Never shown again.');

/** Body of `POST /v1/meta-apps`. Without a verify token one is made. */
export const createMetaAppBody = z.strictObject({
  app_id: appId,
  app_secret: appSecret,
  verify_token: verifyToken.optional(),
});

/** Body of `PATCH /v1/meta-apps/{id}`. A new `app_secret` here replaces all; rotating keeps the ones before. */
export const updateMetaAppBody = z.strictObject({
  app_id: appId.optional(),
  app_secret: appSecret.optional(),
  verify_token: verifyToken.optional(),
});

/** Body of `POST /v1/meta-apps/{id}/rotate-secret`. */
export const rotateAppSecretBody = z.strictObject({
  app_secret: appSecret,
  keep_previous_seconds: z
    .number()
    .int()
    .min(0)
    .max(KEEP_PREVIOUS_SECONDS_MAX)
    .optional()
    .describe('How long the secrets so far stay valid. Without it: until newer ones push them out; 4 are kept.'),
});

/** A registration as the API shows it: no secret. */
export const metaAppView = z
  .object({
    id: z.string(),
    workspace_id: z.string().nullable().describe('Null: it belongs to the operator.'),
    app_id: z.string(),
    app_secret_count: z.number().int().describe('How many app secrets are valid now.'),
    simulated: z.boolean().describe("The app is the built-in simulator's: nothing of it goes to Meta."),
    callback_path: z.string().describe("Path of the callback URL to set in Meta's dashboard."),
    callback_url: z
      .string()
      .nullable()
      .describe("The callback URL to set in Meta's dashboard. Null: POSTHORN_PUBLIC_URL is not set."),
    last_challenge_at: z.string().nullable().describe('When Meta asked for the challenge last and was answered.'),
    last_signed_post_at: z.string().nullable().describe('When a webhook came last that an app secret verified.'),
    last_refused_post_at: z.string().nullable().describe('When one came last that none of them verified.'),
    doctor: z
      .object({ state: z.enum(FINDING_STATES), checked_at: z.string() })
      .nullable()
      .describe(
        'What the doctor found last, in short: GET /v1/meta-apps/{id}/doctor tells all of it. null: it was not asked.',
      ),
    created_at: z.string(),
    updated_at: z.string(),
  })
  .meta({ title: 'MetaApp' });

/** A registration with its verify token, which is shown where one was made and nowhere else. */
export const metaAppWithTokenView = metaAppView.extend({
  verify_token: z.string().optional().describe('The one that was made. It is shown here and never again.'),
});

interface ShownMetaApp {
  readonly id: MetaAppId;
  readonly workspaceId: WorkspaceId | null;
  readonly appId: string;
  readonly isSimulated: boolean;
  readonly doctor: DoctorReport | null;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

/** What is shown of a registration besides its row. */
interface MetaAppSurroundings {
  readonly appSecrets: readonly KeptAppSecret[];
  readonly traffic: MetaAppTraffic;
  /** Where Meta reaches this gateway. Null: not known. */
  readonly publicUrl: string | null;
  readonly nowMs: number;
}

/** Makes the wire form. Of the secrets only their number is shown. */
export function toMetaAppView(
  app: ShownMetaApp,
  { appSecrets, traffic, publicUrl, nowMs }: MetaAppSurroundings,
): z.output<typeof metaAppView> {
  const path = callbackPath(app.appId);
  return {
    id: app.id,
    workspace_id: app.workspaceId,
    app_id: app.appId,
    app_secret_count: selectValidAppSecrets(appSecrets, nowMs).length,
    simulated: app.isSimulated,
    callback_path: path,
    callback_url: publicUrl === null ? null : publicUrl.replace(/\/$/, '') + path,
    last_challenge_at: toIsoOrNull(traffic.lastChallengeAtMs),
    last_signed_post_at: toIsoOrNull(traffic.lastSignedPostAtMs),
    last_refused_post_at: toIsoOrNull(traffic.lastRefusedPostAtMs),
    doctor: app.doctor === null ? null : { state: worstState(app.doctor), checked_at: toIso(app.doctor.checkedAtMs) },
    created_at: toIso(app.createdAtMs),
    updated_at: toIso(app.updatedAtMs),
  };
}

function toIsoOrNull(timeMs: number | null): string | null {
  return timeMs === null ? null : toIso(timeMs);
}
