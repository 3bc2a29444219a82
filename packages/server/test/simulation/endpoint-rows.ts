import { insertEndpoints } from '../../src/control/endpoints/endpoints.store.ts';
import type { EndpointId } from '../../src/domain/ids.ts';
import type { Store } from '../../src/platform/db/store.ts';
import type { PlannedEndpoint } from './day-plan.ts';
import { WORKSPACE_ID } from './producer.ts';

/** Puts the workspace of a simulated world and its endpoints into its database. */
export async function insertSimulatedEndpoints(
  store: Store,
  endpoints: readonly PlannedEndpoint[],
  addressOf: (id: EndpointId) => string,
): Promise<void> {
  const nowMs = store.nowMs();
  await store.db
    .insertInto('workspaces')
    .values({ id: WORKSPACE_ID, serial: 1, account_id: 'MA_1', name: 'Simulated', created_at_ms: nowMs, revision: 0 })
    .execute();
  const made = endpoints.map((planned) => ({
    workspaceId: WORKSPACE_ID,
    id: planned.id,
    nowMs,
    endpointsMax: endpoints.length,
    createdBy: null,
    fields: {
      url: addressOf(planned.id),
      description: planned.role,
      eventTypes: planned.eventTypes,
      channelIds: null,
      format: planned.format,
      formatOptions: {},
      retry: planned.retry,
      secretsSealed: JSON.stringify(secretsOf(planned, nowMs)),
      headersSealed: '{}',
      verifyTokenSealed: null,
      ratePerSecond: planned.ratePerSecond,
      maxInFlight: planned.maxInFlight,
      ordering: planned.ordering,
      filter: null,
    },
  }));
  await insertEndpoints(store, made, async () => {});
}

/** Far beyond the day and its drain. */
const OVERLAP_MS = 30 * 86_400_000;

function secretsOf({ isRotating }: PlannedEndpoint, nowMs: number) {
  if (!isRotating) return { current: 'whsec_c2ltdWxhdGVkIHNlY3JldCBvbmU=', previous: null, previousUntilMs: null };
  return { current: 'a-secret-of-now', previous: 'a-secret-of-before', previousUntilMs: nowMs + OVERLAP_MS };
}
