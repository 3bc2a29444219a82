import * as z from 'zod';
import { ATTEMPT_OUTCOMES, ATTEMPT_TRIGGERS, DELIVERY_STATES, ERROR_CLASSES } from '../../domain/delivery.ts';
import { type ErrorCode, PosthornError } from '../../domain/errors.ts';
import type { WorkspaceId } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';
import { type ApiServer, listQuery, pageOf, workspaceOf } from '../../platform/http/api.ts';
import { type AuditedResource, auditChange, type WriteAudit } from '../../platform/http/audit.ts';
import { idCursor, idParam, idPath, pathId, phoneParam, timeParam, toIso } from '../../platform/http/query-params.ts';
import {
  type AttemptSummary,
  type Delivery,
  findDelivery,
  listAttemptsOf,
  listDeliveries,
} from './deliveries.store.ts';
import { cancelDelivery, type DeliveryKey, type Outcome, type Refusal, resendDelivery } from './resend.store.ts';

/** What these routes need. */
export interface DeliveryRoutesContext {
  readonly store: Store;
  /** Something may be due: called after the commit of a resend or a cancellation. */
  readonly wakeDelivery: () => void;
  readonly audit: WriteAudit;
  readonly nowMs: () => number;
}

const READ = { access: { who: 'workspace', permission: 'deliveries.read' } } as const;
const WRITE = { access: { who: 'workspace', permission: 'deliveries.write' } } as const;

const deliveriesQuery = listQuery.extend({
  type: z.string().min(1).max(128).optional(),
  endpoint: idParam('ep').optional(),
  event: idParam('evt').optional(),
  state: z.enum(DELIVERY_STATES).optional(),
  since: timeParam.optional(),
  until: timeParam.optional(),
  channel: idParam('chn').optional(),
  wamid: z.string().min(1).max(512).optional(),
  phone: phoneParam.optional(),
  bsuid: z.string().min(1).max(256).optional(),
});

const attemptSummaryView = z.object({
  id: z.string(),
  number: z.int(),
  trigger: z.enum(ATTEMPT_TRIGGERS),
  started_at: z.iso.datetime(),
  duration_ms: z.int().nullable(),
  outcome: z.enum(ATTEMPT_OUTCOMES),
  status_code: z.int().nullable(),
  error_class: z.enum(ERROR_CLASSES).nullable(),
  error_message: z.string().nullable(),
});

const deliveryView = z.object({
  id: z.string(),
  event_id: z.string(),
  endpoint_id: z.string(),
  event_type: z.string().nullable(),
  state: z.enum(DELIVERY_STATES),
  attempts_made: z.int(),
  next_attempt_at: z.iso.datetime().nullable(),
  in_flight: z.boolean(),
  held: z.boolean(),
  created_at: z.iso.datetime(),
  last_attempt: attemptSummaryView.nullable(),
});

const singleDeliveryView = deliveryView.extend({ attempts: z.array(attemptSummaryView) });

const REFUSALS: Readonly<Record<Refusal, readonly [ErrorCode, string]>> = {
  not_found: ['not_found', 'There is no delivery with this id, or it is older than the retention.'],
  in_flight: ['delivery_in_flight', 'An attempt of this delivery is being made now. Wait for its outcome.'],
  not_pending: ['delivery_not_pending', 'This delivery is finished: there is nothing to cancel.'],
  endpoint_deleted: ['conflict', 'The endpoint of this delivery was deleted.'],
  event_purged: ['conflict', 'The event of this delivery is older than the retention and was purged.'],
  event_erased: [
    'conflict',
    'The event of this delivery told of a person who was erased: nothing of it is left to send.',
  ],
};

/** GET /v1/deliveries, GET /v1/deliveries/{id}, and resend and cancel (issue R6). */
export function deliveryRoutes(api: ApiServer, ctx: DeliveryRoutesContext): void {
  listRoute(api, ctx);
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
    (request) => answerSingle(ctx, keyOf(ctx, workspaceOf(request), request.params.id)),
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
      return reply.code(202).send(await answerSingle(ctx, key));
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
      return answerSingle(ctx, key);
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
      const page = await listDeliveries(ctx.store, {
        workspaceId: workspaceOf(request),
        type: query.type,
        endpointId: query.endpoint,
        eventId: query.event,
        state: query.state,
        sinceMs: query.since,
        untilMs: query.until,
        channelId: query.channel,
        wamid: query.wamid,
        phone: query.phone,
        bsuid: query.bsuid,
        beforeId: idCursor('dlv', query.cursor),
        limit: query.limit,
        nowMs: ctx.nowMs(),
      });
      return { data: page.items.map(toView), next_cursor: page.nextCursor, has_more: page.nextCursor !== null };
    },
  );
}

function keyOf(ctx: DeliveryRoutesContext, workspaceId: WorkspaceId, text: string): DeliveryKey {
  return { workspaceId, id: pathId('dlv', text), nowMs: ctx.nowMs() };
}

/** What stands in the audit log: the delivery as a list shows it. */
function auditedDelivery(ctx: DeliveryRoutesContext): AuditedResource<Delivery> {
  return { write: ctx.audit, resourceType: 'delivery', toView };
}

function assertDone(outcome: Outcome): void {
  if (outcome.kind === 'refused') throw refused(outcome.why);
}

function refused(why: Refusal): PosthornError {
  const [code, message] = REFUSALS[why];
  return new PosthornError(code, message);
}

async function answerSingle(ctx: DeliveryRoutesContext, key: DeliveryKey) {
  const delivery = await findDelivery(ctx.store, key);
  if (delivery === null) throw refused('not_found');
  const attempts = await listAttemptsOf(ctx.store, key.workspaceId, key.id);
  return { ...toView(delivery), attempts: attempts.map(toSummaryView) };
}

function toView(delivery: Delivery) {
  return {
    id: delivery.id,
    event_id: delivery.eventId,
    endpoint_id: delivery.endpointId,
    event_type: delivery.eventType,
    state: delivery.state,
    attempts_made: delivery.attemptsMade,
    next_attempt_at: delivery.nextAttemptAtMs === null ? null : toIso(delivery.nextAttemptAtMs),
    in_flight: delivery.inFlight,
    held: delivery.held,
    created_at: toIso(delivery.createdAtMs),
    last_attempt: delivery.lastAttempt === null ? null : toSummaryView(delivery.lastAttempt),
  };
}

function toSummaryView(attempt: AttemptSummary) {
  return {
    id: attempt.id,
    number: attempt.number,
    trigger: attempt.trigger,
    started_at: toIso(attempt.startedAtMs),
    duration_ms: attempt.durationMs,
    outcome: attempt.outcome,
    status_code: attempt.statusCode,
    error_class: attempt.errorClass,
    error_message: attempt.errorMessage,
  };
}
