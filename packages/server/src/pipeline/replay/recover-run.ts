import type { Event } from '../../domain/event.ts';
import type { EndpointId, WorkspaceId } from '../../domain/ids.ts';
import type { RunTask } from '../../domain/run.ts';
import type { Store } from '../../platform/db/store.ts';
import type { TransactionalRunHandler } from '../../platform/db/transactional-run.ts';
import { createLogRunHandler, type LogRunContext, type LogSpan } from './log-run.ts';
import type { PlannedEvent } from './planned-delivery.ts';
import { isReplayable, type TargetContext } from './replay-run.ts';
import { findMaybeReceived, findProvided, pairKey } from './replayed-deliveries.store.ts';

/** Kind of the run that makes the deliveries that an endpoint is missing. */
export const ENDPOINT_RECOVER = 'endpoint.recover';

/** What such a run was asked for. */
export interface RecoverParams extends LogSpan {
  readonly endpoint_id: EndpointId;
}

/** What decides which events are missing. */
export type MissingContext = Pick<TargetContext, 'endpointsOf' | 'wanting'> & { readonly store: Store };

/**
 * Those of the events that an endpoint wants and never got: no delivery was made, or all were exhausted or canceled. Null:
 * the endpoint is not there, or disabled.
 *
 * @param events In the order of their ids.
 */
export async function findMissing(
  ctx: MissingContext,
  { workspaceId, endpointId }: { readonly workspaceId: WorkspaceId; readonly endpointId: EndpointId },
  events: readonly Event[],
): Promise<readonly Event[] | null> {
  const endpoint = ctx.endpointsOf(workspaceId).find(({ id }) => id === endpointId);
  if (endpoint === undefined || !endpoint.enabled) return null;
  const wanted = events.filter((event) => isReplayable(event) && ctx.wanting([endpoint], event).length > 0);
  const provided = await findProvided(
    ctx.store,
    { workspaceId, endpointId },
    wanted.map(({ id }) => id),
  );
  return wanted.filter(({ id }) => !provided.has(id));
}

/** Makes what carries out such runs, see `createLogRunHandler`. */
export function createRecoverHandler(ctx: LogRunContext & TargetContext): TransactionalRunHandler {
  return createLogRunHandler(ctx, { trigger: 'recover', plan: (run, events) => planRecover(ctx, run, events) });
}

const ENDPOINT_GONE = 'The endpoint was deleted or disabled. What was made before stays.';

async function planRecover(
  ctx: MissingContext,
  run: RunTask,
  events: readonly Event[],
): Promise<readonly PlannedEvent[] | string> {
  // `as`: what `recover.routes.ts` made of the call.
  const { endpoint_id: endpointId } = run.params as unknown as RecoverParams;
  const missing = await findMissing(ctx, { workspaceId: run.workspaceId, endpointId }, events);
  if (missing === null) return ENDPOINT_GONE;
  const eventIds = missing.map(({ id }) => id);
  const maybe = await findMaybeReceived(ctx.store, run.workspaceId, eventIds);
  return missing.map((event) => ({
    event,
    newId: null,
    deliveries: [{ endpointId, maybeReceived: maybe.has(pairKey(event.id, endpointId)) }],
  }));
}
