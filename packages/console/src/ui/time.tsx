import { useNow } from '../lib/clock.ts';
import { formatDuration } from '../lib/format.ts';
import { uiWords } from '../words/ui.ts';
import { Tooltip } from './tooltip.tsx';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

const dateFormat = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: 'numeric' });
const exactFormat = new Intl.DateTimeFormat(undefined, {
  dateStyle: 'medium',
  timeStyle: 'long',
});
const clockFormat = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  hour12: false,
});

/** `14:01:08.214`, in the reader's timezone. */
export const formatClock = (at: string): string => clockFormat.format(new Date(at));
/** `3 Mar 2026`, in the reader's timezone. */
export const formatDate = (at: string): string => dateFormat.format(new Date(at));
/** Everything, with the timezone. */
export const formatExact = (at: string): string => exactFormat.format(new Date(at));

/** A time in words up to a day ("18 m ago", "in 4 m 12 s"), then the date. Hover and focus give it exactly, here and in UTC. */
export function Time({ at, due }: { readonly at: string; readonly due?: string }) {
  const atMs = Date.parse(at);
  const nowMs = useNow(Math.abs(atMs - Date.now()) > HOUR_MS ? 60_000 : 1_000);
  return (
    <ExactTime at={at}>
      <time dateTime={at} className="num whitespace-nowrap">
        {describeTime(atMs, nowMs, due)}
      </time>
    </ExactTime>
  );
}

/** The exact time of something, on hover and focus of it. */
export function ExactTime({ at, children }: { readonly at: string; readonly children: React.ReactElement }) {
  return (
    <Tooltip
      text={
        <span className="grid grid-cols-[auto_auto] gap-x-3">
          <span>{uiWords.local}</span>
          <span className="num">{formatExact(at)}</span>
          <span>{uiWords.utc}</span>
          <span className="num">{new Date(at).toISOString()}</span>
        </span>
      }
    >
      {children}
    </Tooltip>
  );
}

/** @param due What a time that has come is called, when it was ahead: "sending now". */
function describeTime(atMs: number, nowMs: number, due: string = uiWords.justNow): string {
  const aheadMs = atMs - nowMs;
  if (Math.abs(aheadMs) >= DAY_MS) return dateFormat.format(atMs);
  if (aheadMs > 1_000) return uiWords.within(wholeSeconds(aheadMs));
  if (aheadMs > -1_000) return due;
  return uiWords.ago(wholeSeconds(-aheadMs));
}

function wholeSeconds(ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  return seconds < 60
    ? `${seconds} s`
    : formatDuration(seconds < 600 ? seconds * 1_000 : Math.floor(seconds / 60) * 60_000);
}
