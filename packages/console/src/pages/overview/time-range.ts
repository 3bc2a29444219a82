import { useMemo } from 'react';
import type { TimeRange } from '../../charts/time-chart.tsx';
import type { Query } from '../../lib/api.ts';
import { useUrlState } from '../../lib/url-state.ts';

/** Ranges that end now, in seconds. */
export const RANGE_SECONDS = { '15m': 900, '1h': 3_600, '24h': 86_400, '7d': 604_800, '30d': 2_592_000 } as const;
export type RangeName = keyof typeof RANGE_SECONDS | 'custom';

const DEFAULT_RANGE = '1h';
/** As long as the API takes. */
const CUSTOM_MS_MAX = 400 * 86_400_000;

/** What a page with charts shows, as its address says. */
export interface PageRange {
  readonly name: RangeName;
  /** As the API is asked for it. Stable while the range stays: a range that ends now moves by itself. */
  readonly query: Query;
  /** A piece of the range that was brushed. Null: all of it. */
  readonly selection: TimeRange | null;
  readonly choose: (name: keyof typeof RANGE_SECONDS) => void;
  readonly chooseCustom: (range: TimeRange) => void;
  readonly select: (range: TimeRange | null) => void;
}

/** Reads the range and the selection from the address and changes them there. */
export function usePageRange(): PageRange {
  const [url, change] = useUrlState();
  const custom = readRange(url.since, url.until);
  const name = custom === null ? readName(url.range) : 'custom';
  const selection = readRange(url.from, url.to);
  const { since, until } = url;
  const query = useMemo<Query>(
    () => (name === 'custom' ? { since, until } : { last: String(RANGE_SECONDS[name]) }),
    [name, since, until],
  );
  const none = { from: undefined, to: undefined };
  return {
    name,
    query,
    selection,
    choose: (next) =>
      change({ ...none, since: undefined, until: undefined, range: next === DEFAULT_RANGE ? undefined : next }),
    chooseCustom: (range) =>
      change({ ...none, range: undefined, since: iso(range.sinceMs), until: iso(range.untilMs) }),
    select: (range) =>
      change(range === null ? none : { from: iso(range.sinceMs), to: iso(range.untilMs) }, { replace: true }),
  };
}

function readName(text: string | undefined): keyof typeof RANGE_SECONDS {
  return text !== undefined && Object.hasOwn(RANGE_SECONDS, text)
    ? (text as keyof typeof RANGE_SECONDS)
    : DEFAULT_RANGE;
}

/** Null: not both are times, or they are the wrong way round or too far apart. */
export function readRange(since: string | undefined, until: string | undefined): TimeRange | null {
  const [sinceMs, untilMs] = [Date.parse(since ?? ''), Date.parse(until ?? '')];
  return sinceMs < untilMs && untilMs - sinceMs <= CUSTOM_MS_MAX ? { sinceMs, untilMs } : null;
}

function iso(timeMs: number): string {
  return new Date(timeMs).toISOString();
}
