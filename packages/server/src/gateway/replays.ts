import { setTimeout as pause } from 'node:timers/promises';
import type { Registry } from '../control/registry/registry.ts';
import { runView, toRunView } from '../control/runs/run-view.ts';
import { listOpenRuns } from '../control/runs/runs.store.ts';
import { compileFilter } from '../domain/event-filter/compile-filter.ts';
import { viewOfEvent } from '../domain/event-filter/event-view.ts';
import { idOf } from '../domain/ids.ts';
import { listEventsOfRange } from '../pipeline/event-log/event-range.store.ts';
import { takePositionLock } from '../pipeline/event-log/position-horizon.store.ts';
import { canCarry, isOfTypes } from '../pipeline/matching/carried-events.ts';
import { checkEventTypes } from '../pipeline/matching/check-event-types.ts';
import { matchedEndpoints } from '../pipeline/matching/matched-endpoints.ts';
import type { LogRunContext } from '../pipeline/replay/log-run.ts';
import { recoverRoutes } from '../pipeline/replay/recover.routes.ts';
import { createRecoverHandler, ENDPOINT_RECOVER } from '../pipeline/replay/recover-run.ts';
import { replayRoutes } from '../pipeline/replay/replay.routes.ts';
import { createReplayPace } from '../pipeline/replay/replay-pace.ts';
import { createReplayHandler, EVENT_REPLAY, type TargetContext } from '../pipeline/replay/replay-run.ts';
import type { Store } from '../platform/db/store.ts';
import type { ApiServer } from '../platform/http/api.ts';
import type { Engine } from './engine.ts';
import type { Runs } from './runs.ts';
import { SYSTEM_SOURCE } from './system-source.ts';

const { newId } = SYSTEM_SOURCE;

interface ReplaysContext {
  readonly store: Store;
  readonly registry: Pick<Registry, 'endpointsOf'>;
  readonly engine: Pick<Engine, 'eventData' | 'lastEventMs' | 'noteReplayed'>;
}

/** What carries out replays and recoveries, by kind. */
export function replayHandlers(context: ReplaysContext) {
  const ctx: LogRunContext & TargetContext = {
    ...readingContext(context),
    takePosition: (trx) => takePositionLock(context.store, trx),
    newDeliveryId: () => idOf('dlv', newId()),
    newEventId: () => idOf('evt', newId()),
    onMade: (deliveryCount) => context.engine.noteReplayed(deliveryCount),
    pace: createReplayPace({
      lastEventMs: context.engine.lastEventMs,
      monotonicMs: () => performance.now(),
      pause: (ms) => pause(ms),
    }),
    pause: (ms) => pause(ms),
  };
  return [
    [EVENT_REPLAY, createReplayHandler(ctx)],
    [ENDPOINT_RECOVER, createRecoverHandler(ctx)],
  ] as const;
}

/** The routes that start them. */
export function addReplayRoutes(
  server: ApiServer,
  context: ReplaysContext & { readonly runs: Pick<Runs, 'startRun'> },
): void {
  const ctx = {
    ...readingContext(context),
    startRun: context.runs.startRun,
    run: { schema: runView, toView: toRunView },
    checkEventTypes: (eventTypes: readonly string[]) => checkEventTypes('standard', eventTypes),
    listOpenRuns: (workspaceId: Parameters<typeof listOpenRuns>[1], kind: string) =>
      listOpenRuns(context.store, workspaceId, kind),
  };
  replayRoutes(server, ctx);
  recoverRoutes(server, ctx);
}

/** What both look at: the log, and who wants what of it. */
function readingContext({ store, registry, engine }: ReplaysContext) {
  const { eventData } = engine;
  return {
    store,
    readEvents: (range) => listEventsOfRange(store, range),
    endpointsOf: (workspaceId) => registry.endpointsOf(workspaceId),
    wanting: (endpoints, event) => matchedEndpoints(endpoints, event, eventData),
    canCarry,
    isOfTypes,
    passesFilter: (filter) => {
      const passes = compileFilter(filter);
      return (event) => passes(viewOfEvent(event, eventData));
    },
    nowMs: store.nowMs,
  } satisfies TargetContext & Pick<LogRunContext, 'store' | 'readEvents' | 'nowMs'>;
}
