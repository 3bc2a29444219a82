import assert from 'node:assert/strict';
import type { FastifyRequest } from 'fastify';
import * as z from 'zod';
import { STANDING_WORDS, type StandingWord } from '../../domain/delivery-standing.ts';
import { PosthornError } from '../../domain/errors.ts';
import type { WorkspaceId } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';
import { callerMay } from '../../platform/http/access.ts';
import { type ApiServer, listQuery, type Page, pageOf, workspaceOf } from '../../platform/http/api.ts';
import { type AuditedResource, auditChange, type WriteAudit } from '../../platform/http/audit.ts';
import { idCursor, idPath, pathId } from '../../platform/http/query-params.ts';
import {
  type BoundedCount,
  COUNTED_MAX,
  countStandings,
  type Delivery,
  findDeliveries,
  findDelivery,
  listAttemptsOf,
  listDeliveries,
  NO_COUNT,
} from './deliveries.store.ts';
import { detailDeliveries } from './delivery-details.store.ts';
import { filterQuery, idsParam, toFilter } from './delivery-filter.ts';
import {
  type DeliveryViewContext,
  deliveryView,
  singleDeliveryView,
  toAuditedDelivery,
  toDeliveryView,
  toSummaryView,
} from './delivery-view.ts';
import { REFUSALS } from './refusals.ts';
import { cancelDelivery, type DeliveryKey, type Outcome, type Refusal, resendDelivery } from './resend.store.ts';

/** What these routes need. */
export interface DeliveryRoutesContext {
  readonly store: Store;
  /** Something may be due: called after the commit of a resend or a cancellation. */
  readonly wakeDelivery: () => void;
  readonly audit: WriteAudit;
  /** Attempts that the schedule of the delivery's endpoint has. Null: the endpoint is not there any more. */
  readonly attemptsPlanned: (delivery: Delivery) => number | null;
  readonly nowMs: () => number;
}

const READ = { access: { who: 'workspace', permission: 'deliveries.read' } } as const;
const WRITE = { access: { who: 'workspace', permission: 'deliveries.write' } } as const;

const deliveriesQuery = listQuery.extend({
  ...filterQuery,
  ids: idsParam
    .optional()
    .describe('Up to 100 ids with commas between: these and no others, whatever else is asked for.'),
});
const countsQuery = z.strictObject(filterQuery);

const countView = z.object({
  count: z.int(),
  is_exact: z.boolean().describe('False: there are more.'),
});

const countsView = z.object({
  total: countView,
  by_standing: z.object(
    Object.fromEntries(STANDING_WORDS.map((word) => [word, countView])) as Record<StandingWord, typeof countView>,
  ),
});

/** GET /v1/deliveries, GET /v1/deliveries/counts, GET /v1/deliveries/{id}, and resend and cancel (issue R6). */
export function deliveryRoutes(api: ApiServer, ctx: DeliveryRoutesContext): void {
  listRoute(api, ctx);
  countsRoute(api, ctx);
  api.get(
    '/v1/deliveries/:id',
    {
      config: READ,
      schema: {
        summary: 'One delivery and its attempts',
        tags: ['Deliveries'],
        params: idPath,
        response: { 200: singleDeliveryView },
      },
    },
    (request) => answerSingle(ctx, request, keyOf(ctx, workspaceOf(request), request.params.id)),
  );
  api.post(
    '/v1/deliveries/:id/resend',
    {
      config: WRITE,
      schema: {
        summary: 'Make one attempt now',
        description:
          'The same event with the same id. A finished delivery falls back to its state when the attempt fails.',
        tags: ['Deliveries'],
        params: idPath,
        response: { 202: singleDeliveryView },
      },
    },
    async (request, reply) => {
      const key = keyOf(ctx, workspaceOf(request), request.params.id);
      assertDone(await resendDelivery(ctx.store, key, auditChange(auditedDelivery(ctx), request, 'resent')));
      ctx.wakeDelivery();
      return reply.code(202).send(await answerSingle(ctx, request, key));
    },
  );
  api.post(
    '/v1/deliveries/:id/cancel',
    {
      config: WRITE,
      schema: {
        summary: 'Make no further attempt',
        description: 'What is being sent now is logged all the same, and when it succeeds the delivery is delivered.',
        tags: ['Deliveries'],
        params: idPath,
        response: { 200: singleDeliveryView },
      },
    },
    async (request) => {
      const key = keyOf(ctx, workspaceOf(request), request.params.id);
      assertDone(await cancelDelivery(ctx.store, key, auditChange(auditedDelivery(ctx), request, 'canceled')));
      ctx.wakeDelivery();
      return answerSingle(ctx, request, key);
    },
  );
}

function listRoute(api: ApiServer, ctx: DeliveryRoutesContext): void {
  api.get(
    '/v1/deliveries',
    {
      config: READ,
      schema: {
        summary: 'List deliveries, newest first',
        description: 'A filtered page may be short or empty while `has_more` is true: go on with `next_cursor`.',
        tags: ['Deliveries'],
        querystring: deliveriesQuery,
        response: { 200: pageOf(deliveryView) },
      },
    },
    async (request) => {
      const { query } = request;
      const workspaceId = workspaceOf(request);
      const page = await readPage(ctx, workspaceId, query);
      const items = await detailDeliveries(ctx.store, workspaceId, page.items);
      const view = viewContext(ctx, request);
      return {
        data: items.map((delivery) => toDeliveryView(view, delivery)),
        next_cursor: page.nextCursor,
        has_more: page.nextCursor !== null,
      };
    },
  );
}

function readPage(
  ctx: DeliveryRoutesContext,
  workspaceId: WorkspaceId,
  query: z.output<typeof deliveriesQuery>,
): Promise<Page<Delivery>> {
  const nowMs = ctx.nowMs();
  if (query.ids !== undefined) {
    return findDeliveries(ctx.store, { workspaceId, nowMs }, query.ids).then((items) => ({ items, nextCursor: null }));
  }
  const beforeId = idCursor('dlv', query.cursor);
  return listDeliveries(ctx.store, { ...toFilter(query), workspaceId, beforeId, limit: query.limit, nowMs });
}

function countsRoute(api: ApiServer, ctx: DeliveryRoutesContext): void {
  api.get(
    '/v1/deliveries/counts',
    {
      config: READ,
      schema: {
        summary: 'How many deliveries match, by how far they are',
        description: `Exact up to ${COUNTED_MAX.toLocaleString('en')}; beyond, and where too many had to be looked at, \`is_exact\` is false.`,
        tags: ['Deliveries'],
        querystring: countsQuery,
        response: { 200: countsView },
      },
    },
    async (request) => {
      const filter = { ...toFilter(request.query), workspaceId: workspaceOf(request) };
      const counted = await countStandings(ctx.store, filter);
      const counts = STANDING_WORDS.map((word) => counted.get(word) ?? NO_COUNT);
      const named = STANDING_WORDS.map((word, index) => [word, showCount(counts[index] ?? NO_COUNT)]);
      return {
        total: showCount({
          count: counts.reduce((sum, { count }) => sum + count, 0),
          isExact: counts.every(({ isExact }) => isExact),
        }),
        // `as`: every word has its count.
        by_standing: Object.fromEntries(named) as z.input<typeof countsView>['by_standing'],
      };
    },
  );
}

function showCount({ count, isExact }: BoundedCount) {
  return { count, is_exact: isExact };
}

function keyOf(ctx: DeliveryRoutesContext, workspaceId: WorkspaceId, text: string): DeliveryKey {
  return { workspaceId, id: pathId('dlv', text), nowMs: ctx.nowMs() };
}

/** What stands in the audit log of a delivery. */
export function auditedDelivery(ctx: Pick<DeliveryRoutesContext, 'audit'>): AuditedResource<Delivery> {
  return { write: ctx.audit, resourceType: 'delivery', toView: toAuditedDelivery };
}

function assertDone(outcome: Outcome): void {
  if (outcome.kind === 'refused') throw refused(outcome.why);
}

function refused(why: Refusal): PosthornError {
  const [code, message] = REFUSALS[why];
  return new PosthornError(code, message);
}

async function answerSingle(ctx: DeliveryRoutesContext, request: FastifyRequest, key: DeliveryKey) {
  const delivery = await findDelivery(ctx.store, key);
  if (delivery === null) throw refused('not_found');
  const attempts = await listAttemptsOf(ctx.store, key.workspaceId, key.id);
  const [detailed] = await detailDeliveries(ctx.store, key.workspaceId, [delivery]);
  assert(detailed !== undefined);
  return { ...toDeliveryView(viewContext(ctx, request), detailed), attempts: attempts.map(toSummaryView) };
}

function viewContext({ attemptsPlanned }: DeliveryRoutesContext, request: FastifyRequest): DeliveryViewContext {
  return { attemptsPlanned, showsNames: callerMay(request, 'contacts.read') };
}
