import type { Registry } from '../control/registry/registry.ts';
import { runView, toRunView } from '../control/runs/run-view.ts';
import type { StartRun } from '../domain/run.ts';
import { bulkRoutes } from '../pipeline/deliveries/bulk.routes.ts';
import { type BulkKind, createBulkHandler, DELIVERY_CANCEL, DELIVERY_RESEND } from '../pipeline/deliveries/bulk-run.ts';
import { deliveryRoutes } from '../pipeline/deliveries/deliveries.routes.ts';
import { deliveryRequestRoutes } from '../pipeline/deliveries/delivery-request.routes.ts';
import { findEvent } from '../pipeline/event-log/event-log.store.ts';
import { renderedView, toRenderedView } from '../pipeline/formats/rendered-view.ts';
import type { Store } from '../platform/db/store.ts';
import type { ApiServer } from '../platform/http/api.ts';
import type { Engine } from './engine.ts';
import { writeAudit } from './write-audit.ts';

interface DeliveriesApiContext {
  readonly store: Store;
  readonly registry: Pick<Registry, 'endpoint'>;
  readonly engine: Pick<Engine, 'wake' | 'render'>;
  readonly runs: { readonly startRun: StartRun };
}

/** Routes of deliveries: the list and its counts, one, what is sent, and runs over many. */
export function addDeliveryRoutes(server: ApiServer, context: DeliveriesApiContext): void {
  const { store, registry, engine, runs } = context;
  deliveryRoutes(server, {
    store,
    wakeDelivery: () => engine.wake(),
    audit: writeAudit,
    attemptsPlanned: ({ endpointId }) => {
      const endpoint = registry.endpoint(endpointId);
      return endpoint === null ? null : endpoint.retry.delaysSeconds.length + 1;
    },
    nowMs: store.nowMs,
  });
  deliveryRequestRoutes(server, {
    store,
    findEvent: (workspaceId, id) => findEvent(store, workspaceId, id),
    rendered: renderedEvents(engine),
    nowMs: store.nowMs,
  });
  bulkRoutes(server, {
    store,
    startRun: runs.startRun,
    nowMs: store.nowMs,
    run: { schema: runView, toView: toRunView },
  });
}

/** An event in one of the formats, as the API shows it. */
export function renderedEvents({ render }: Pick<Engine, 'render'>) {
  return {
    schema: renderedView,
    render: (target: Parameters<Engine['render']>[0], event: Parameters<Engine['render']>[1]) =>
      toRenderedView(render, target, event),
  };
}

/** What carries out the runs over many deliveries, by kind. */
export function bulkHandlers(context: {
  readonly store: Store;
  readonly engine: Pick<Engine, 'wake'>;
  readonly pause: (ms: number) => Promise<unknown>;
}) {
  const bulk = {
    store: context.store,
    audit: writeAudit,
    wakeDelivery: () => context.engine.wake(),
    nowMs: context.store.nowMs,
    pause: context.pause,
  };
  const kinds: readonly BulkKind[] = [DELIVERY_RESEND, DELIVERY_CANCEL];
  return kinds.map((kind) => [kind, createBulkHandler(bulk, kind)] as const);
}
