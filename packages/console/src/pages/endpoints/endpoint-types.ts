import type {
  createdEndpointView,
  endpointView,
  retryPresetView,
  rotatedSecretView,
} from '@posthorn/server/control/endpoints/endpoint-schemas.ts';
import type { urlCheckView } from '@posthorn/server/control/endpoints/url-check.routes.ts';
import type { eventTypeView } from '@posthorn/server/control/event-types/catalogue-view.ts';
import type { attemptView } from '@posthorn/server/pipeline/attempts/attempts.routes.ts';
import type { endpointsView } from '@posthorn/server/pipeline/statistics/statistics.routes.ts';
import type * as z from 'zod';

export type Endpoint = z.infer<typeof endpointView>;
export type CreatedEndpoint = z.infer<typeof createdEndpointView>;
export type RotatedSecret = z.infer<typeof rotatedSecretView>;
export type RetryPreset = z.infer<typeof retryPresetView>;
export type ScheduledAttempt = RetryPreset['schedule'][number];
export type UrlCheck = z.infer<typeof urlCheckView>;
export type EventType = z.infer<typeof eventTypeView>;
export type Attempt = z.infer<typeof attemptView>;
export type EndpointsHealth = z.infer<typeof endpointsView>;
export type EndpointHealth = EndpointsHealth['data'][number];
export type Format = Endpoint['format'];

/** In the order in which they are offered. */
export const FORMATS = ['standard', 'cloudevents', 'meta', 'xobito', 'vobiz', 'vobiz-legacy'] as const;

/** In the order in which they are offered. */
export const ORDERINGS = ['none', 'conversation'] as const satisfies readonly Endpoint['ordering'][];

/** What an endpoint is called: its name, or else the host of its URL. */
export function nameOf({ description, url }: Pick<Endpoint, 'description' | 'url'>): string {
  return description.trim() || (URL.parse(url)?.host ?? url);
}
