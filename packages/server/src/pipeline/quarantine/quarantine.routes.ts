import * as z from 'zod';
import { PosthornError } from '../../domain/errors.ts';
import type { EventId, WorkspaceId } from '../../domain/ids.ts';
import { QUARANTINE_REASONS, type QuarantineItem } from '../../domain/quarantine.ts';
import type { Store } from '../../platform/db/store.ts';
import { type ApiServer, listQuery, pageOf } from '../../platform/http/api.ts';
import { type AuditedResource, auditChange, type WriteAudit } from '../../platform/http/audit.ts';
import { idCursor, idParam, idPath, pathId, toIso } from '../../platform/http/query-params.ts';
import { deleteQuarantineItem, findQuarantineItem, listQuarantine, type QuarantineEntry } from './quarantine.store.ts';

/** What became of an item that was to be released. */
export type ReleaseOutcome =
  /** Its events are committed, or were there already. */
  | { readonly kind: 'released'; readonly eventIds: readonly EventId[] }
  /** No channel of its registration has its number or account, still. */
  | { readonly kind: 'unknown_channel' }
  /** It cannot be read, so no event can be made of it. */
  | { readonly kind: 'unreadable' };

/** What these routes need. */
export interface QuarantineRoutesContext {
  readonly store: Store;
  /** Makes and commits the events of an item. The replay window is not asked again; the channels of its registration are. */
  readonly release: (item: QuarantineItem) => Promise<ReleaseOutcome>;
  readonly audit: WriteAudit;
}

const READ = { access: { who: 'workspace-or-operator', permission: 'quarantine.read' } } as const;
const WRITE = { access: { who: 'workspace-or-operator', permission: 'quarantine.write' } } as const;

const quarantineQuery = listQuery.extend({
  meta_app: idParam('app').optional(),
  reason: z.enum(QUARANTINE_REASONS).optional(),
});

const entryView = z.object({
  id: z.string(),
  meta_app_id: z.string(),
  reason: z.enum(QUARANTINE_REASONS),
  field: z.string(),
  phone_number_id: z.string().nullable(),
  waba_id: z.string().nullable(),
  occurred_at: z.iso.datetime().nullable(),
  created_at: z.iso.datetime(),
});

/** Schema of an item as the list shows it. */
export const listedView = entryView.extend({ payload_bytes: z.int() });
/** Schema of an item with its payload. */
export const itemView = entryView.extend({ payload: z.unknown() });
const releasedView = z.object({ id: z.string(), event_ids: z.array(z.string()) });

/**
 * GET /v1/quarantine, GET and DELETE /v1/quarantine/{id}, POST /v1/quarantine/{id}/release. With a
 * workspace they are about the registrations of that workspace, with the root key alone about the operator's.
 */
export function quarantineRoutes(api: ApiServer, ctx: QuarantineRoutesContext): void {
  readRoutes(api, ctx);
  api.post(
    '/v1/quarantine/:id/release',
    {
      config: WRITE,
      schema: {
        summary: 'Make the events of an item and send them',
        description: 'The replay window no longer counts. 409 while no channel of the registration has its number.',
        tags: ['Quarantine'],
        params: idPath,
        response: { 200: releasedView },
      },
    },
    async (request) => {
      const item = await findOrThrow(ctx, request.workspaceId, request.params.id);
      if (item.reason === 'erased') throw notReleased('erased');
      const outcome = await ctx.release(item);
      if (outcome.kind !== 'released') throw notReleased(outcome.kind);
      const at = { workspaceId: request.workspaceId, id: item.id };
      await deleteQuarantineItem(ctx.store, at, auditChange(auditedItem(ctx), request, 'released'));
      return { id: item.id, event_ids: [...outcome.eventIds] };
    },
  );
  api.delete(
    '/v1/quarantine/:id',
    {
      config: WRITE,
      schema: { summary: 'Throw an item away', tags: ['Quarantine'], params: idPath, response: { 204: z.null() } },
    },
    async (request, reply) => {
      const at = { workspaceId: request.workspaceId, id: pathId('qrn', request.params.id) };
      const audited = auditChange(auditedItem(ctx), request, 'deleted');
      const wasThere = await deleteQuarantineItem(ctx.store, at, audited);
      if (!wasThere) throw notFound();
      return reply.code(204).send(null);
    },
  );
}

function readRoutes(api: ApiServer, ctx: QuarantineRoutesContext): void {
  api.get(
    '/v1/quarantine',
    {
      config: READ,
      schema: {
        summary: 'What was signed by Meta and made no event, newest first',
        tags: ['Quarantine'],
        querystring: quarantineQuery,
        response: { 200: pageOf(listedView) },
      },
    },
    async (request) => {
      const page = await listQuarantine(ctx.store, {
        workspaceId: request.workspaceId,
        metaAppId: request.query.meta_app,
        reason: request.query.reason,
        beforeId: idCursor('qrn', request.query.cursor),
        limit: request.query.limit,
      });
      const data = page.items.map(toListedView);
      return { data, next_cursor: page.nextCursor, has_more: page.nextCursor !== null };
    },
  );
  api.get(
    '/v1/quarantine/:id',
    {
      config: READ,
      schema: {
        summary: 'One item with its payload',
        tags: ['Quarantine'],
        params: idPath,
        response: { 200: itemView },
      },
    },
    async (request) => {
      const item = await findOrThrow(ctx, request.workspaceId, request.params.id);
      return { ...toEntryView(item), payload: item.payload };
    },
  );
}

async function findOrThrow(
  ctx: QuarantineRoutesContext,
  workspaceId: WorkspaceId | null,
  text: string,
): Promise<QuarantineItem> {
  const item = await findQuarantineItem(ctx.store, { workspaceId }, pathId('qrn', text));
  if (item === null) throw notFound();
  return item;
}

function notFound(): PosthornError {
  return new PosthornError('not_found', 'There is no item with this id in quarantine.');
}

const NOT_RELEASED = {
  unknown_channel: 'No channel of this Meta app has its number or account. Add the channel, then release it.',
  unreadable: 'It is not in a form that an event can be made of. Read its payload, then delete it.',
  erased: 'It told of a person who was erased: nothing of it is left to release.',
} as const;

function notReleased(why: keyof typeof NOT_RELEASED): PosthornError {
  return new PosthornError('conflict', NOT_RELEASED[why]);
}

/** What stands in the audit log: the item as a list shows it, without its payload, which tells of people. */
function auditedItem(ctx: QuarantineRoutesContext): AuditedResource<QuarantineEntry> {
  return { write: ctx.audit, resourceType: 'quarantine_item', toView: toListedView };
}

function toListedView(entry: QuarantineEntry) {
  return { ...toEntryView(entry), payload_bytes: entry.payloadBytes };
}

function toEntryView(entry: Omit<QuarantineEntry, 'payloadBytes'>) {
  return {
    id: entry.id,
    meta_app_id: entry.metaAppId,
    reason: entry.reason,
    field: entry.field,
    phone_number_id: entry.phoneNumberId,
    waba_id: entry.wabaId,
    occurred_at: entry.occurredAtMs === null ? null : toIso(entry.occurredAtMs),
    created_at: toIso(entry.createdAtMs),
  };
}
