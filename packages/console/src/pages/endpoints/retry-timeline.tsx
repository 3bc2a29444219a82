import { useLayoutEffect, useRef, useState } from 'react';
import { formatDuration, formatWait } from '../../lib/format.ts';
import { NotationMark } from '../../ui/notation.tsx';
import { endpointWords } from '../../words/endpoints.ts';
import type { ScheduledAttempt } from './endpoint-types.ts';

const words = endpointWords.retry;

interface RetryTimelineProps {
  readonly schedule: readonly ScheduledAttempt[];
  readonly timeoutSeconds: number;
  /** Presets that wait longer after a throttle say so. */
  readonly waitsAfterThrottle?: boolean;
  /** Age of the oldest delivery that waits: where it stands in the schedule. */
  readonly oldestMs?: number | null;
}

const HEIGHT = 84;
const LINE_Y = 36;
const EDGE_PX = 26;
/** A label of a time is about as wide as this. */
const LABEL_PX = 66;
const NUMBER_PX = 14;

/** The attempts of a schedule on a line of time that is compressed, each with the time since the first. */
export function RetryTimeline(props: RetryTimelineProps) {
  const { schedule, timeoutSeconds, waitsAfterThrottle = false, oldestMs = null } = props;
  const frame = useRef<HTMLDivElement>(null);
  const widthPx = useWidthOf(frame);
  const overMs = schedule.at(-1)?.after_ms ?? 0;
  const places = placesOf(schedule, widthPx);
  return (
    <div className="grid gap-2">
      <div ref={frame} className="min-w-0">
        {widthPx > 0 && (
          <svg
            role="img"
            aria-label={words.describe(schedule.slice(1).map(({ after_ms }) => formatWait(after_ms)))}
            width={widthPx}
            height={HEIGHT}
            viewBox={`0 0 ${widthPx} ${HEIGHT}`}
            className="block text-12"
          >
            <line
              x1={places[0]?.x ?? EDGE_PX}
              x2={places.at(-1)?.x ?? EDGE_PX}
              y1={LINE_Y}
              y2={LINE_Y}
              className="stroke-line-strong"
            />
            {places.map(({ attempt, x, labelY, hasNumber }) => (
              <g key={attempt.attempt_number}>
                <NotationMark mark="next" x={x} y={LINE_Y} />
                {hasNumber && (
                  <text x={x} y={LINE_Y - 11} textAnchor="middle" className="num fill-fg">
                    {attempt.attempt_number}
                  </text>
                )}
                {labelY !== null && (
                  <>
                    <line x1={x} x2={x} y1={LINE_Y + 6} y2={labelY - 12} className="stroke-line" />
                    <text x={x} y={labelY} textAnchor={anchorOf(x, widthPx)} className="num fill-fg-3">
                      {attempt.after_ms === 0 ? words.now : formatWait(attempt.after_ms)}
                    </text>
                  </>
                )}
              </g>
            ))}
            {oldestMs !== null && overMs > 0 && (
              <Oldest
                x={placeOf(Math.min(oldestMs, overMs), { schedule, widthPx })}
                ageMs={oldestMs}
                widthPx={widthPx}
              />
            )}
          </svg>
        )}
      </div>
      <p className="text-12 text-fg-3">
        {words.summary(schedule.length, overMs, timeoutSeconds)}{' '}
        {schedule.length > 1 && waitsAfterThrottle && `${words.throttle} `}
        {schedule.length > 1 && words.retryAfter}
      </p>
    </div>
  );
}

/** At the edges a time stands beside its mark and not under it, so that nothing of it is cut off. */
function anchorOf(x: number, widthPx: number): 'start' | 'middle' | 'end' {
  if (x > widthPx - LABEL_PX / 2) return 'end';
  return x < LABEL_PX / 2 ? 'start' : 'middle';
}

function Oldest({ x, ageMs, widthPx }: { readonly x: number; readonly ageMs: number; readonly widthPx: number }) {
  const anchor = x > widthPx - 90 ? 'end' : x < 90 ? 'start' : 'middle';
  return (
    <g>
      <line x1={x} x2={x} y1={14} y2={LINE_Y + 10} className="stroke-brass-mark stroke-2" />
      <text x={x} y={10} textAnchor={anchor} className="num fill-brass">
        {words.oldest(formatDuration(ageMs))}
      </text>
    </g>
  );
}

interface Place {
  readonly attempt: ScheduledAttempt;
  readonly x: number;
  /** Null: there is no room for its time. */
  readonly labelY: number | null;
  readonly hasNumber: boolean;
}

/** Half by time on a logarithmic scale, half by number: seconds and days stay apart, and so do attempts that follow at once. */
function placesOf(schedule: readonly ScheduledAttempt[], widthPx: number): readonly Place[] {
  const rowCentres = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let numberX = Number.NEGATIVE_INFINITY;
  const last = schedule.length - 1;
  const lastCentre = centreOf(widthPx - EDGE_PX, widthPx);
  return schedule.map((attempt, index) => {
    const x = placeAt(index, attempt.after_ms, { schedule, widthPx });
    const centre = centreOf(x, widthPx);
    const hasNumber = x - numberX >= NUMBER_PX;
    if (hasNumber) numberX = x;
    // The last one always has its time: the first row keeps room for it.
    const row = rowCentres.findIndex((before, at) => {
      const hasRoom = centre - before >= LABEL_PX;
      return hasRoom && (at > 0 || index === last || lastCentre - centre >= LABEL_PX);
    });
    if (row >= 0) rowCentres[row] = centre;
    return { attempt, x, labelY: row < 0 ? null : LINE_Y + 24 + row * 18, hasNumber };
  });
}

/** The middle of the time that stands at a mark. */
function centreOf(x: number, widthPx: number): number {
  const shift = { start: LABEL_PX / 2, middle: 0, end: -LABEL_PX / 2 };
  return x + shift[anchorOf(x, widthPx)];
}

interface Scale {
  readonly schedule: readonly ScheduledAttempt[];
  readonly widthPx: number;
}

function placeAt(index: number, afterMs: number, { schedule, widthPx }: Scale): number {
  const last = schedule.length - 1;
  if (last <= 0) return EDGE_PX;
  const overMs = schedule[last]?.after_ms ?? 0;
  const byTime = overMs === 0 ? index / last : Math.log1p(afterMs / 1_000) / Math.log1p(overMs / 1_000);
  return EDGE_PX + (0.7 * (index / last) + 0.3 * byTime) * (widthPx - 2 * EDGE_PX);
}

/** Where a time between two attempts stands. */
function placeOf(atMs: number, scale: Scale): number {
  const { schedule } = scale;
  const next = schedule.findIndex(({ after_ms }) => after_ms > atMs);
  const [from, to] = [schedule[next - 1], schedule[next]];
  if (next < 1 || from === undefined || to === undefined) {
    return placeAt(schedule.length - 1, schedule.at(-1)?.after_ms ?? 0, scale);
  }
  const share = (atMs - from.after_ms) / (to.after_ms - from.after_ms);
  return placeAt(next - 1 + share, atMs, scale);
}

function useWidthOf(frame: React.RefObject<HTMLElement | null>): number {
  const [widthPx, setWidthPx] = useState(0);
  useLayoutEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => setWidthPx(Math.floor(element.clientWidth)));
    observer.observe(element);
    setWidthPx(Math.floor(element.clientWidth));
    return () => observer.disconnect();
  }, [frame]);
  return widthPx;
}
