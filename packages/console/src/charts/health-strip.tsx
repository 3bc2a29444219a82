import { type KeyboardEvent, type PointerEvent, useId, useState } from 'react';
import { cx } from '../lib/class-names.ts';
import { chartWords } from '../words/charts.ts';

/** Attempts of a day by the quarter of an hour, as `GET /v1/statistics/endpoints` gives them. */
export interface Strip {
  readonly succeeded: readonly number[];
  readonly failed: readonly number[];
}

interface HealthStripProps {
  readonly strip: Strip;
  /** Start of the first quarter of an hour: `strip_since`. */
  readonly since: string;
  /** `strip_covered`. */
  readonly covered: readonly boolean[];
  /** Of the bars, in pixels. */
  readonly height?: number;
  /** Makes it walkable by pointer and arrow keys: called with the quarter of an hour that was chosen. */
  readonly onPick?: (since: string, until: string) => void;
}

const QUARTER_MS = 900_000;
/** Shares of failed attempts above which a bar is orange, and red and hatched. */
const TROUBLED_ABOVE = 0.04;
const BROKEN_ABOVE = 0.5;
const BAR = 4;
const GAP = 1;

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hour12: false });

/** A day of an endpoint in 96 bars: the height is the volume, the colour and texture how much failed. */
export function HealthStrip({ strip, since, covered, height = 18, onPick }: HealthStripProps) {
  const hatch = useId();
  const [shown, setShown] = useState<number | null>(null);
  const count = strip.succeeded.length;
  const volumes = strip.succeeded.map((succeeded, index) => succeeded + (strip.failed[index] ?? 0));
  const highest = Math.max(1, ...volumes);
  const width = count * BAR;
  const timeOf = (index: number) => Date.parse(since) + index * QUARTER_MS;
  const bars = volumes.map((volume, index) => {
    const x = index * BAR;
    if (covered[index] === false) {
      return (
        <line
          key={index}
          x1={x}
          x2={x + BAR - GAP}
          y1={height - 0.5}
          y2={height - 0.5}
          className="stroke-line-strong"
          strokeDasharray="1 1"
        />
      );
    }
    const tall = volume === 0 ? 1 : Math.max(2, (volume / highest) * height);
    const failedShare = volume === 0 ? 0 : (strip.failed[index] ?? 0) / volume;
    return (
      <rect
        key={index}
        x={x}
        y={height - tall}
        width={BAR - GAP}
        height={tall}
        {...(failedShare > BROKEN_ABOVE ? { fill: `url(#${hatch})` } : {})}
        className={barClass(volume, failedShare)}
      />
    );
  });
  const drawing = (
    <svg
      viewBox={`0 0 ${width - GAP} ${height}`}
      preserveAspectRatio="none"
      className="block w-full"
      style={{ height }}
      aria-hidden="true"
    >
      <defs>
        <pattern id={hatch} width="3" height="3" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="3" height="3" className="fill-danger-tint" />
          <rect width="2" height="3" className="fill-chart-fail" />
        </pattern>
      </defs>
      {bars}
      {shown !== null && (
        <rect x={shown * BAR - 0.5} y={0} width={BAR} height={height} className="fill-brass-mark/30" />
      )}
    </svg>
  );
  if (onPick === undefined) {
    return (
      <span role="img" aria-label={chartWords.strip(successShare(strip))} className="block w-full">
        {drawing}
      </span>
    );
  }
  const describe = (index: number) => {
    const [from, until] = [clock.format(timeOf(index)), clock.format(timeOf(index + 1))];
    if (covered[index] === false) return chartWords.stripGap(from, until);
    return chartWords.stripPart(from, until, strip.succeeded[index] ?? 0, strip.failed[index] ?? 0);
  };
  const pick = (index: number) =>
    onPick(new Date(timeOf(index)).toISOString(), new Date(timeOf(index + 1)).toISOString());
  const indexAt = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    return Math.min(count - 1, Math.max(0, Math.floor(((event.clientX - box.left) / box.width) * count)));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const now = shown ?? count - 1;
    const moves: Readonly<Record<string, number>> = {
      ArrowLeft: now - 1,
      ArrowRight: now + 1,
      Home: 0,
      End: count - 1,
    };
    const next = moves[event.key];
    if (next !== undefined) setShown(Math.min(count - 1, Math.max(0, next)));
    else if (event.key === 'Enter') pick(now);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="grid gap-1">
      <div
        role="slider"
        tabIndex={0}
        aria-label={chartWords.strip(successShare(strip))}
        aria-valuemin={0}
        aria-valuemax={count - 1}
        aria-valuenow={shown ?? count - 1}
        aria-valuetext={`${describe(shown ?? count - 1)}. ${chartWords.stripOpen}`}
        className="cursor-pointer"
        onKeyDown={onKeyDown}
        onBlur={() => setShown(null)}
        onPointerMove={(event) => setShown(indexAt(event))}
        onPointerLeave={() => setShown(null)}
        onClick={(event) => pick(indexAt(event as unknown as PointerEvent<HTMLElement>))}
      >
        {drawing}
      </div>
      <p aria-hidden="true" className="num flex justify-between text-11 text-fg-3">
        <span>{shown === null ? clock.format(timeOf(0)) : describe(shown)}</span>
        {shown === null && <span>{clock.format(timeOf(count))}</span>}
      </p>
    </div>
  );
}

function barClass(volume: number, failedShare: number): string {
  if (volume === 0) return 'fill-line';
  if (failedShare > BROKEN_ABOVE) return '';
  return cx(failedShare > TROUBLED_ABOVE ? 'fill-warning' : 'fill-chart-ok');
}

function successShare({ succeeded, failed }: Strip): number | null {
  const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);
  const [good, bad] = [sum(succeeded), sum(failed)];
  return good + bad === 0 ? null : good / (good + bad);
}
