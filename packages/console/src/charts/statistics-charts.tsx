import type { deliveriesView } from '@posthorn/server/pipeline/statistics/statistics.routes.ts';
import type * as z from 'zod';
import { formatCount, formatDuration } from '../lib/format.ts';
import { overviewWords as words } from '../words/overview.ts';
import { formatBucketTime } from './bucket-time.ts';
import { drawEndLabels, drawGaps, drawLine, hatchOf } from './drawing.ts';
import { gapWords } from './gap-words.ts';
import { durationTicksOf, formatShortCount, formatShortDuration, ticksOf } from './scale.ts';
import { type Plot, TimeChart, type TimeRange } from './time-chart.tsx';

type Statistics = z.infer<typeof deliveriesView>;
type Bucket = Statistics['buckets'][number];

interface ChartProps {
  readonly figures: Statistics;
  readonly height: number;
  /** The chart in a sentence. */
  readonly label: string;
}

interface SelectableProps extends ChartProps {
  readonly selection: TimeRange | null;
  readonly onSelect: (range: TimeRange | null) => void;
}

/** Succeeded plain, failed hatched, waiting outlined, one column a bucket. */
export function DeliveriesChart({ figures, height, label, selection, onSelect }: SelectableProps) {
  const { buckets } = figures;
  const largest = Math.max(0, ...buckets.map((one) => one.succeeded + one.failed + (one.waiting ?? 0)));
  return (
    <TimeChart
      {...frameOf(figures)}
      {...{ height, label, selection, onSelect }}
      ticks={ticksOf(largest)}
      formatTick={formatShortCount}
      draw={(plot) => {
        drawGaps(plot, gapWords(buckets));
        drawColumns(plot, buckets);
      }}
      tooltip={(index) => (
        <Readings
          figures={figures}
          index={index}
          of={(one) => [
            [words.deliveries.succeeded, formatCount(one.succeeded)],
            [words.deliveries.failed, formatCount(one.failed)],
            [words.deliveries.exhausted, formatCount(one.exhausted)],
            [words.deliveries.waiting, one.waiting === null ? '–' : formatCount(one.waiting)],
          ]}
        />
      )}
      say={(index) =>
        sayOf(figures, index, (one) => [
          `${formatCount(one.succeeded)} ${words.deliveries.succeeded}`,
          `${formatCount(one.failed)} ${words.deliveries.failed}`,
          `${formatCount(one.waiting ?? 0)} ${words.deliveries.waiting}`,
        ])
      }
    />
  );
}

const PERCENTILES = [
  { key: 'p50_ms', name: 'p50', width: 1.25, dash: [] },
  { key: 'p95_ms', name: 'p95', width: 2.25, dash: [] },
  { key: 'p99_ms', name: 'p99', width: 1.5, dash: [4, 3] },
] as const;

/** p50 thin, p95 thick, p99 dashed, each named at its end. */
export function LatencyChart({ figures, height, label }: ChartProps) {
  const { buckets } = figures;
  const largest = Math.max(0, ...buckets.map((one) => one.p99_ms ?? 0));
  return (
    <TimeChart
      {...frameOf(figures)}
      {...{ height, label }}
      labelWidth={30}
      ticks={durationTicksOf(largest)}
      formatTick={formatShortDuration}
      draw={(plot) => {
        drawGaps(plot, gapWords(buckets));
        const labels = PERCENTILES.flatMap(({ key, name, width, dash }) => {
          const color = plot.tokens[name];
          const values = buckets.map((one) => one[key]);
          drawLine(plot, { values, color, width, dash });
          const last = values.findLast((value) => value !== null);
          return last === undefined || last === null ? [] : [{ text: name, value: last, color }];
        });
        drawEndLabels(plot, labels);
      }}
      tooltip={(index) => (
        <Readings
          figures={figures}
          index={index}
          of={(one) => PERCENTILES.map(({ key, name }) => [name, durationOrNone(one[key])])}
        />
      )}
      say={(index) =>
        sayOf(figures, index, (one) => PERCENTILES.map(({ key, name }) => `${name} ${durationOrNone(one[key])}`))
      }
    />
  );
}

/** What waited, as an area with its latest number at the end. */
export function WaitingChart({ figures, height, label }: ChartProps) {
  const { buckets } = figures;
  const largest = Math.max(0, ...buckets.map((one) => one.waiting ?? 0));
  return (
    <TimeChart
      {...frameOf(figures)}
      {...{ height, label }}
      labelWidth={38}
      ticks={ticksOf(largest)}
      formatTick={formatShortCount}
      draw={(plot) => {
        drawGaps(plot, gapWords(buckets));
        drawArea(
          plot,
          buckets.map((one) => one.waiting),
        );
        const last = buckets.findLast((one) => one.waiting !== null)?.waiting;
        if (last === undefined || last === null) return;
        drawEndLabels(plot, [{ text: formatShortCount(last), value: last, color: plot.tokens.wait }]);
      }}
      tooltip={(index) => (
        <Readings
          figures={figures}
          index={index}
          of={(one) => [
            [words.waiting.waiting, one.waiting === null ? '–' : formatCount(one.waiting)],
            [words.waiting.oldestAtMost, durationOrNone(one.oldest_waiting_ms)],
          ]}
        />
      )}
      say={(index) =>
        sayOf(figures, index, (one) => [
          `${formatCount(one.waiting ?? 0)} ${words.waiting.waiting}`,
          `${words.waiting.oldestAtMost} ${durationOrNone(one.oldest_waiting_ms)}`,
        ])
      }
    />
  );
}

function frameOf({ since, until, step_seconds }: Statistics) {
  return { sinceMs: Date.parse(since), untilMs: Date.parse(until), stepMs: step_seconds * 1_000 };
}

function drawColumns({ context, tokens, ratio, xOf, yOf }: Plot, buckets: readonly Bucket[]): void {
  const hatched = hatchOf(context, ratio, tokens.fail, tokens.failTint);
  for (const [index, one] of buckets.entries()) {
    const [left, right] = [Math.round(xOf(index)), Math.round(xOf(index + 1))];
    const width = Math.max(1, right - left - (right - left > 4 * ratio ? 2 * ratio : ratio / 2));
    const parts = [one.succeeded, one.failed, one.waiting ?? 0];
    let below = 0;
    const [succeeded, failed, waiting] = parts.map((value) => {
      const bottom = yOf(below);
      below += value;
      const top = yOf(below);
      // What happened at all is seen, however little it is beside the rest.
      return { top: value > 0 ? Math.min(top, bottom - ratio) : top, bottom, isThere: value > 0 };
    });
    if (succeeded?.isThere === true) {
      context.fillStyle = tokens.ok;
      context.fillRect(left, succeeded.top, width, succeeded.bottom - succeeded.top);
    }
    if (failed?.isThere === true) {
      context.fillStyle = hatched;
      context.fillRect(left, failed.top, width, failed.bottom - failed.top);
    }
    if (waiting?.isThere !== true) continue;
    const line = Math.min(1.5 * ratio, width / 3);
    context.fillStyle = tokens.waitTint;
    context.fillRect(left, waiting.top, width, waiting.bottom - waiting.top);
    context.strokeStyle = tokens.wait;
    context.lineWidth = line;
    context.strokeRect(
      left + line / 2,
      waiting.top + line / 2,
      width - line,
      Math.max(0, waiting.bottom - waiting.top - line),
    );
  }
}

function drawArea(plot: Plot, values: readonly (number | null)[]): void {
  const { context, tokens, xOf, yOf } = plot;
  const middle = (index: number) => (xOf(index) + xOf(index + 1)) / 2;
  context.fillStyle = tokens.waitTint;
  for (let start = 0; start < values.length; start++) {
    if ((values[start] ?? null) === null) continue;
    let end = start;
    context.beginPath();
    context.moveTo(middle(start), yOf(0));
    for (; end < values.length && (values[end] ?? null) !== null; end++)
      context.lineTo(middle(end), yOf(values[end] ?? 0));
    context.lineTo(middle(end - 1), yOf(0));
    context.fill();
    start = end;
  }
  drawLine(plot, { values, color: tokens.wait, width: 1.5 });
}

interface ReadingsProps {
  readonly figures: Statistics;
  readonly index: number;
  readonly of: (bucket: Bucket) => readonly (readonly [string, string])[];
}

function Readings({ figures, index, of }: ReadingsProps) {
  const bucket = figures.buckets[index];
  if (bucket === undefined) return null;
  return (
    <>
      <b className="num block pb-1 font-medium">{formatBucketTime(bucket.at, figures.step_seconds)}</b>
      {bucket.gap === null ? (
        <dl className="num grid grid-cols-[1fr_auto] gap-x-4 text-fg-2">
          {of(bucket).map(([name, value]) => (
            <div key={name} className="contents">
              <dt>{name}</dt>
              <dd className="text-right text-fg">{value}</dd>
            </div>
          ))}
        </dl>
      ) : (
        <span className="text-fg-2">{gapWords(figures.buckets)[index]}</span>
      )}
    </>
  );
}

function sayOf(
  { buckets, step_seconds }: Statistics,
  index: number,
  of: (bucket: Bucket) => readonly string[],
): string {
  const bucket = buckets[index];
  if (bucket === undefined) return '';
  const time = formatBucketTime(bucket.at, step_seconds);
  return bucket.gap === null ? `${time}: ${of(bucket).join(', ')}` : `${time}: ${gapWords(buckets)[index]}`;
}

function durationOrNone(ms: number | null): string {
  return ms === null ? '–' : formatDuration(ms);
}
