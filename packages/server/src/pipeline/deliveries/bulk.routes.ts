import type { FastifyReply, FastifyRequest } from 'fastify';
import * as z from 'zod';
import type { WorkspaceId } from '../../domain/ids.ts';
import type { Run, StartRun } from '../../domain/run.ts';
import type { Store } from '../../platform/db/store.ts';
import { actorOf } from '../../platform/http/actor.ts';
import { type ApiServer, workspaceOf } from '../../platform/http/api.ts';
import { idParam } from '../../platform/http/query-params.ts';
import { type BulkKind, type BulkParams, DELIVERY_CANCEL, DELIVERY_RESEND } from './bulk-run.ts';
import { type BoundedCount, countDeliveries } from './deliveries.store.ts';
import { filterBody, toFilter } from './delivery-filter.ts';
import type { DeliveryFilter } from './delivery-rows.store.ts';

/** What these routes need. `gateway/` passes the real ones. */
export interface BulkRoutesContext {
  readonly store: Store;
  readonly startRun: StartRun;
  readonly nowMs: () => number;
  /** A run as the API shows it. */
  readonly run: { readonly schema: z.ZodType; readonly toView: (run: Run) => unknown };
}

const WRITE = { access: { who: 'workspace', permission: 'deliveries.write' } } as const;
const TAGS = ['Deliveries'];
/** What a person ticks by hand; for more there is the filter. */
const IDS_MAX = 100;

const bulkBody = z
  .strictObject({
    filter: filterBody
      .refine(
        ({ state, standing }) => state !== undefined || standing !== undefined,
        'Name the state or the standing, so that nothing is sent a second time by mistake.',
      )
      .exactOptional(),
    ids: z.array(idParam('dlv')).min(1).max(IDS_MAX).exactOptional(),
    dry_run: z.boolean().default(false).describe('Only counts: nothing is started.'),
  })
  .refine(({ filter, ids }) => (filter === undefined) !== (ids === undefined), 'Give either filter or ids.');

const countView = z.object({ dry_run: z.literal(true), count: z.int(), is_exact: z.boolean() });

const DESCRIPTION =
  'A run does it, newest first and at most 200 a second; its `progress` counts `changed` and `refused`, and `GET /v1/runs/{id}/problems` says why something was refused. What comes in afterwards is left alone. With `dry_run` it answers how many it would be.';

/** POST /v1/deliveries/resend and POST /v1/deliveries/cancel: runs over many deliveries. */
export function bulkRoutes(api: ApiServer, ctx: BulkRoutesContext): void {
  addBulkRoute(api, ctx, { kind: DELIVERY_RESEND, path: 'resend', summary: 'Make one attempt now of each of many' });
  addBulkRoute(api, ctx, { kind: DELIVERY_CANCEL, path: 'cancel', summary: 'Make no further attempt of any of many' });
}

interface BulkRoute {
  readonly kind: BulkKind;
  readonly path: string;
  readonly summary: string;
}

function addBulkRoute(api: ApiServer, ctx: BulkRoutesContext, { kind, path, summary }: BulkRoute): void {
  api.post(
    `/v1/deliveries/${path}`,
    {
      config: { ...WRITE, idempotent: true },
      schema: {
        summary,
        description: DESCRIPTION,
        tags: TAGS,
        body: bulkBody,
        response: { 200: countView, 202: ctx.run.schema },
      },
    },
    async (request, reply) => {
      const workspaceId = workspaceOf(request);
      const asked = await readAsked(ctx, workspaceId, request.body);
      if (request.body.dry_run) {
        return reply.code(200).send({ dry_run: true as const, count: asked.total, is_exact: asked.is_exact });
      }
      return start(ctx, { request, reply, kind }, asked);
    },
  );
}

async function start(
  ctx: BulkRoutesContext,
  { request, reply, kind }: { readonly request: FastifyRequest; readonly reply: FastifyReply; readonly kind: BulkKind },
  asked: BulkParams,
) {
  const run = await ctx.startRun({
    workspaceId: workspaceOf(request),
    kind,
    params: { ...asked },
    asked: { actor: actorOf(request), action: `${kind}_started` },
  });
  return reply.code(202).header('location', `/v1/runs/${run.id}`).send(ctx.run.toView(run));
}

async function readAsked(
  ctx: BulkRoutesContext,
  workspaceId: WorkspaceId,
  { filter: input, ids }: z.output<typeof bulkBody>,
): Promise<BulkParams> {
  if (input === undefined) {
    const each = [...new Set(ids)];
    return { ids: each, total: each.length, is_exact: true };
  }
  const filter = withoutLater(toFilter(input), ctx.nowMs());
  const { count, isExact } = await countEach(ctx.store, workspaceId, filter);
  return { filter, total: count, is_exact: isExact };
}

/** What comes in after this moment was not what somebody looked at. */
function withoutLater(filter: DeliveryFilter, nowMs: number): DeliveryFilter {
  return { ...filter, untilMs: Math.min(filter.untilMs ?? nowMs + 1, nowMs + 1) };
}

/** Each standing for itself: of some there are few, and they are found quickly. */
async function countEach(store: Store, workspaceId: WorkspaceId, filter: DeliveryFilter): Promise<BoundedCount> {
  const counts = await Promise.all(
    (filter.standings ?? []).map((standing) =>
      countDeliveries(store, { ...filter, workspaceId, standings: [standing] }),
    ),
  );
  return {
    count: counts.reduce((sum, { count }) => sum + count, 0),
    isExact: counts.every(({ isExact }) => isExact),
  };
}
