import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { PosthornError } from '../../domain/errors.ts';
import { idOf, parseId } from '../../domain/ids.ts';
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
  updateMetaApp,
} from './meta-apps.store.ts';

/** What these routes need, and nothing more. */
export interface MetaAppRoutesContext {
  readonly store: Store;
  readonly box: Pick<SecretBox, 'seal' | 'open'>;
  /** Makes the UUID of a new id. */
  readonly newId: () => string;
  readonly nowMs: () => number;
  readonly audit: WriteAudit;
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
  addDeleteRoute(api, ctx);
}

function addCreateRoute(api: ApiServer, ctx: MetaAppRoutesContext): void {
  api.route({
    method: 'POST',
    url: '/v1/meta-apps',
    config: { access: ADMIN, idempotent: true },
    schema: { tags: TAGS, summary: 'Register a Meta app', body: createMetaAppBody, response: { 201: metaAppView } },
    handler: async (request, reply) => {
      const { app_id, app_secret, verify_token } = request.body;
      const created = {
        id: idOf('app', ctx.newId()),
        workspaceId: request.workspaceId,
        appId: app_id,
        appSecretsSealed: sealAppSecrets(ctx, [{ secret: app_secret, untilMs: null }]),
        verifyTokenSealed: ctx.box.seal(verify_token),
        nowMs: ctx.nowMs(),
      };
      const app = await insertMetaApp(ctx.store, created, auditChange(auditedMetaApp(ctx), request, 'created'));
      await ctx.refreshRegistry();
      return reply.code(201).header('etag', etagOf(app.revision)).send(viewOf(ctx, app));
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
      const data = page.items.map((app) => viewOf(ctx, app));
      return { data, next_cursor: page.nextCursor, has_more: page.nextCursor !== null };
    },
  });
  api.route({
    method: 'GET',
    url: '/v1/meta-apps/:id',
    config: { access: READ },
    schema: { tags: TAGS, summary: 'Read a Meta app', params: idPath, response: { 200: metaAppView } },
    handler: async (request, reply) => {
      const app = await readMetaApp(ctx, request.workspaceId, request.params.id);
      return reply.header('etag', etagOf(app.revision)).send(viewOf(ctx, app));
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
      return reply.header('etag', etagOf(updated.revision)).send(viewOf(ctx, updated));
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
      return reply.header('etag', etagOf(updated.revision)).send(viewOf(ctx, updated));
    },
  });
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
  return { write: ctx.audit, resourceType: 'meta_app', toView: (app) => viewOf(ctx, app) };
}

function sealAppSecrets(ctx: MetaAppRoutesContext, appSecrets: readonly KeptAppSecret[]): string {
  return ctx.box.seal(writeAppSecrets(appSecrets));
}

function openAppSecrets(ctx: MetaAppRoutesContext, app: MetaAppRecord): readonly KeptAppSecret[] {
  return readAppSecrets(ctx.box.open(app.appSecretsSealed));
}

function viewOf(ctx: MetaAppRoutesContext, app: MetaAppRecord): z.output<typeof metaAppView> {
  return toMetaAppView(app, openAppSecrets(ctx, app), ctx.nowMs());
}

function noSuchMetaApp(): PosthornError {
  return new PosthornError('not_found', 'There is no such Meta app.');
}
