import * as z from 'zod';
import { PosthornError } from '../../domain/errors.ts';
import type { EndpointId, WorkspaceId } from '../../domain/ids.ts';
import type { Run } from '../../domain/run.ts';
import { type ApiServer, workspaceOf } from '../../platform/http/api.ts';
import { idPath, pathId, timeParam } from '../../platform/http/query-params.ts';
import { estimate, estimateView } from './estimate.ts';
import type { ReadEvents } from './log-run.ts';
import { ENDPOINT_RECOVER, findMissing, type MissingContext, type RecoverParams } from './recover-run.ts';
import { answerLogRun, readSpan, type StartLogRunContext } from './start-log-run.ts';

/** What this route needs. `gateway/` passes the real ones. */
export interface RecoverRoutesContext extends StartLogRunContext, MissingContext {
  readonly readEvents: ReadEvents;
  /** Runs of a kind that have not ended. */
  readonly listOpenRuns: (workspaceId: WorkspaceId, kind: string) => Promise<readonly Run[]>;
}

const recoverBody = z.strictObject({
  since: timeParam.describe('Events that the gateway took in from this time on.'),
  until: timeParam.exactOptional().describe('Up to this time, which is not included. Absent: up to now.'),
  dry_run: z.boolean().default(false).describe('Only counts: nothing is started.'),
});

/** POST /v1/endpoints/{id}/recover: a run that makes the deliveries that an endpoint is missing. */
export function recoverRoutes(api: ApiServer, ctx: RecoverRoutesContext): void {
  api.post(
    '/v1/endpoints/:id/recover',
    {
      config: { access: { who: 'workspace', permission: 'replays.write' }, idempotent: true },
      schema: {
        summary: 'Make the deliveries that an endpoint is missing',
        description:
          'Of the events that it wants and never got: because it was disabled, or because the delivery was exhausted or canceled. What was delivered or still waits is left alone. A run does it, as a replay; the requests carry `Posthorn-Trigger: recover` and `Posthorn-Replay-Id`. 409 while the endpoint is disabled, and while another such run of it has not ended.',
        tags: ['Replays'],
        params: idPath,
        body: recoverBody,
        response: { 200: estimateView, 202: ctx.run.schema },
      },
    },
    async (request, reply) => {
      const workspaceId = workspaceOf(request);
      const endpointId = pathId('ep', request.params.id);
      const { since, until, dry_run: isDryRun } = request.body;
      assertEnabled(ctx, workspaceId, endpointId);
      const span = readSpan(ctx.nowMs(), { fromMs: since, untilMs: until }, { from: 'since', until: 'until' });
      if (!isDryRun) await assertAlone(ctx, workspaceId, endpointId);
      const counted = await estimate(ctx.readEvents, {
        workspaceId,
        span,
        targetsOf: async (events) =>
          ((await findMissing(ctx, { workspaceId, endpointId }, events)) ?? []).map(() => endpointId),
      });
      const params = { ...span, endpoint_id: endpointId };
      return answerLogRun(ctx, { request, reply, isDryRun }, { kind: ENDPOINT_RECOVER, params, estimate: counted });
    },
  );
}

function assertEnabled(ctx: RecoverRoutesContext, workspaceId: WorkspaceId, id: EndpointId): void {
  const endpoint = ctx.endpointsOf(workspaceId).find((one) => one.id === id);
  if (endpoint === undefined) throw new PosthornError('not_found', 'There is no endpoint with this id.');
  if (endpoint.enabled) return;
  throw new PosthornError('conflict', 'The endpoint is disabled and takes nothing. Enable it, then recover.');
}

/** Two at a time would each find the same missing. */
async function assertAlone(ctx: RecoverRoutesContext, workspaceId: WorkspaceId, id: EndpointId): Promise<void> {
  const open = await ctx.listOpenRuns(workspaceId, ENDPOINT_RECOVER);
  // `as`: params of a run of this kind.
  const other = open.find(({ params }) => (params as unknown as RecoverParams).endpoint_id === id);
  if (other === undefined) return;
  throw new PosthornError('conflict', `The run ${other.id} does this already. Wait for its end, or cancel it.`);
}
