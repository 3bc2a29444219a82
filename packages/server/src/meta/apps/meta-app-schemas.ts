import * as z from 'zod';
import type { MetaAppId, WorkspaceId } from '../../domain/ids.ts';
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

/** Body of `POST /v1/meta-apps`. */
export const createMetaAppBody = z.strictObject({ app_id: appId, app_secret: appSecret, verify_token: verifyToken });

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
    callback_path: z.string().describe("Path of the callback URL to set in Meta's dashboard."),
    created_at: z.string(),
    updated_at: z.string(),
  })
  .meta({ title: 'MetaApp' });

interface ShownMetaApp {
  readonly id: MetaAppId;
  readonly workspaceId: WorkspaceId | null;
  readonly appId: string;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

/** Makes the wire form. Of the secrets only their number is shown. */
export function toMetaAppView(
  app: ShownMetaApp,
  appSecrets: readonly KeptAppSecret[],
  nowMs: number,
): z.output<typeof metaAppView> {
  return {
    id: app.id,
    workspace_id: app.workspaceId,
    app_id: app.appId,
    app_secret_count: selectValidAppSecrets(appSecrets, nowMs).length,
    callback_path: `/webhooks/meta/${app.appId}`,
    created_at: toIso(app.createdAtMs),
    updated_at: toIso(app.updatedAtMs),
  };
}
