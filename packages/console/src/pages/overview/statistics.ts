import type { checklistView } from '@posthorn/server/control/setup/checklist.routes.ts';
import type {
  channelsView,
  deliveriesView,
  endpointsView,
} from '@posthorn/server/pipeline/statistics/statistics.routes.ts';
import type * as z from 'zod';

export type DeliveryStatistics = z.infer<typeof deliveriesView>;
export type Bucket = DeliveryStatistics['buckets'][number];
export type EndpointStatistics = z.infer<typeof endpointsView>;
export type EndpointFigures = EndpointStatistics['data'][number];
export type ChannelStatistics = z.infer<typeof channelsView>;
export type Checklist = z.infer<typeof checklistView>;

/** What an endpoint is called: its description, else where it is. */
export function nameOfEndpoint({ description, url }: { readonly description: string; readonly url: string }): string {
  return description === '' ? url.replace(/^https?:\/\//, '') : description;
}
