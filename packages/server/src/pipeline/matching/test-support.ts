import type { Endpoint } from '../../domain/endpoint.ts';
import { idOf } from '../../domain/ids.ts';

const UUID = '01900000-0000-7000-8000-000000000001';

/** An enabled endpoint that wants everything in format standard, but for what is said otherwise. */
export function endpointWith(changes: Partial<Endpoint> = {}): Endpoint {
  return {
    id: idOf('ep', UUID),
    workspaceId: idOf('ws', UUID),
    url: 'https://receiver.example/',
    isTestReceiver: false,
    eventTypes: ['*'],
    channelIds: null,
    filter: null,
    format: 'standard',
    formatOptions: {},
    retry: { delaysSeconds: [], timeoutSeconds: 15, waitsAfterThrottle: false },
    secrets: { current: 'whsec_', previous: null, previousUntilMs: null },
    headers: {},
    ratePerSecond: null,
    maxInFlight: 32,
    ordering: 'none',
    isPaused: false,
    enabled: true,
    disabledReason: null,
    ...changes,
  };
}
