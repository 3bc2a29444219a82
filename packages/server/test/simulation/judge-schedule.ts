import { resolveRetry } from '../../src/control/endpoints/retry-presets.ts';
import { usesTry } from './delivery-history.ts';
import { describe, type Evidence, type Violation } from './judge.ts';
import type { SeenRequest } from './witness.ts';

/** How far the times of two nodes may be apart, see `pipeline/delivery/leased-delivery.ts`. */
const SKEW_MS = 1_000;

/** No attempt comes before the wait of the schedule is over, counted from the end of the one before in true time. */
export function* findEarlyRetries(evidence: Evidence): Iterable<Violation> {
  for (const history of evidence.histories.values()) {
    const endpoint = evidence.endpoints.get(history.endpointId);
    if (endpoint === undefined) continue;
    const { delaysSeconds } = resolveRetry(endpoint.format, endpoint.retry);
    let step = 0;
    for (const row of history.attempts) {
      if (!usesTry(row)) continue;
      const request = history.requests.find(({ number }) => number === row.number);
      const next = history.requests.find(({ number }) => number === row.number + 1);
      const waitMs = (delaysSeconds[step] ?? 0) * 1_000;
      step++;
      if (request === undefined || next === undefined) continue;
      const skewMs = request.process.split('.')[0] === next.process.split('.')[0] ? 1 : SKEW_MS;
      if (next.startedAtMs - request.endedAtMs >= waitMs - skewMs) continue;
      // What was held is due at once when its endpoint is enabled.
      if (wasEnabledBetween(evidence, request, next)) continue;
      const what = `attempt ${next.number} came ${next.startedAtMs - request.endedAtMs} ms after ${row.number}, and not ${waitMs}`;
      yield { promise: 'retries are not early', what: `${what}: ${describe(evidence, history)}` };
    }
  }
}

function wasEnabledBetween({ world }: Evidence, before: SeenRequest, after: SeenRequest): boolean {
  return world.switches.some(
    ({ endpointId, isEnabled, atMs }) =>
      isEnabled && endpointId === after.endpointId && atMs >= before.startedAtMs && atMs <= after.startedAtMs,
  );
}
