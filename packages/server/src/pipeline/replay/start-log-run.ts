import type { FastifyReply, FastifyRequest } from 'fastify';
import type * as z from 'zod';
import { PosthornError } from '../../domain/errors.ts';
import type { Run, RunData, StartRun } from '../../domain/run.ts';
import { actorOf } from '../../platform/http/actor.ts';
import { workspaceOf } from '../../platform/http/api.ts';
import { toIso } from '../../platform/http/query-params.ts';
import type { Estimate, estimateView } from './estimate.ts';
import { firstProgress, type LogSpan } from './log-run.ts';

/** What starts runs over the event log. `gateway/` passes the real ones. */
export interface StartLogRunContext {
  readonly startRun: StartRun;
  /** A run as the API shows it. */
  readonly run: { readonly schema: z.ZodType; readonly toView: (run: Run) => unknown };
  readonly nowMs: () => number;
}

interface Started {
  readonly kind: string;
  readonly params: LogSpan & RunData;
  readonly estimate: Estimate;
}

/** Runs of one kind in a workspace that have not ended: they share what the receivers take, so more of them end no sooner. */
const OPEN_RUNS_MAX = 5;

/** Answers a dry run with the estimate, or else starts the run and answers with it. */
export async function answerLogRun(
  ctx: StartLogRunContext,
  {
    request,
    reply,
    isDryRun,
  }: { readonly request: FastifyRequest; readonly reply: FastifyReply; readonly isDryRun: boolean },
  { kind, params, estimate }: Started,
) {
  if (isDryRun) return reply.code(200).send(toEstimateView(params, estimate));
  const { events, deliveries, isExact } = estimate;
  const run = await ctx.startRun({
    workspaceId: workspaceOf(request),
    kind,
    params,
    progress: firstProgress(params, { events, deliveries, is_exact: isExact }),
    openOfKindMax: OPEN_RUNS_MAX,
    asked: { actor: actorOf(request), action: `${kind}_started` },
  });
  return reply.code(202).header('location', `/v1/runs/${run.id}`).send(ctx.run.toView(run));
}

function toEstimateView(span: LogSpan, estimate: Estimate): z.input<typeof estimateView> {
  return {
    dry_run: true,
    from: toIso(span.from_ms),
    to: toIso(span.until_ms),
    events: estimate.events,
    deliveries: estimate.deliveries,
    by_endpoint: [...estimate.byEndpoint].map(([endpoint_id, deliveries]) => ({ endpoint_id, deliveries })),
    is_exact: estimate.isExact,
  };
}

/**
 * The time that is asked for, up to now at most.
 *
 * @param names What the two fields are called.
 * @throws PosthornError `invalid_request` when nothing lies between.
 */
export function readSpan(
  nowMs: number,
  { fromMs, untilMs = nowMs }: { readonly fromMs: number; readonly untilMs: number | undefined },
  names: { readonly from: string; readonly until: string },
): LogSpan {
  const span = { from_ms: fromMs, until_ms: Math.min(untilMs, nowMs) };
  if (span.from_ms < span.until_ms) return span;
  const [pointer, message] = [`/${names.until}`, `Must be after ${names.from}, which must lie in the past.`];
  throw new PosthornError('invalid_request', 'The body is not valid.', { fields: [{ pointer, message }] });
}
