import type { Endpoint, Format } from './endpoint-types.ts';
import type { EventChoice } from './event-choice.ts';
import { type FilterDraft, NO_FILTER, readFilter, writeFilter } from './filter-draft.ts';

/** A header that is being written. `isKept`: it is there, and its value is not shown. */
export interface DraftHeader {
  readonly key: string;
  readonly name: string;
  readonly value: string;
  readonly isKept: boolean;
}

/** `null`: as the format has it. */
export type DraftRetry = string | null | { readonly delays: string; readonly timeout: string };

/** An endpoint that is being made or changed, as the form holds it. */
export interface EndpointDraft {
  readonly url: string;
  readonly description: string;
  readonly format: Format;
  readonly formatOptions: Endpoint['format_options'];
  readonly eventTypes: EventChoice;
  /** Null: of all. */
  readonly channelIds: readonly string[] | null;
  readonly filter: FilterDraft;
  readonly retry: DraftRetry;
  /** As it is typed. Empty: no limit. */
  readonly ratePerSecond: string;
  readonly maxInFlight: string;
  readonly ordering: Endpoint['ordering'];
  readonly headers: readonly DraftHeader[];
  readonly verifyToken: string;
}

/** Options that mean something in a format. The last two do in each. */
const OPTIONS_BY_FORMAT: Readonly<Record<Format, readonly (keyof Endpoint['format_options'])[]>> = {
  standard: ['raw'],
  cloudevents: ['raw'],
  meta: [],
  xobito: ['original'],
  vobiz: ['payload'],
  'vobiz-legacy': [],
};

export function optionsOf(format: Format): readonly (keyof Endpoint['format_options'])[] {
  return [...OPTIONS_BY_FORMAT[format], 'emit_implied', 'asymmetric'];
}

/** What an endpoint has that says nothing. */
const MAX_IN_FLIGHT_DEFAULT = '32';

export function newDraft(url: string): EndpointDraft {
  return {
    ...{ url, description: '', format: 'standard', formatOptions: {}, eventTypes: ['*'], channelIds: null },
    filter: NO_FILTER,
    ...{ ratePerSecond: '', maxInFlight: MAX_IN_FLIGHT_DEFAULT, ordering: 'none' },
    ...{ retry: null, headers: [], verifyToken: '' },
  };
}

/** @param presetOfFormat What endpoints of its format have when they give no retry. */
export function draftOf(endpoint: Endpoint, presetOfFormat: string | null): EndpointDraft {
  const { retry } = endpoint;
  return {
    url: endpoint.url,
    description: endpoint.description,
    format: endpoint.format,
    formatOptions: endpoint.format_options,
    eventTypes: endpoint.event_types,
    channelIds: endpoint.channel_ids,
    filter: readFilter(endpoint.filter),
    retry: typeof retry !== 'string' ? writeRetry(retry) : retry === presetOfFormat ? null : retry,
    ratePerSecond: endpoint.rate_per_second === null ? '' : String(endpoint.rate_per_second),
    maxInFlight: String(endpoint.max_in_flight),
    ordering: endpoint.ordering,
    headers: Object.keys(endpoint.headers).map((name) => ({ key: name, name, value: '', isKept: true })),
    verifyToken: '',
  };
}

function writeRetry({ delays_seconds, timeout_seconds }: Exclude<Endpoint['retry'], string>): DraftRetry {
  return { delays: delays_seconds.map(writeDelay).join(', '), timeout: String(timeout_seconds) };
}

const UNITS = [
  [86_400, 'd'],
  [3_600, 'h'],
  [60, 'm'],
] as const;

/** `90` as `90s`, `3600` as `1h`. */
function writeDelay(seconds: number): string {
  const unit = UNITS.find(([size]) => seconds >= size && seconds % size === 0);
  return unit === undefined ? `${seconds}s` : `${seconds / unit[0]}${unit[1]}`;
}

const SECONDS_BY_UNIT: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };
const DELAYS_MAX = 20;
const DELAY_SECONDS_MAX = 604_800;

/** Reads `5s, 1m, 2h`. Null: it cannot be read, or is more than an endpoint may have. */
export function readDelays(text: string): readonly number[] | null {
  const parts = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const delays = parts.map((part) => {
    const match = /^(\d+(?:\.\d+)?)\s*([smhd]?)$/.exec(part);
    return match === null ? Number.NaN : Number(match[1]) * (SECONDS_BY_UNIT[match[2] || 's'] ?? 1);
  });
  const isFine = delays.length <= DELAYS_MAX && delays.every((delay) => delay >= 0 && delay <= DELAY_SECONDS_MAX);
  return isFine ? delays : null;
}

/** Reads a time-out in seconds. Null: it is none, or not one that an endpoint may have. */
export function readTimeout(text: string): number | null {
  const seconds = Number(text.replace(',', '.'));
  return text.trim() !== '' && seconds >= 0.1 && seconds <= 60 ? seconds : null;
}

/** Reads a whole number within bounds, both included. Null: it is none. */
function readWhole(text: string, min: number, max: number): number | null {
  const trimmed = text.trim();
  return /^\d{1,6}$/.test(trimmed) && Number(trimmed) >= min && Number(trimmed) <= max ? Number(trimmed) : null;
}

const RATE_MAX = 10_000;
const IN_FLIGHT_MAX = 512;

/** Reads deliveries a second. Null: no limit. Undefined: it cannot be read. */
function readRate(text: string): number | null | undefined {
  return text.trim() === '' ? null : (readWhole(text, 1, RATE_MAX) ?? undefined);
}

function readInFlight({ maxInFlight }: EndpointDraft): number | null {
  return readWhole(maxInFlight, 1, IN_FLIGHT_MAX);
}

/** A field whose text cannot be sent as it is. */
export type DraftProblem =
  | 'url'
  | 'event_types'
  | 'channel_ids'
  | 'filter'
  | 'delays'
  | 'timeout'
  | 'rate_per_second'
  | 'max_in_flight';

/** What is wrong in a draft before the API has to say it, by the field of the API. */
export function problemsIn(draft: EndpointDraft): ReadonlySet<DraftProblem> {
  const problems = new Set<DraftProblem>();
  if (draft.url.trim() === '') problems.add('url');
  if (draft.eventTypes.length === 0) problems.add('event_types');
  if (draft.channelIds?.length === 0) problems.add('channel_ids');
  if (writeFilter(draft.filter) === undefined) problems.add('filter');
  if (readRate(draft.ratePerSecond) === undefined) problems.add('rate_per_second');
  if (readInFlight(draft) === null) problems.add('max_in_flight');
  if (draft.retry !== null && typeof draft.retry === 'object') {
    if (readDelays(draft.retry.delays) === null) problems.add('delays');
    if (readTimeout(draft.retry.timeout) === null) problems.add('timeout');
  }
  return problems;
}

function retryBody(retry: DraftRetry) {
  if (retry === null || typeof retry === 'string') return retry;
  return { delays_seconds: readDelays(retry.delays) ?? [], timeout_seconds: readTimeout(retry.timeout) ?? 15 };
}

/** Only options of the format: others are refused. */
function optionsBody({ format, formatOptions }: EndpointDraft) {
  const known = optionsOf(format);
  return Object.fromEntries(
    Object.entries(formatOptions).filter(([name]) => known.includes(name as keyof Endpoint['format_options'])),
  );
}

/** Body of `POST /v1/endpoints`. */
export function toCreateBody(draft: EndpointDraft): Readonly<Record<string, unknown>> {
  const headers = draft.headers.filter(({ name }) => name.trim() !== '');
  return {
    url: draft.url.trim(),
    description: draft.description.trim(),
    format: draft.format,
    format_options: optionsBody(draft),
    event_types: draft.eventTypes,
    ...(draft.channelIds === null ? {} : { channel_ids: draft.channelIds }),
    ...(draft.filter.view === 'none' ? {} : { filter: writeFilter(draft.filter) }),
    ...(draft.retry === null ? {} : { retry: retryBody(draft.retry) }),
    ...(draft.ratePerSecond.trim() === '' ? {} : { rate_per_second: readRate(draft.ratePerSecond) }),
    ...(draft.maxInFlight.trim() === MAX_IN_FLIGHT_DEFAULT ? {} : { max_in_flight: readInFlight(draft) }),
    ...(draft.ordering === 'none' ? {} : { ordering: draft.ordering }),
    ...(headers.length === 0
      ? {}
      : { headers: Object.fromEntries(headers.map(({ name, value }) => [name.trim(), value])) }),
    ...(draft.format === 'meta' && draft.verifyToken !== '' ? { verify_token: draft.verifyToken } : {}),
  };
}

/** Body of `PATCH /v1/endpoints/{id}`: what the draft changes and nothing else. Null: nothing. */
export function toPatchBody(before: EndpointDraft, draft: EndpointDraft): Readonly<Record<string, unknown>> | null {
  const [old, all] = [toCreateBody({ ...before, headers: [] }), toCreateBody({ ...draft, headers: [] })];
  const body: Record<string, unknown> = {};
  for (const name of [
    'url',
    'description',
    'format',
    'format_options',
    'event_types',
    'max_in_flight',
    'ordering',
    'verify_token',
  ])
    if (all[name] !== undefined && !isSame(all[name], old[name])) body[name] = all[name];
  if (!isSame(before.channelIds, draft.channelIds)) body.channel_ids = draft.channelIds;
  const rate = readRate(draft.ratePerSecond);
  if (rate !== readRate(before.ratePerSecond)) body.rate_per_second = rate;
  if (readInFlight(draft) !== readInFlight(before)) body.max_in_flight = readInFlight(draft);
  if (draft.ordering !== before.ordering) body.ordering = draft.ordering;
  const filter = writeFilter(draft.filter);
  if (!isSame(writeFilter(before.filter), filter)) body.filter = filter;
  if (!isSame(retryBody(before.retry), retryBody(draft.retry))) body.retry = retryBody(draft.retry);
  const headers = headerChanges(before.headers, draft.headers);
  if (Object.keys(headers).length > 0) body.headers = headers;
  return Object.keys(body).length === 0 ? null : body;
}

function headerChanges(before: readonly DraftHeader[], after: readonly DraftHeader[]): Record<string, string | null> {
  const kept = new Set(after.filter(({ isKept }) => isKept).map(({ name }) => name));
  const removed = before.filter(({ name }) => !kept.has(name)).map(({ name }) => [name, null] as const);
  const set = after
    .filter(({ isKept, name }) => !isKept && name.trim() !== '')
    .map(({ name, value }) => [name.trim(), value] as const);
  return Object.fromEntries([...removed, ...set]);
}

const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
