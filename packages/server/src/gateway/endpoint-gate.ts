import type { Endpoint } from '../domain/endpoint.ts';
import type { EndpointId } from '../domain/ids.ts';
import type { PublishIn } from '../pipeline/commit/publisher.ts';
import { BreakerBook } from '../pipeline/delivery/breaker-book.ts';
import { EndpointGate } from '../pipeline/delivery/endpoint-gate.ts';
import { PLACES_PAGE, takePlaces } from '../pipeline/delivery/rate-places.store.ts';
import { LocalRatePlaces, SharedRatePlaces } from '../pipeline/delivery/rate-places.ts';
import type { Trx } from '../platform/db/store.ts';
import type { EngineContext } from './engine.ts';
import { operationalEvent } from './operational-event.ts';

interface GateParts {
  readonly publishIn: PublishIn;
  /** Events were published in a transaction of the gate's. */
  readonly onPublished: () => void;
  /** The gate of an endpoint may let more through. */
  readonly onChange: (id: EndpointId) => void;
  /** It has places under its rate again. */
  readonly onFree: (id: EndpointId) => void;
}

const DAY_MS = 86_400_000;

/** What stands between the lanes and an endpoint: pause, breaker, rate. */
export function createEndpointGate(context: EngineContext, parts: GateParts): EndpointGate {
  const { store, registry, source } = context;
  const { nowMs, monotonicMs, setTimer, random } = source;
  const endpoint = (id: EndpointId) => registry.endpoint(id);
  const onError = (error: unknown) => context.logger.error({ err: error }, 'the gate of an endpoint failed');
  const report = async (
    trx: Trx,
    { id, workspaceId }: Endpoint,
    type: 'endpoint.failing' | 'endpoint.recovered' | 'endpoint.disabled',
    reason: string,
  ) => {
    const data = { endpoint_id: id, reason };
    await parts.publishIn(trx, [operationalEvent(source, { workspaceId, type, data, dedupeKey: null })]);
  };
  const breakers = new BreakerBook({
    ...{ store, endpoint, report, nowMs, random, onError },
    onReported: parts.onPublished,
    onChange: parts.onChange,
    disableAfterMs: context.disableAfterMs,
    disableFailing: async (failing, { failures, sinceMs }) => {
      const days = Math.floor((nowMs() - sinceMs) / DAY_MS);
      const reason = `All of the last ${failures} attempts failed, for ${days} days.`;
      const alongside = (trx: Trx) => report(trx, failing, 'endpoint.disabled', reason);
      if (await context.disableEndpoint(failing, { reason: 'failing', alongside })) parts.onPublished();
    },
  });
  const rates = store.can.sharedBetweenNodes
    ? new SharedRatePlaces({
        ...{ monotonicMs, setTimer, onError, onFree: parts.onFree },
        takePlaces: (wants) => takePlaces(store, wants, nowMs),
        pageMax: PLACES_PAGE,
      })
    : new LocalRatePlaces();
  return new EndpointGate({ endpoint, breakers, rates, nowMs, monotonicMs, setTimer, onError });
}
