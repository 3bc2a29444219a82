import { useApi } from '../../lib/queries.ts';
import type { Channel } from '../channels/channel-types.ts';
import type { EndpointHealth, EndpointsHealth, EventType, RetryPreset } from './endpoint-types.ts';

/** How often health is read anew while it is looked at. */
const HEALTH_EVERY_MS = 15_000;
/** What changes only with a version of the gateway. */
const STATIC = { staleTime: Number.POSITIVE_INFINITY };

/** How the endpoints of the workspace are, those in trouble first. */
export function useHealth() {
  return useApi<EndpointsHealth>('/v1/statistics/endpoints', {}, { refetchInterval: HEALTH_EVERY_MS });
}

/** How one endpoint is. Null: not read yet, or it is new. */
export function useHealthOf(id: string): { readonly all: EndpointsHealth; readonly own: EndpointHealth } | null {
  const { data } = useHealth();
  const own = data?.data.find((one) => one.id === id);
  return data === undefined || own === undefined ? null : { all: data, own };
}

/** Every event type with its name and an example in each format. */
export function useCatalogue() {
  return useApi<{ data: readonly EventType[] }>('/v1/event-types', {}, STATIC);
}

export function useRetryPresets() {
  return useApi<{ data: readonly RetryPreset[] }>('/v1/retry-presets', {}, STATIC);
}

/** @param enabled A portal may not read them. */
export function useChannels(enabled: boolean) {
  return useApi<{ data: readonly Channel[] }>('/v1/channels', { limit: 100 }, { enabled });
}
