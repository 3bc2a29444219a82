import * as z from 'zod';
import { PosthornError } from '../../domain/errors.ts';
import { idOf, type WorkspaceId } from '../../domain/ids.ts';
import { permissionsOf } from '../../domain/permissions.ts';
import { parseDurationMs } from '../../platform/config/duration.ts';
import type { Store } from '../../platform/db/store.ts';
import type { WithChange } from '../../platform/db/with-change.ts';
import { type ApiServer, listQuery, pageOf, workspaceOf } from '../../platform/http/api.ts';
import { type AuditedResource, auditAs, auditChange, type WriteAudit } from '../../platform/http/audit.ts';
import { PORTAL_TOKEN_PREFIX } from '../../platform/http/authenticator.ts';
import { newToken, oneTimeLink } from '../../platform/http/one-time-link.ts';
import { idCursor, idPath, pathId, toIso } from '../../platform/http/query-params.ts';
import { hashToken } from '../../platform/http/token-hash.ts';
import {
  deletePortalLink,
  findPortalLink,
  insertPortalLink,
  listPortalLinks,
  openPortalLink,
  type PortalLink,
} from './portal-links.store.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** A link is made when somebody clicks for it; whoever sends it by e-mail asks for longer. */
const LINK_VALID_DEFAULT = '1h';
const LINK_VALID_MS_MAX = 7 * DAY_MS;
/** A working day. Then the customer's own application makes another link. */
const SESSION_DEFAULT = '12h';
const SESSION_MS_MAX = 30 * DAY_MS;

/** What these routes need. */
export interface PortalRoutesContext {
  readonly store: Store;
  readonly nowMs: () => number;
  readonly newId: () => string;
  readonly randomBytes: (count: number) => Buffer;
  readonly baseUrl: () => string;
  readonly audit: WriteAudit;
  readonly workspaceName: (id: WorkspaceId) => Promise<string>;
}

const TAGS = ['Portal'];
const MANAGE = { who: 'workspace', permission: 'portal_links.manage' } as const;

function durationUpTo(msMax: number, wordsMax: string, fallback: string) {
  return z
    .string()
    .max(20)
    .default(fallback)
    .transform((text, ctx) => {
      const durationMs = parseDurationMs(text);
      if (durationMs !== null && durationMs >= MINUTE_MS && durationMs <= msMax) return durationMs;
      ctx.addIssue({ code: 'custom', message: `Must be a duration from 1m to ${wordsMax}, such as 90s, 15m or 12h.` });
      return z.NEVER;
    });
}

const createBody = z.strictObject({
  label: z.string().trim().max(100).default('').describe('For people, to tell links apart.'),
  link_expires_in: durationUpTo(LINK_VALID_MS_MAX, '7d', LINK_VALID_DEFAULT).describe(
    'How long the link may be opened, up to 7d.',
  ),
  session_expires_in: durationUpTo(SESSION_MS_MAX, '30d', SESSION_DEFAULT).describe(
    'How long whoever opened it may work with it, up to 30d.',
  ),
});

/** A portal link as the API shows it. */
export const linkView = z
  .object({
    id: z.string(),
    label: z.string(),
    state: z
      .enum(['unused', 'open', 'over'])
      .describe('`unused`: nobody opened it yet; `open`: somebody works with it; `over`: it has expired.'),
    expires_at: z.iso.datetime().describe('Until then it may be opened.'),
    used_at: z.iso.datetime().nullable(),
    session_expires_at: z.iso.datetime().nullable().describe('Until then whoever opened it may work with it.'),
    created_at: z.iso.datetime(),
  })
  .meta({ id: 'PortalLink' });

/** What making one answers. */
export const createdLinkView = linkView
  .extend({ url: z.string().describe('Opens the portal, once. It is shown here and never again.') })
  .meta({ id: 'CreatedPortalLink' });

const openedView = z.object({
  token: z.string().describe('For `Authorization: Bearer`. It is shown here and never again.'),
  workspace: z.object({ id: z.string(), name: z.string() }),
  permissions: z.array(z.string()),
  expires_at: z.iso.datetime(),
});

/** `/v1/portal-links`: what a workspace hands to its customers, and `POST /v1/portal/session`, which opens one. */
export function portalRoutes(api: ApiServer, ctx: PortalRoutesContext): void {
  addCreate(api, ctx);
  addList(api, ctx);
  addGet(api, ctx);
  addDelete(api, ctx);
  addOpen(api, ctx);
}

function addCreate(api: ApiServer, ctx: PortalRoutesContext): void {
  api.route({
    method: 'POST',
    url: '/v1/portal-links',
    config: { access: MANAGE },
    schema: {
      tags: TAGS,
      summary: 'Make a portal link',
      description:
        'A one-time link for somebody outside, such as a customer: it reaches the endpoints and deliveries of this workspace and nothing else.',
      body: createBody,
      response: { 201: createdLinkView },
    },
    handler: async (request, reply) => {
      const { label, link_expires_in: linkValidMs, session_expires_in: sessionLifetimeMs } = request.body;
      const token = newToken('', ctx.randomBytes);
      const createdAtMs = ctx.nowMs();
      const link = await insertPortalLink(
        ctx.store,
        {
          ...{ id: idOf('ptl', ctx.newId()), workspaceId: workspaceOf(request), label, sessionLifetimeMs, createdAtMs },
          expiresAtMs: createdAtMs + linkValidMs,
          tokenHash: hashToken(token),
        },
        auditChange(auditedLink(ctx), request, 'created'),
      );
      const url = oneTimeLink(ctx.baseUrl(), 'portal', token);
      return reply.code(201).send({ ...toLinkView(link, ctx.nowMs()), url });
    },
  });
}

function addList(api: ApiServer, ctx: PortalRoutesContext): void {
  api.route({
    method: 'GET',
    url: '/v1/portal-links',
    config: { access: MANAGE },
    schema: {
      tags: TAGS,
      summary: 'List portal links, newest first',
      description: 'One that is over is listed for another day.',
      querystring: listQuery,
      response: { 200: pageOf(linkView) },
    },
    handler: async (request) => {
      const { limit, cursor } = request.query;
      const page = { limit, before: idCursor('ptl', cursor) };
      const { items, nextCursor } = await listPortalLinks(ctx.store, workspaceOf(request), page);
      const nowMs = ctx.nowMs();
      return {
        data: items.map((link) => toLinkView(link, nowMs)),
        next_cursor: nextCursor,
        has_more: nextCursor !== null,
      };
    },
  });
}

function addGet(api: ApiServer, ctx: PortalRoutesContext): void {
  api.route({
    method: 'GET',
    url: '/v1/portal-links/:id',
    config: { access: MANAGE },
    schema: { tags: TAGS, summary: 'Read a portal link', params: idPath, response: { 200: linkView } },
    handler: async (request) => {
      const id = pathId('ptl', request.params.id);
      const link = await findPortalLink(ctx.store, { workspaceId: workspaceOf(request), id });
      if (link === null) throw noLink();
      return toLinkView(link, ctx.nowMs());
    },
  });
}

function addDelete(api: ApiServer, ctx: PortalRoutesContext): void {
  api.route({
    method: 'DELETE',
    url: '/v1/portal-links/:id',
    config: { access: MANAGE },
    schema: {
      tags: TAGS,
      summary: 'Delete a portal link',
      params: idPath,
      response: { 204: z.undefined().describe('It opens nothing any more, and what it opened has ended.') },
    },
    handler: async (request, reply) => {
      const id = pathId('ptl', request.params.id);
      const audited = auditChange(auditedLink(ctx), request, 'deleted');
      if (!(await deletePortalLink(ctx.store, { workspaceId: workspaceOf(request), id }, audited))) throw noLink();
      return reply.code(204).send();
    },
  });
}

function addOpen(api: ApiServer, ctx: PortalRoutesContext): void {
  api.route({
    method: 'POST',
    url: '/v1/portal/session',
    config: { access: { who: 'anyone' } },
    schema: {
      tags: TAGS,
      summary: 'Open a portal link',
      description: 'Uses the link up and answers a bearer token. There is no cookie, so that it works in a frame.',
      body: z.strictObject({ token: z.string().min(1).max(128).describe('What stands behind the # of the link.') }),
      response: { 200: openedView },
    },
    handler: async (request) => {
      const token = newToken(PORTAL_TOKEN_PREFIX, ctx.randomBytes);
      const opening = {
        tokenHash: hashToken(request.body.token),
        sessionHash: hashToken(token),
        nowMs: ctx.nowMs(),
      };
      const link = await openPortalLink(ctx.store, opening, auditOpening(ctx, request.id));
      if (link === null) throw linkGone();
      return {
        token,
        workspace: { id: link.workspaceId, name: await ctx.workspaceName(link.workspaceId) },
        permissions: [...permissionsOf('portal')],
        expires_at: toIso(link.sessionExpiresAtMs ?? opening.nowMs),
      };
    },
  });
}

/** Whoever opens a link is known by the link alone. */
function auditOpening(ctx: PortalRoutesContext, requestId: string): WithChange<PortalLink> {
  return async (trx, change) => {
    const link = change.after ?? change.before;
    if (link === null) return;
    const actor = { kind: 'portal', id: link.id, requestId } as const;
    await auditAs(auditedLink(ctx), { actor, workspaceId: link.workspaceId }, 'opened')(trx, change);
  };
}

function auditedLink(ctx: PortalRoutesContext): AuditedResource<PortalLink> {
  return { write: ctx.audit, resourceType: 'portal_link', toView: (link) => toLinkView(link, ctx.nowMs()) };
}

function noLink(): PosthornError {
  return new PosthornError('not_found', 'There is no portal link with this id.');
}

function linkGone(): PosthornError {
  return new PosthornError('link_not_valid', 'This link is not good any more. It works once, and for a limited time.', {
    fields: [{ pointer: '/token', message: 'Ask for a new link.' }],
  });
}

function toLinkView(link: PortalLink, nowMs: number): z.output<typeof linkView> {
  return {
    id: link.id,
    label: link.label,
    state: stateOf(link, nowMs),
    expires_at: toIso(link.expiresAtMs),
    used_at: link.usedAtMs === null ? null : toIso(link.usedAtMs),
    session_expires_at: link.sessionExpiresAtMs === null ? null : toIso(link.sessionExpiresAtMs),
    created_at: toIso(link.createdAtMs),
  };
}

function stateOf(link: PortalLink, nowMs: number): z.output<typeof linkView>['state'] {
  if (link.sessionExpiresAtMs !== null) return link.sessionExpiresAtMs > nowMs ? 'open' : 'over';
  return link.expiresAtMs > nowMs ? 'unused' : 'over';
}
