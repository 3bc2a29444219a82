import type { FastifyRequest } from 'fastify';
import * as z from 'zod';
import {
  ATTEMPT_OUTCOMES,
  ATTEMPT_TRIGGERS,
  type Attempt,
  DELIVERY_STATES,
  ERROR_CLASSES,
} from '../../domain/delivery.ts';
import { PosthornError } from '../../domain/errors.ts';
import type { Store } from '../../platform/db/store.ts';
import { callerMay } from '../../platform/http/access.ts';
import { type ApiServer, listQuery, pageOf, workspaceOf } from '../../platform/http/api.ts';
import { idCursor, idParam, idPath, pathId, timeParam, toIso } from '../../platform/http/query-params.ts';
import { findAttempt, listAttempts } from './attempts.store.ts';

/** What these routes need. */
export interface AttemptRoutesContext {
  readonly store: Store;
}

const attemptsQuery = listQuery.extend({
  endpoint: idParam('ep').optional(),
  delivery: idParam('dlv').optional(),
  event: idParam('evt').optional(),
  outcome: z.enum(ATTEMPT_OUTCOMES).optional(),
  since: timeParam.optional(),
  until: timeParam.optional(),
});

/** One row of the delivery log as the API shows it (issue R11). The headers that were sent are stored masked. */
export const attemptView = z.object({
  id: z.string(),
  delivery_id: z.string().nullable(),
  event_id: z.string(),
  endpoint_id: z.string(),
  number: z.int(),
  trigger: z.enum(ATTEMPT_TRIGGERS),
  run_id: z.string().nullable().describe('The replay or recovery that made its delivery.'),
  started_at: z.iso.datetime(),
  duration_ms: z.int().nullable(),
  outcome: z.enum(ATTEMPT_OUTCOMES),
  status_code: z.int().nullable(),
  error_class: z.enum(ERROR_CLASSES).nullable(),
  error_message: z.string().nullable(),
  request_headers: z.record(z.string(), z.string()),
  response_headers: z.record(z.string(), z.string()),
  response_body: z.string().nullable(),
  answer_hidden: z
    .literal(true)
    .optional()
    .describe('The caller has no `answers.read`: headers and body of the answer are left out.'),
  delivery_state: z.enum(DELIVERY_STATES).nullable(),
  next_attempt_at: z.iso.datetime().nullable(),
});

/** GET /v1/attempts and GET /v1/attempts/{id}: the delivery log. */
export function attemptRoutes(api: ApiServer, ctx: AttemptRoutesContext): void {
  api.get(
    '/v1/attempts',
    {
      config: { access: { who: 'workspace', permission: 'deliveries.read' } },
      schema: {
        summary: 'The delivery log, newest first',
        description:
          'Filtered by outcome a page may be short or empty while `has_more` is true: go on with `next_cursor`.',
        tags: ['Attempts'],
        querystring: attemptsQuery,
        response: { 200: pageOf(attemptView) },
      },
    },
    async (request) => {
      const { query } = request;
      const page = await listAttempts(ctx.store, {
        workspaceId: workspaceOf(request),
        endpointId: query.endpoint,
        deliveryId: query.delivery,
        eventId: query.event,
        outcome: query.outcome,
        sinceMs: query.since,
        untilMs: query.until,
        beforeId: idCursor('att', query.cursor),
        limit: query.limit,
      });
      return {
        data: page.items.map(showTo(request)),
        next_cursor: page.nextCursor,
        has_more: page.nextCursor !== null,
      };
    },
  );
  api.get(
    '/v1/attempts/:id',
    {
      config: { access: { who: 'workspace', permission: 'deliveries.read' } },
      schema: { summary: 'One attempt', tags: ['Attempts'], params: idPath, response: { 200: attemptView } },
    },
    async (request) => {
      const attempt = await findAttempt(ctx.store, workspaceOf(request), pathId('att', request.params.id));
      if (attempt !== null) return showTo(request)(attempt);
      throw new PosthornError('not_found', 'There is no attempt with this id, or it is older than the retention.');
    },
  );
}

/** What receivers answered is for those who may read it: their words may hold anything. */
function showTo(request: FastifyRequest): (attempt: Attempt) => z.input<typeof attemptView> {
  if (callerMay(request, 'answers.read')) return toAttemptView;
  return (attempt) => ({ ...toAttemptView(attempt), response_headers: {}, response_body: null, answer_hidden: true });
}

/** The wire form of an attempt: snake_case, ISO 8601 times. Used by the test send as well. */
export function toAttemptView(attempt: Attempt): z.input<typeof attemptView> {
  return {
    id: attempt.id,
    delivery_id: attempt.deliveryId,
    event_id: attempt.eventId,
    endpoint_id: attempt.endpointId,
    number: attempt.number,
    trigger: attempt.trigger,
    run_id: attempt.runId,
    started_at: toIso(attempt.startedAtMs),
    duration_ms: attempt.durationMs,
    outcome: attempt.outcome,
    status_code: attempt.statusCode,
    error_class: attempt.errorClass,
    error_message: attempt.errorMessage,
    request_headers: attempt.requestHeaders,
    response_headers: attempt.responseHeaders,
    response_body: attempt.responseBody,
    delivery_state: attempt.deliveryState,
    next_attempt_at: attempt.nextAttemptAtMs === null ? null : toIso(attempt.nextAttemptAtMs),
  };
}
