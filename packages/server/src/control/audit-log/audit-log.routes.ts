import * as z from 'zod';
import { ACTOR_KINDS, type Actor, type AuditEntry } from '../../domain/audit.ts';
import type { Store } from '../../platform/db/store.ts';
import { type ApiServer, listQuery, pageOf } from '../../platform/http/api.ts';
import { idCursor, idParam, timeParam, toIso } from '../../platform/http/query-params.ts';
import { type LoggedEntry, listAuditLog } from './audit-log.store.ts';

/** What this route needs. */
export interface AuditLogRoutesContext {
  readonly store: Store;
  /** The names of those who stand in a page of the log, as they are called now. */
  readonly namesOf: (
    workspaceId: AuditEntry['workspaceId'],
    actors: readonly Pick<Actor, 'kind' | 'id'>[],
  ) => Promise<(actor: Pick<Actor, 'kind' | 'id'>) => string | null>;
}

const auditLogQuery = listQuery.extend({
  resource: z.string().min(1).max(64).optional().describe('Id of what was changed.'),
  action: z
    .string()
    .regex(/^[a-z_]{1,40}\.[a-z_]{1,40}$/, 'Must be noun.verb, such as endpoint.updated.')
    .optional(),
  actor: z
    .union([idParam('key'), idParam('mbr'), idParam('ptl')])
    .optional()
    .describe('Id of the API key, the member or the portal link that asked for it.'),
  since: timeParam.optional(),
  until: timeParam.optional(),
});

const resourceView = z.record(z.string(), z.unknown()).nullable();

/** An entry as the API shows it. */
export const auditEntryView = z
  .object({
    id: z.string(),
    at: z.iso.datetime(),
    actor: z.object({
      kind: z
        .enum(ACTOR_KINDS)
        .describe(
          '`key`: an API key; `member`: a member who signed in; `portal`: whoever opened a portal link; `root`: the root key; `system`: Posthorn itself.',
        ),
      id: z.string().nullable().describe('Id of the key, the member or the portal link. Null for the root key.'),
    }),
    actor_name: z
      .string()
      .nullable()
      .describe('What the key, the member or the portal link is called now. Null: it has no name, or is gone.'),
    action: z.string().describe('Noun and verb: `endpoint.updated`.'),
    resource_type: z.string(),
    resource_id: z.string(),
    before: resourceView.describe('The resource as the API showed it, without secrets. Null: it was not there.'),
    after: resourceView.describe('The same after the change. Null: it is gone.'),
    request_id: z.string().nullable().describe('`request_id` of the request that asked for it.'),
  })
  .meta({ id: 'AuditEntry' });

/**
 * `GET /v1/audit-log`: every change that somebody made through the API. With a workspace it is that workspace's log, with
 * the root key alone the operator's.
 */
export function auditLogRoutes(api: ApiServer, ctx: AuditLogRoutesContext): void {
  api.route({
    method: 'GET',
    url: '/v1/audit-log',
    config: { access: { who: 'workspace-or-operator', permission: 'audit.read' } },
    schema: {
      tags: ['Audit log'],
      summary: 'List who changed what, newest first',
      description:
        'By `action` or `actor` a page may be short or empty while `has_more` is true: go on with `next_cursor`.',
      querystring: auditLogQuery,
      response: { 200: pageOf(auditEntryView) },
    },
    handler: async (request) => {
      const { query } = request;
      const page = await listAuditLog(ctx.store, {
        workspaceId: request.workspaceId ?? 'operator',
        resourceId: query.resource,
        action: query.action,
        actorId: query.actor,
        sinceMs: query.since,
        untilMs: query.until,
        beforeId: idCursor('aud', query.cursor),
        limit: query.limit,
      });
      const nameOf = await ctx.namesOf(
        request.workspaceId ?? 'operator',
        page.items.map(({ actor }) => actor),
      );
      return {
        data: page.items.map((entry) => toView(entry, nameOf(entry.actor))),
        next_cursor: page.nextCursor,
        has_more: page.nextCursor !== null,
      };
    },
  });
}

function toView(entry: LoggedEntry, actorName: string | null): z.output<typeof auditEntryView> {
  return {
    id: entry.id,
    at: toIso(entry.atMs),
    actor: { kind: entry.actor.kind, id: entry.actor.id },
    actor_name: actorName === '' ? null : actorName,
    action: entry.action,
    resource_type: entry.resourceType,
    resource_id: entry.resourceId,
    before: entry.before as z.output<typeof resourceView>,
    after: entry.after as z.output<typeof resourceView>,
    request_id: entry.actor.requestId,
  };
}
