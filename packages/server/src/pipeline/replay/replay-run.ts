import type { Endpoint } from '../../domain/endpoint.ts';
import type { Event } from '../../domain/event.ts';
import type { FilterObject } from '../../domain/event-filter/filter-object.ts';
import type { EndpointId, WorkspaceId } from '../../domain/ids.ts';
import type { RunTask } from '../../domain/run.ts';
import type { TransactionalRunHandler } from '../../platform/db/transactional-run.ts';
import { createLogRunHandler, type LogRunContext, type LogSpan } from './log-run.ts';
import type { PlannedEvent } from './planned-delivery.ts';
import { findMaybeReceived, pairKey } from './replayed-deliveries.store.ts';

/** Kind of the run that sends events of the log once more. */
export const EVENT_REPLAY = 'event.replay';

/** What such a run was asked for. */
export interface ReplayParams extends LogSpan {
  /** As an endpoint's. Null: every type. */
  readonly event_types: readonly string[] | null;
  /** Endpoints that get what they want of it. Null: all of them. */
  readonly endpoint_ids: readonly EndpointId[] | null;
  /** As an endpoint's. Null: none. */
  readonly filter: FilterObject | null;
  /** This endpoint gets everything, whatever it subscribes to. Null: none does. */
  readonly to_endpoint_id: EndpointId | null;
  readonly new_ids: boolean;
}

/** Which event goes to which endpoint. `gateway/` passes the real ones. */
export interface TargetContext {
  /** Endpoints of a workspace, also those that are disabled. */
  readonly endpointsOf: (workspaceId: WorkspaceId) => readonly Endpoint[];
  /** Those of the endpoints that take part and want the event, as if it came in now. */
  readonly wanting: (endpoints: readonly Endpoint[], event: Event) => readonly Endpoint[];
  /** Whether the event can be sent to the endpoint at all, whatever it subscribes to. */
  readonly canCarry: (endpoint: Endpoint, event: Event) => boolean;
  /** Makes the question whether an event is of one of the types, which may be wildcards. */
  readonly isOfTypes: (patterns: readonly string[]) => (event: Event) => boolean;
  /** Makes the question whether an event passes a filter. */
  readonly passesFilter: (filter: FilterObject) => (event: Event) => boolean;
}

/** Which endpoints an event of the log is sent to once more. */
export type TargetsOf = (event: Event) => readonly Endpoint[];

/** Works out once what is asked for each event. Null: the endpoint that everything goes to is not there, or disabled. */
export function chooseTargets(ctx: TargetContext, workspaceId: WorkspaceId, params: ReplayParams): TargetsOf | null {
  const ids = params.endpoint_ids === null ? null : new Set(params.endpoint_ids);
  const endpoints = ctx.endpointsOf(workspaceId).filter(({ id }) => ids === null || ids.has(id));
  const isMeant = chooseEvents(ctx, params);
  if (params.to_endpoint_id === null) {
    return (event) => (isMeant(event) ? ctx.wanting(endpoints, event) : []);
  }
  const to = ctx.endpointsOf(workspaceId).find(({ id }) => id === params.to_endpoint_id);
  if (to === undefined || !to.enabled) return null;
  const isWanted = (event: Event) => ids === null || ctx.wanting(endpoints, event).length > 0;
  return (event) => (isMeant(event) && ctx.canCarry(to, event) && isWanted(event) ? [to] : []);
}

/** Nothing is left of an erased event; one that repeats another was meant for those whom it was sent to then. */
export function isReplayable({ origin, replayOf }: Event): boolean {
  return origin !== 'erased' && replayOf === undefined;
}

function chooseEvents(ctx: TargetContext, { event_types, filter, to_endpoint_id }: ReplayParams) {
  const isOfTypes = event_types === null ? () => true : ctx.isOfTypes(event_types);
  const passes = filter === null ? () => true : ctx.passesFilter(filter);
  // What the gateway tells of its own endpoints means nothing to a receiver that is being filled.
  const isLeftOut = to_endpoint_id !== null && event_types === null;
  return (event: Event) =>
    isReplayable(event) && !(isLeftOut && event.origin === 'operational') && isOfTypes(event) && passes(event);
}

/** Makes what carries out replays, see `createLogRunHandler`. */
export function createReplayHandler(ctx: LogRunContext & TargetContext): TransactionalRunHandler {
  return createLogRunHandler(ctx, { trigger: 'replay', plan: (run, events) => planReplay(ctx, run, events) });
}

const TARGET_GONE = 'The endpoint that everything goes to was deleted or disabled. What was made before stays.';

async function planReplay(
  ctx: LogRunContext & TargetContext,
  run: RunTask,
  events: readonly Event[],
): Promise<readonly PlannedEvent[] | string> {
  // `as`: what `replay.routes.ts` made of the call.
  const params = run.params as unknown as ReplayParams;
  const targetsOf = chooseTargets(ctx, run.workspaceId, params);
  if (targetsOf === null) return TARGET_GONE;
  const chosen = events
    .map((event) => ({ event, targets: targetsOf(event) }))
    .filter(({ targets }) => targets.length > 0);
  const eventIds = chosen.map(({ event }) => event.id);
  // A receiver cannot know an event again that has a new id.
  const maybe = params.new_ids ? new Set() : await findMaybeReceived(ctx.store, run.workspaceId, eventIds);
  return chosen.map(({ event, targets }) => ({
    event,
    newId: params.new_ids ? ctx.newEventId() : null,
    deliveries: targets.map(({ id }) => ({ endpointId: id, maybeReceived: maybe.has(pairKey(event.id, id)) })),
  }));
}
