import type { Query } from '../../lib/api.ts';
import { type PageOf, useApi } from '../../lib/queries.ts';
import { useMay } from '../../lib/session.ts';
import type { UrlState } from '../../lib/url-state.ts';
import type { Filter } from '../../ui/filter-bar.tsx';
import { deliveryWords } from '../../words/deliveries.ts';

/** An endpoint or a channel, as far as its name goes. */
export interface Named {
  readonly id: string;
  readonly description?: string;
  readonly url?: string;
  readonly name?: string | null;
  readonly display_phone_number?: string;
}

const TIME_MS = { '15m': 900_000, '1h': 3_600_000, '24h': 86_400_000, '7d': 604_800_000 } as const;
type TimeSpan = keyof typeof TIME_MS;

/** Filters of events and of deliveries, in the words of the address: each as the API calls it, but for `time`, which counts back from now. */
export const SUBJECT_NAMES = ['type', 'channel', 'time', 'since', 'until', 'phone', 'bsuid', 'wamid'] as const;

/** What the API is asked for. A span of time begins when it was chosen. */
export function readSubject({ time, ...url }: UrlState): Query {
  const span = time !== undefined && time in TIME_MS ? TIME_MS[time as TimeSpan] : null;
  return {
    ...{ type: url.type, channel: url.channel, phone: url.phone, bsuid: url.bsuid, wamid: url.wamid, until: url.until },
    since: span === null ? url.since : new Date(Date.now() - span).toISOString(),
  };
}

/** The filters themselves. */
export function subjectFilters(channels: readonly Named[]): readonly Filter[] {
  const { filters, times, typeHint, phoneHint, timeHint } = deliveryWords;
  return [
    { kind: 'text', name: 'type', label: filters.type, hint: typeHint },
    { kind: 'one', name: 'channel', label: filters.channel, options: channels.map(toOption) },
    {
      kind: 'one',
      name: 'time',
      label: filters.time,
      options: Object.entries(times).map(([value, label]) => ({ value, label })),
    },
    { kind: 'text', name: 'since', label: filters.since, hint: timeHint, format: formatMoment },
    { kind: 'text', name: 'until', label: filters.until, hint: timeHint, format: formatMoment },
    { kind: 'text', name: 'phone', label: filters.phone, hint: phoneHint, format: (phone) => `+${phone}` },
    { kind: 'text', name: 'bsuid', label: filters.bsuid },
    { kind: 'text', name: 'wamid', label: filters.wamid },
  ];
}

/** An event type, as `message.received`. */
export function isEventType(text: string): boolean {
  return /^[a-z_]+(\.[a-z0-9_]+)+$/.test(text);
}

/** The channels of the workspace, as far as the reader may see them. */
export function useChannels(): readonly Named[] {
  const mayRead = useMay()('channels.read');
  return useApi<PageOf<Named>>('/v1/channels', { limit: 100 }, { enabled: mayRead }).data?.data ?? [];
}

/** One of the choices of a filter. */
export function toOption(named: Named) {
  return { value: named.id, label: nameOf(named) };
}

/** What people call an endpoint or a channel. */
export function nameOf({ id, description, url, name, display_phone_number: number }: Named): string {
  if (description !== undefined && description !== '') return description;
  if (url !== undefined) return new URL(url).host;
  return name ?? (number === undefined ? id : `+${number}`);
}

const momentFormat = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

function formatMoment(text: string): string {
  const atMs = Date.parse(text);
  return Number.isNaN(atMs) ? text : momentFormat.format(atMs);
}
