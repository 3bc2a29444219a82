import * as z from 'zod';
import { PosthornError } from '../../domain/errors.ts';
import type { ApiKeyId } from '../../domain/ids.ts';
import { SCOPES } from '../../domain/permissions.ts';
import { parseDurationMs } from '../../platform/config/duration.ts';
import type { Store } from '../../platform/db/store.ts';
import { type ApiServer, listQuery, pageOf, workspaceOf } from '../../platform/http/api.ts';
import { type AuditedResource, auditChange, type WriteAudit } from '../../platform/http/audit.ts';
import { idCursor, idPath, pathId, toIso } from '../../platform/http/query-params.ts';
import { type ApiKey, assertMayGrant } from './api-key.ts';
import { deleteApiKey, listApiKeys } from './api-keys.store.ts';
import { type ApiKeySource, createApiKey } from './create-api-key.ts';

export interface ApiKeyRoutesContext extends ApiKeySource {
  readonly store: Store;
  readonly audit: WriteAudit;
  /** Told of a deleted key, so that it ends at once. */
  readonly forgetKey: (id: ApiKeyId) => void;
}

/** Longest life of a key that expires. What should live longer should have no end, or be made again. */
const LIFETIME_MS_MAX = 3_650 * 86_400_000;

const scope = z.enum(SCOPES);

const createApiKeyBody = z
  .strictObject({
    name: z.string().trim().max(100).default('').describe('For people, to tell keys apart.'),
    scopes: z
      .array(scope)
      .min(1)
      .max(SCOPES.length)
      .optional()
      .describe('What the key may do. The highest counts: admin includes write, write includes read.'),
    scope: scope.optional().describe('The same as `scopes` with one item.'),
    expires_in: z
      .string()
      .max(20)
      .transform((text, ctx) => {
        const durationMs = parseDurationMs(text);
        if (durationMs !== null && durationMs > 0 && durationMs <= LIFETIME_MS_MAX) return durationMs;
        ctx.addIssue({ code: 'custom', message: 'Must be a duration such as 90s, 15m, 169h or 30d, up to 3650d.' });
        return z.NEVER;
      })
      .optional()
      .describe('Life of the key from now on: 90s, 15m, 169h, 30d.'),
    expires_at: z.iso
      .datetime({ offset: true })
      .optional()
      .describe('End of the key. Without one of the two it does not expire.'),
  })
  .refine((body) => (body.scopes === undefined) !== (body.scope === undefined), {
    path: ['scopes'],
    message: 'Give either scopes or scope.',
  })
  .refine((body) => body.expires_in === undefined || body.expires_at === undefined, {
    path: ['expires_at'],
    message: 'Give either expires_in or expires_at.',
  });

/** An API key as the API shows it. */
export const apiKeyView = z
  .object({
    id: z.string(),
    name: z.string(),
    hint: z.string().describe('The last characters of the key.'),
    scopes: z.array(scope),
    expires_at: z.string().nullable(),
    last_used_at: z.string().nullable().describe('To the minute.'),
    created_at: z.string(),
  })
  .meta({ id: 'ApiKey' });

/** What making one answers. */
export const createdApiKeyView = apiKeyView
  .extend({ key: z.string().describe('The key itself. It is shown here and never again.') })
  .meta({ id: 'CreatedApiKey' });

const TAGS = ['API keys'];
const ADMINS = { who: 'workspace', permission: 'api_keys.manage' } as const;

/** `POST` and `GET /v1/api-keys`, `DELETE /v1/api-keys/{id}`. Only admin keys and the root key manage keys. */
export function apiKeyRoutes(api: ApiServer, ctx: ApiKeyRoutesContext): void {
  addCreate(api, ctx);
  addList(api, ctx);
  addDelete(api, ctx);
}

function addCreate(api: ApiServer, ctx: ApiKeyRoutesContext): void {
  api.route({
    method: 'POST',
    url: '/v1/api-keys',
    config: { access: ADMINS, idempotent: true },
    schema: { tags: TAGS, summary: 'Make an API key', body: createApiKeyBody, response: { 201: createdApiKeyView } },
    handler: async (request, reply) => {
      const { body } = request;
      const scopes = SCOPES.filter((one) => one === body.scope || body.scopes?.includes(one) === true);
      assertMayGrant(request.principal, scopes);
      const created = await createApiKey(ctx.store, ctx, {
        workspaceId: workspaceOf(request),
        name: body.name,
        scopes,
        expiresAtMs: expiryOf(body, ctx.nowMs()),
        withChange: auditChange(auditedApiKey(ctx.audit), request, 'created'),
      });
      return reply.code(201).send({ ...toApiKeyView(created.key), key: created.token });
    },
  });
}

function addList(api: ApiServer, ctx: ApiKeyRoutesContext): void {
  api.route({
    method: 'GET',
    url: '/v1/api-keys',
    config: { access: ADMINS },
    schema: {
      tags: TAGS,
      summary: 'List API keys, newest first',
      querystring: listQuery,
      response: { 200: pageOf(apiKeyView) },
    },
    handler: async (request) => {
      const { limit, cursor } = request.query;
      const page = await listApiKeys(ctx.store, workspaceOf(request), { limit, before: idCursor('key', cursor) });
      return { data: page.items.map(toApiKeyView), next_cursor: page.nextCursor, has_more: page.nextCursor !== null };
    },
  });
}

function addDelete(api: ApiServer, ctx: ApiKeyRoutesContext): void {
  api.route({
    method: 'DELETE',
    url: '/v1/api-keys/:id',
    config: { access: ADMINS },
    schema: {
      tags: TAGS,
      summary: 'Delete an API key',
      params: idPath,
      response: { 204: z.undefined().describe('It is worth nothing any more.') },
    },
    handler: async (request, reply) => {
      const id = pathId('key', request.params.id);
      const audited = auditChange(auditedApiKey(ctx.audit), request, 'deleted');
      const wasThere = await deleteApiKey(ctx.store, { workspaceId: workspaceOf(request), id }, audited);
      if (!wasThere) throw new PosthornError('not_found', 'There is no API key with this id.');
      ctx.forgetKey(id);
      return reply.code(204).send();
    },
  });
}

/** What stands in the audit log of a key: it as the API shows it, of its text only the hint. */
export function auditedApiKey(write: WriteAudit): AuditedResource<ApiKey> {
  return { write, resourceType: 'api_key', toView: toApiKeyView };
}

/** @throws PosthornError `invalid_request` for an end that lies in the past, or too far off. */
function expiryOf(body: z.output<typeof createApiKeyBody>, nowMs: number): number | null {
  if (body.expires_in !== undefined) return nowMs + body.expires_in;
  if (body.expires_at === undefined) return null;
  const expiresAtMs = Date.parse(body.expires_at);
  if (expiresAtMs > nowMs && expiresAtMs <= nowMs + LIFETIME_MS_MAX) return expiresAtMs;
  throw new PosthornError('invalid_request', 'The key would be expired already, or live too long.', {
    fields: [{ pointer: '/expires_at', message: 'Must lie in the future, at most 3650 days.' }],
  });
}

function toApiKeyView(key: ApiKey): z.output<typeof apiKeyView> {
  return {
    id: key.id,
    name: key.name,
    hint: key.hint,
    scopes: [...key.scopes],
    expires_at: key.expiresAtMs === null ? null : toIso(key.expiresAtMs),
    last_used_at: key.lastUsedAtMs === null ? null : toIso(key.lastUsedAtMs),
    created_at: toIso(key.createdAtMs),
  };
}
