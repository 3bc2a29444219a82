import * as z from 'zod';
import { PosthornError } from '../../domain/errors.ts';
import type { EndpointId, WorkspaceId } from '../../domain/ids.ts';
import { type ApiServer, workspaceOf } from '../../platform/http/api.ts';
import { eventFilter } from '../../platform/http/event-filter-schema.ts';
import { idParam, timeParam } from '../../platform/http/query-params.ts';
import { estimate, estimateView } from './estimate.ts';
import type { ReadEvents } from './log-run.ts';
import { chooseTargets, EVENT_REPLAY, type ReplayParams, type TargetContext } from './replay-run.ts';
import { answerLogRun, readSpan, type StartLogRunContext } from './start-log-run.ts';

/** What these routes need. `gateway/` passes the real ones. */
export interface ReplayRoutesContext extends StartLogRunContext, TargetContext {
  readonly readEvents: ReadEvents;
  /** @throws PosthornError for a type that nobody knows, with its pointer below `/event_types`. */
  readonly checkEventTypes: (eventTypes: readonly string[]) => void;
}

/** Of a workspace; more would be all of them. */
const ENDPOINT_IDS_MAX = 200;
const EVENT_TYPES_MAX = 100;

const replayBody = z.strictObject({
  from: timeParam.describe('Events that the gateway took in from this time on.'),
  to: timeParam.exactOptional().describe('Up to this time, which is not included. Absent: up to now.'),
  event_types: z
    .array(z.string().min(1).max(128))
    .min(1)
    .max(EVENT_TYPES_MAX)
    .exactOptional()
    .describe('As of an endpoint: names, `noun.*` or `*`. Absent: every type.'),
  endpoint_ids: z
    .array(idParam('ep'))
    .min(1)
    .max(ENDPOINT_IDS_MAX)
    .exactOptional()
    .describe('Endpoints that get what they want of it. Absent: all that are enabled.'),
  filter: eventFilter.exactOptional(),
  to_endpoint_id: idParam('ep')
    .exactOptional()
    .describe(
      'Everything goes to this one endpoint, whatever it subscribes to, as far as its format can express it; with `endpoint_ids` what those want. Events of the gateway itself are left out unless `event_types` names them.',
    ),
  new_ids: z
    .boolean()
    .default(false)
    .describe(
      'Sends events of their own, with fresh ids and `replay_of`, for receivers that would drop what they have seen.',
    ),
  dry_run: z.boolean().default(false).describe('Only counts: nothing is started.'),
});

/** POST /v1/replays: a run that sends events of the log once more. */
export function replayRoutes(api: ApiServer, ctx: ReplayRoutesContext): void {
  api.post(
    '/v1/replays',
    {
      config: { access: { who: 'workspace', permission: 'replays.write' }, idempotent: true },
      schema: {
        summary: 'Send events of a time once more',
        description:
          'A run does it, oldest first, only so fast as receivers take it and slower while events come in; it can be paused, resumed and canceled. The requests carry `Posthorn-Trigger: replay` and `Posthorn-Replay-Id`, and the same `webhook-id` as then unless `new_ids`. It stands outside the order of an endpoint. With `dry_run` it answers what it would come to.',
        tags: ['Replays'],
        body: replayBody,
        response: { 200: estimateView, 202: ctx.run.schema },
      },
    },
    async (request, reply) => {
      const workspaceId = workspaceOf(request);
      const params = readParams(ctx, workspaceId, request.body);
      const targetsOf = chooseTargets(ctx, workspaceId, params);
      if (targetsOf === null) throw notUsable('/to_endpoint_id');
      const counted = await estimate(ctx.readEvents, {
        workspaceId,
        span: params,
        targetsOf: async (events) => events.flatMap((event) => targetsOf(event).map(({ id }) => id)),
      });
      const call = { request, reply, isDryRun: request.body.dry_run };
      return answerLogRun(ctx, call, { kind: EVENT_REPLAY, params: { ...params }, estimate: counted });
    },
  );
}

function readParams(
  ctx: ReplayRoutesContext,
  workspaceId: WorkspaceId,
  body: z.output<typeof replayBody>,
): ReplayParams {
  const span = readSpan(ctx.nowMs(), { fromMs: body.from, untilMs: body.to }, { from: 'from', until: 'to' });
  if (body.event_types !== undefined) ctx.checkEventTypes(body.event_types);
  assertUsable(ctx, workspaceId, body.endpoint_ids ?? []);
  return {
    ...span,
    event_types: body.event_types ?? null,
    endpoint_ids: body.endpoint_ids ?? null,
    filter: body.filter ?? null,
    to_endpoint_id: body.to_endpoint_id ?? null,
    new_ids: body.new_ids,
  };
}

function assertUsable(ctx: ReplayRoutesContext, workspaceId: WorkspaceId, ids: readonly EndpointId[]): void {
  const usable = new Set(
    ctx
      .endpointsOf(workspaceId)
      .filter(({ enabled }) => enabled)
      .map(({ id }) => id),
  );
  const index = ids.findIndex((id) => !usable.has(id));
  if (index !== -1) throw notUsable(`/endpoint_ids/${index}`);
}

function notUsable(pointer: string): PosthornError {
  const message = 'There is no enabled endpoint with this id.';
  return new PosthornError('unprocessable', message, { fields: [{ pointer, message }] });
}
