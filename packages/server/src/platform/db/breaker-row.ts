import type { Breaker } from '../../domain/endpoint-breaker.ts';
import type { EndpointBreakerRow } from './tables.ts';

/** A row of `endpoint_breakers` in the words of the domain. */
export function toBreaker(
  row: Omit<EndpointBreakerRow, 'workspace_id' | 'endpoint_id' | 'changed_at_ms' | 'revision'>,
): Breaker {
  return {
    state: row.state,
    consecutiveFailures: row.consecutive_failures,
    failingSinceMs: row.consecutive_failures === 0 ? null : row.failing_since_ms,
    openedAtMs: row.opened_at_ms,
    nextProbeAtMs: row.next_probe_at_ms,
    failedProbes: row.failed_probes,
  };
}
