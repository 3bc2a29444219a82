import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { PosthornError } from '../../domain/errors.ts';
import { idOf, type MetaAppId, parseId } from '../../domain/ids.ts';
import { type MetaAppTraffic, NO_TRAFFIC } from '../../domain/meta-app-traffic.ts';
import type { Store } from '../../platform/db/store.ts';
import type { WithChange } from '../../platform/db/with-change.ts';
import { type ApiServer, listQuery, pageOf } from '../../platform/http/api.ts';
import { type AuditedResource, auditChange, type WriteAudit } from '../../platform/http/audit.ts';
import { checkIfMatch, etagOf } from '../../platform/http/etag.ts';
import { idPath } from '../../platform/http/query-params.ts';
import type { SecretBox } from '../../platform/secrets/secret-box.ts';
import { type KeptAppSecret, readAppSecrets, rotateAppSecrets, writeAppSecrets } from './app-secrets.ts';
import {
  createMetaAppBody,
  metaAppView,
  metaAppWithTokenView,
  rotateAppSecretBody,
  toMetaAppView,
  updateMetaAppBody,
} from './meta-app-schemas.ts';
import {
  deleteMetaApp,
  findMetaApp,
  insertMetaApp,
  listMetaApps,
  type MetaAppOwner,
  type MetaAppRecord,
  noteUseOfMetaApp,
  updateMetaApp,
} from './meta-apps.store.ts';
import { type AskAsApp, subscribeApp } from './subscribe-app.ts';

/** What these routes need, and nothing more. */
export interface MetaAppRoutesContext {
  readonly store: Store;
  readonly box: Pick<SecretBox, 'seal' | 'open'>;
  /** Makes the UUID of a new id. */
  readonly newId: () => string;
  readonly nowMs: () => number;
  readonly audit: WriteAudit;
  /** What Meta sent to these apps. An app that is not in it was never called. */
  readonly traffic: (ids: readonly MetaAppId[]) => Promise<ReadonlyMap<MetaAppId, MetaAppTraffic>>;
  /** Where Meta reaches this gateway. Null: not known. */
  readonly publicUrl: string | null;
  /** Makes a verify token: printable ASCII that nobody can guess. */
  readonly newVerifyToken: () => string;
  /** Asks Meta with that token. Never for a simulated app. */
  readonly ask: (appToken: string, call: Parameters<AskAsApp>[0]) => ReturnType<AskAsApp>;
  /** Lets this node see a committed change before the answer is sent. Never rejects: the change is made. */
  readonly refreshRegistry: () => Promise<void>;
}

type MetaAppChanges = Parameters<typeof updateMetaApp>[1]['changes'];

const TAGS = ['Meta apps'];
const READ = { who: 'workspace-or-operator', permission: 'meta_apps.read' } as const;
const ADMIN = { who: 'workspace-or-operator', permission: 'meta_apps.write' } as const;

/**
 * Registrations of Meta apps (CONTRACTS 8, "Whose event"): those of the caller's workspace, or with the
 * root key and no workspace those of the operator. What belongs to somebody else is 404.
 */
export function metaAppRoutes(api: ApiServer, ctx: MetaAppRoutesContext): void {
  addCreateRoute(api, ctx);
  addReadRoutes(api, ctx);
  addUpdateRoute(api, ctx);
  addRotateRoute(api, ctx);
  addVerifyTokenRoute(api, ctx);
  addSubscribeRoute(api, ctx);
  addDeleteRoute(api, ctx);
}

function addCreateRoute(api: ApiServer, ctx: MetaAppRoutesContext): void {
  api.route({
    method: 'POST',
    url: '/v1/meta-apps',
    config: { access: ADMIN, idempotent: true },
    schema: {
      tags: TAGS,
      summary: 'Register a Meta app',
      description: 'Without a verify_token one is made and shown in the answer.',
      body: createMetaAppBody,
      response: { 201: metaAppWithTokenView },
    },
    handler: async (request, reply) => {
      const { app_id, app_secret, verify_token } = request.body;
      const made = verify_token === undefined ? { verify_token: ctx.newVerifyToken() } : {};
      const created = {
        id: idOf('app', ctx.newId()),
        workspaceId: request.workspaceId,
        appId: app_id,
        appSecretsSealed: sealAppSecrets(ctx, [{ secret: app_secret, untilMs: null }]),
        verifyTokenSealed: ctx.box.seal(verify_token ?? made.verify_token ?? ''),
        nowMs: ctx.nowMs(),
      };
      const app = await insertMetaApp(ctx.store, created, auditChange(auditedMetaApp(ctx), request, 'created'));
      await ctx.refreshRegistry();
      return reply
        .code(201)
        .header('etag', etagOf(app.revision))
        .send({ ...(await viewOf(ctx, app)), ...made });
    },
  });
}

function addReadRoutes(api: ApiServer, ctx: MetaAppRoutesContext): void {
  api.route({
    method: 'GET',
    url: '/v1/meta-apps',
    config: { access: READ },
    schema: { tags: TAGS, summary: 'List Meta apps', querystring: listQuery, response: { 200: pageOf(metaAppView) } },
    handler: async (request) => {
      const page = await listMetaApps(ctx.store, request.workspaceId, request.query);
      return { data: await viewsOf(ctx, page.items), next_cursor: page.nextCursor, has_more: page.nextCursor !== null };
    },
  });
  api.route({
    method: 'GET',
    url: '/v1/meta-apps/:id',
    config: { access: READ },
    schema: { tags: TAGS, summary: 'Read a Meta app', params: idPath, response: { 200: metaAppView } },
    handler: async (request, reply) => {
      const app = await readMetaApp(ctx, request.workspaceId, request.params.id);
      return reply.header('etag', etagOf(app.revision)).send(await viewOf(ctx, app));
    },
  });
}

function addUpdateRoute(api: ApiServer, ctx: MetaAppRoutesContext): void {
  api.route({
    method: 'PATCH',
    url: '/v1/meta-apps/:id',
    config: { access: ADMIN },
    schema: {
      tags: TAGS,
      summary: 'Change a Meta app',
      description: 'Fields that are not given stay. A new app_secret replaces all secrets at once.',
      params: idPath,
      body: updateMetaAppBody,
      response: { 200: metaAppView },
    },
    handler: async (request, reply) => {
      const app = await readMetaApp(ctx, request.workspaceId, request.params.id);
      checkIfMatch(request, etagOf(app.revision));
      const changes = readChanges(ctx, app, request.body);
      const updated =
        Object.keys(changes).length === 0
          ? app
          : await changeMetaApp(ctx, { app, changes }, auditChange(auditedMetaApp(ctx), request, 'updated'));
      return reply.header('etag', etagOf(updated.revision)).send(await viewOf(ctx, updated));
    },
  });
}

function addRotateRoute(api: ApiServer, ctx: MetaAppRoutesContext): void {
  api.route({
    method: 'POST',
    url: '/v1/meta-apps/:id/rotate-secret',
    config: { access: ADMIN },
    schema: {
      tags: TAGS,
      summary: 'Add a new app secret',
      description: 'The newest comes first; up to four verify bodies at once, a fifth drops the oldest.',
      params: idPath,
      body: rotateAppSecretBody,
      response: { 200: metaAppView },
    },
    handler: async (request, reply) => {
      const app = await readMetaApp(ctx, request.workspaceId, request.params.id);
      const appSecrets = rotateAppSecrets(openAppSecrets(ctx, app), {
        secret: request.body.app_secret,
        nowMs: ctx.nowMs(),
        keepPreviousSeconds: request.body.keep_previous_seconds ?? null,
      });
      const changes = { appSecretsSealed: sealAppSecrets(ctx, appSecrets) };
      const audited = auditChange(auditedMetaApp(ctx), request, 'secret_rotated');
      const updated = await changeMetaApp(ctx, { app, changes }, audited);
      return reply.header('etag', etagOf(updated.revision)).send(await viewOf(ctx, updated));
    },
  });
}

function addVerifyTokenRoute(api: ApiServer, ctx: MetaAppRoutesContext): void {
  api.route({
    method: 'POST',
    url: '/v1/meta-apps/:id/rotate-verify-token',
    config: { access: ADMIN },
    schema: {
      tags: TAGS,
      summary: 'Make a new verify token',
      description: 'Meta asks for it only when the callback URL is saved: what is saved there goes on working.',
      params: idPath,
      response: { 200: metaAppWithTokenView },
    },
    handler: async (request, reply) => {
      const app = await readMetaApp(ctx, request.workspaceId, request.params.id);
      const verify_token = ctx.newVerifyToken();
      const changes = { verifyTokenSealed: ctx.box.seal(verify_token) };
      const audited = auditChange(auditedMetaApp(ctx), request, 'verify_token_rotated');
      const updated = await changeMetaApp(ctx, { app, changes }, audited);
      return reply.header('etag', etagOf(updated.revision)).send({ ...(await viewOf(ctx, updated)), verify_token });
    },
  });
}

function addSubscribeRoute(api: ApiServer, ctx: MetaAppRoutesContext): void {
  api.route({
    method: 'POST',
    url: '/v1/meta-apps/:id/subscribe',
    config: { access: ADMIN },
    schema: {
      tags: TAGS,
      summary: 'Set the callback at Meta',
      description:
        "Does what one would do in Meta's dashboard: gives the app the callback URL of this gateway and subscribes it to the webhook fields that matter. Meta asks for the challenge meanwhile.",
      params: idPath,
      response: { 200: metaAppView },
    },
    handler: async (request, reply) => {
      const app = await readMetaApp(ctx, request.workspaceId, request.params.id);
      assertNotSimulated(app);
      await subscribe(ctx, app);
      const { workspaceId: owner, id } = app;
      await noteUseOfMetaApp(ctx.store, { owner, id }, auditChange(auditedMetaApp(ctx), request, 'subscribed'));
      return reply.header('etag', etagOf(app.revision)).send(await viewOf(ctx, app));
    },
  });
}

async function subscribe(ctx: MetaAppRoutesContext, app: MetaAppRecord): Promise<void> {
  const { appId } = app;
  const [newest] = openAppSecrets(ctx, app);
  const { callback_url: callbackUrl } = toMetaAppView(app, surroundingsOf(ctx, app, NO_TRAFFIC));
  if (callbackUrl === null || newest === undefined) {
    throw new PosthornError(
      'conflict',
      'Meta needs an address to call. Set POSTHORN_PUBLIC_URL and restart the gateway.',
    );
  }
  const ask: AskAsApp = (call) => ctx.ask(`${appId}|${newest.secret}`, call);
  await subscribeApp(ask, { appId, callbackUrl, verifyToken: ctx.box.open(app.verifyTokenSealed) });
}

/** The simulator signs with what is stored: nobody else has a say in it. */
function assertNotSimulated({ isSimulated }: MetaAppRecord): void {
  if (!isSimulated) return;
  throw new PosthornError('forbidden', "This is the simulator's app: it can be deleted and made anew, not changed.");
}

function addDeleteRoute(api: ApiServer, ctx: MetaAppRoutesContext): void {
  api.route({
    method: 'DELETE',
    url: '/v1/meta-apps/:id',
    config: { access: ADMIN },
    schema: { tags: TAGS, summary: 'Delete a Meta app', params: idPath, response: { 204: z.null() } },
    handler: async (request, reply) => {
      const id = parseId('app', request.params.id);
      const withChange = auditChange(auditedMetaApp(ctx), request, 'deleted');
      const isDeleted =
        id !== null && (await deleteMetaApp(ctx.store, request.workspaceId, { id, nowMs: ctx.nowMs(), withChange }));
      if (!isDeleted) throw noSuchMetaApp();
      await ctx.refreshRegistry();
      return reply.code(204).send(null);
    },
  });
}

async function readMetaApp(ctx: MetaAppRoutesContext, owner: MetaAppOwner, idText: string): Promise<MetaAppRecord> {
  const id = parseId('app', idText);
  const app = id === null ? null : await findMetaApp(ctx.store, owner, id);
  if (app === null) throw noSuchMetaApp();
  return app;
}

/** What a PATCH gives another value. A secret that is given again, and was the only one, is no change. */
function readChanges(
  ctx: MetaAppRoutesContext,
  app: MetaAppRecord,
  { app_id, app_secret, verify_token }: z.output<typeof updateMetaAppBody>,
): MetaAppChanges {
  const isNewId = app_id !== undefined && app_id !== app.appId;
  const kept = app_secret === undefined ? [] : [{ secret: app_secret, untilMs: null }];
  const isNewSecret = kept.length > 0 && !isDeepStrictEqual(kept, openAppSecrets(ctx, app));
  const isNewToken = verify_token !== undefined && verify_token !== ctx.box.open(app.verifyTokenSealed);
  return {
    ...(isNewId ? { appId: app_id } : {}),
    ...(isNewSecret ? { appSecretsSealed: sealAppSecrets(ctx, kept) } : {}),
    ...(isNewToken ? { verifyTokenSealed: ctx.box.seal(verify_token) } : {}),
  };
}

async function changeMetaApp(
  ctx: MetaAppRoutesContext,
  { app, changes }: { readonly app: MetaAppRecord; readonly changes: MetaAppChanges },
  withChange: WithChange<MetaAppRecord>,
): Promise<MetaAppRecord> {
  assertNotSimulated(app);
  const { workspaceId: owner, id, revision: expectedRevision } = app;
  const update = { owner, id, expectedRevision, nowMs: ctx.nowMs(), changes };
  const updated = await updateMetaApp(ctx.store, update, withChange);
  if (updated === null) {
    throw new PosthornError(
      'conflict',
      'Somebody else changed this Meta app at the same moment. Read it and try again.',
    );
  }
  await ctx.refreshRegistry();
  return updated;
}

/** What stands in the audit log: the registration as the API shows it, of its secrets only how many there are. */
function auditedMetaApp(ctx: MetaAppRoutesContext): AuditedResource<MetaAppRecord> {
  return {
    write: ctx.audit,
    resourceType: 'meta_app',
    toView: (app) => toMetaAppView(app, surroundingsOf(ctx, app, NO_TRAFFIC)),
  };
}

function sealAppSecrets(ctx: MetaAppRoutesContext, appSecrets: readonly KeptAppSecret[]): string {
  return ctx.box.seal(writeAppSecrets(appSecrets));
}

function openAppSecrets(ctx: MetaAppRoutesContext, app: MetaAppRecord): readonly KeptAppSecret[] {
  return readAppSecrets(ctx.box.open(app.appSecretsSealed));
}

async function viewOf(ctx: MetaAppRoutesContext, app: MetaAppRecord): Promise<z.output<typeof metaAppView>> {
  const traffic = await ctx.traffic([app.id]);
  return toMetaAppView(app, surroundingsOf(ctx, app, traffic.get(app.id) ?? NO_TRAFFIC));
}

async function viewsOf(ctx: MetaAppRoutesContext, apps: readonly MetaAppRecord[]) {
  const traffic = await ctx.traffic(apps.map(({ id }) => id));
  return apps.map((app) => toMetaAppView(app, surroundingsOf(ctx, app, traffic.get(app.id) ?? NO_TRAFFIC)));
}

function surroundingsOf(ctx: MetaAppRoutesContext, app: MetaAppRecord, traffic: MetaAppTraffic) {
  return { appSecrets: openAppSecrets(ctx, app), traffic, publicUrl: ctx.publicUrl, nowMs: ctx.nowMs() };
}

function noSuchMetaApp(): PosthornError {
  return new PosthornError('not_found', 'There is no such Meta app.');
}
