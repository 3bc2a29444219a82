import 'uplot/dist/uPlot.min.css';
import './time-chart.css';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import UPlot from 'uplot';
import { usePreferences } from '../lib/preferences.ts';
import { chartWords } from '../words/charts.ts';
import { timeTicksOf } from './scale.ts';
import { CHART_FONT, type ChartTokens, readChartTokens } from './tokens.ts';

/** A range of time, epoch ms. */
export interface TimeRange {
  readonly sinceMs: number;
  readonly untilMs: number;
}

/** What a chart draws on: device pixels of the canvas, by the place of a bucket and by a value. */
export interface Plot {
  readonly context: CanvasRenderingContext2D;
  readonly tokens: ChartTokens;
  /** Device pixels for one of CSS. */
  readonly ratio: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** Left edge of a bucket; the one after the last is the right edge. */
  readonly xOf: (index: number) => number;
  readonly yOf: (value: number) => number;
}

interface TimeChartProps extends TimeRange {
  readonly stepMs: number;
  /** Values of the axis, from zero on. */
  readonly ticks: readonly number[];
  readonly formatTick: (value: number) => string;
  readonly height: number;
  /** Room at the right for the labels of lines, in pixels. */
  readonly labelWidth?: number;
  /** The whole chart in a sentence: its accessible name. */
  readonly label: string;
  readonly draw: (plot: Plot) => void;
  /** Every series at a bucket, with exact values. */
  readonly tooltip: (index: number) => ReactNode;
  /** The same as a sentence, for those who hear it. */
  readonly say: (index: number) => string;
  readonly selection?: TimeRange | null;
  /** Absent: nothing can be selected. */
  readonly onSelect?: (range: TimeRange | null) => void;
}

const AXIS_WIDTH = 44;
const AXIS_HEIGHT = 24;
const PIXELS_PER_LABEL = 88;

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hour12: false });
const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });

/** Buckets of time over an axis of values. It can be walked and brushed by pointer and keyboard alike. */
export function TimeChart(props: TimeChartProps) {
  const { sinceMs, untilMs, stepMs, height, label, onSelect } = props;
  const holder = useRef<HTMLDivElement | null>(null);
  const chart = useRef<UPlot | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const [shown, setShown] = useState<number | null>(null);
  const anchor = useRef<number | null>(null);
  const count = Math.round((untilMs - sinceMs) / stepMs);
  const theme = useThemeName();

  useEffect(() => {
    const element = holder.current;
    if (element === null) return;
    const made = new UPlot(optionsOf(element, latest, setShown), dataOf(latest.current), element);
    chart.current = made;
    const sizes = new ResizeObserver(() => {
      made.setSize({ width: Math.max(120, element.clientWidth), height: latest.current.height });
      showSelection(made, latest.current.selection ?? null);
    });
    sizes.observe(element);
    return () => {
      sizes.disconnect();
      made.destroy();
      chart.current = null;
    };
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever changed of what is drawn is drawn anew, the theme too.
  useEffect(() => {
    const made = chart.current;
    if (made === null) return;
    made.setData(dataOf(latest.current));
    showSelection(made, latest.current.selection ?? null);
  }, [props, theme]);

  const rangeOf = (from: number, to: number): TimeRange => ({
    sinceMs: sinceMs + Math.min(from, to) * stepMs,
    untilMs: sinceMs + (Math.max(from, to) + 1) * stepMs,
  });
  const onKeyDown = (event: KeyboardEvent) => {
    const now = Math.min(shown ?? count - 1, count - 1);
    const moves: Readonly<Record<string, number>> = {
      ArrowLeft: shown === null ? now : now - 1,
      ArrowRight: shown === null ? now : now + 1,
      Home: 0,
      End: count - 1,
    };
    const next = moves[event.key];
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const index = Math.min(count - 1, Math.max(0, next));
    setShown(index);
    if (!event.shiftKey) anchor.current = null;
    else if (onSelect !== undefined) {
      anchor.current ??= now;
      onSelect(rangeOf(anchor.current, index));
    }
  };
  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={Math.max(0, count - 1)}
      aria-valuenow={Math.min(shown ?? count - 1, count - 1)}
      aria-valuetext={shown === null || shown >= count ? label : props.say(shown)}
      aria-description={onSelect === undefined ? undefined : chartWords.keys}
      className="time-chart relative min-w-0"
      style={{ height }}
      onKeyDown={onKeyDown}
      onBlur={() => setShown(null)}
    >
      <div ref={holder} className="absolute inset-0" aria-hidden="true" />
      {shown !== null && shown < count && (
        <TooltipAt chart={chart.current} atMs={sinceMs + (shown + 0.5) * stepMs}>
          {props.tooltip(shown)}
        </TooltipAt>
      )}
    </div>
  );
}

interface TooltipAtProps {
  readonly chart: UPlot | null;
  readonly atMs: number;
  readonly children: ReactNode;
}

/** Beside the bucket, on the side with more room: it never covers it. */
function TooltipAt({ chart, atMs, children }: TooltipAtProps) {
  if (chart === null) return null;
  const ratio = devicePixelRatio;
  const left = chart.valToPos(atMs, 'x') + chart.bbox.left / ratio;
  const isRight = left < chart.width / 2;
  return (
    <>
      <span
        className="pointer-events-none absolute border-l border-dashed border-line-strong"
        style={{ left, top: chart.bbox.top / ratio, height: chart.bbox.height / ratio }}
      />
      <div
        className="pointer-events-none absolute top-1 z-10 min-w-40 rounded-2 bg-raised px-2.5 py-2 text-12 shadow-2"
        style={isRight ? { left: left + 12 } : { right: chart.width - left + 12 }}
      >
        {children}
      </div>
    </>
  );
}

type Latest = { readonly current: TimeChartProps };

/** The middle of each bucket: what is nearest to the pointer is then the bucket under it. */
function dataOf({ sinceMs, untilMs, stepMs }: TimeChartProps): UPlot.AlignedData {
  const count = Math.round((untilMs - sinceMs) / stepMs);
  const middles = Array.from({ length: count }, (_, index) => sinceMs + (index + 0.5) * stepMs);
  return [middles, middles.map(() => 0)];
}

function optionsOf(element: HTMLElement, latest: Latest, setShown: (index: number | null) => void): UPlot.Options {
  const probe = () => readChartTokens(element);
  return {
    width: Math.max(120, element.clientWidth),
    height: latest.current.height,
    ms: 1,
    padding: [8, latest.current.labelWidth ?? 4, 0, 0],
    legend: { show: false },
    scales: {
      x: { time: true, range: () => [latest.current.sinceMs, latest.current.untilMs] },
      y: { range: () => [0, latest.current.ticks.at(-1) ?? 1] },
    },
    series: [{}, { show: true, paths: () => null, points: { show: false } }],
    axes: [
      {
        font: CHART_FONT,
        stroke: () => probe().axis,
        grid: { show: false },
        ticks: { show: false },
        size: AXIS_HEIGHT,
        splits: (chart) => {
          const { sinceMs, untilMs } = latest.current;
          return [...timeTicksOf(sinceMs, untilMs, Math.max(2, Math.floor(chart.width / PIXELS_PER_LABEL)))];
        },
        values: (_chart, splits) => splits.map((at) => formatTick(at, latest.current)),
      },
      {
        font: CHART_FONT,
        stroke: () => probe().axis,
        grid: { stroke: () => probe().grid, width: 1 },
        ticks: { show: false },
        size: AXIS_WIDTH,
        gap: 6,
        splits: () => [...latest.current.ticks],
        values: (_chart, splits) => splits.map((value) => latest.current.formatTick(value)),
      },
    ],
    cursor: {
      x: false,
      y: false,
      points: { show: false },
      drag: { x: latest.current.onSelect !== undefined, y: false, setScale: false },
    },
    hooks: {
      draw: [(chart) => drawOn(chart, latest.current, probe())],
      setCursor: [
        (chart) => {
          const { left } = chart.cursor;
          setShown(left === undefined || left < 0 ? null : (chart.cursor.idx ?? null));
        },
      ],
      setSelect: [(chart) => told(chart, latest.current)],
    },
  };
}

/** A drag of fewer pixels is a click. */
const DRAG_MIN = 4;

function told(chart: UPlot, { sinceMs, untilMs, stepMs, onSelect }: TimeChartProps): void {
  if (chart.select.width < DRAG_MIN || onSelect === undefined) return;
  const from = chart.posToVal(chart.select.left, 'x');
  const to = chart.posToVal(chart.select.left + chart.select.width, 'x');
  const snap = (atMs: number, round: (value: number) => number) =>
    Math.min(untilMs, Math.max(sinceMs, sinceMs + round((atMs - sinceMs) / stepMs) * stepMs));
  onSelect({ sinceMs: snap(from, Math.floor), untilMs: snap(to, Math.ceil) });
}

function showSelection(chart: UPlot, selection: TimeRange | null): void {
  if (selection === null) {
    chart.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    return;
  }
  const [from, to] = [chart.valToPos(selection.sinceMs, 'x'), chart.valToPos(selection.untilMs, 'x')];
  const end = chart.bbox.width / devicePixelRatio;
  const left = Math.max(0, Math.min(from, end));
  const width = Math.max(0, Math.min(to, end) - left);
  chart.setSelect({ left, top: 0, width, height: chart.bbox.height / devicePixelRatio }, false);
}

function drawOn(chart: UPlot, { sinceMs, stepMs, draw }: TimeChartProps, tokens: ChartTokens): void {
  const { left, top, width, height } = chart.bbox;
  const context = chart.ctx;
  context.save();
  draw({
    context,
    tokens,
    ratio: devicePixelRatio,
    left,
    right: left + width,
    top,
    bottom: top + height,
    xOf: (index) => chart.valToPos(sinceMs + index * stepMs, 'x', true),
    yOf: (value) => chart.valToPos(value, 'y', true),
  });
  context.restore();
}

const DAY_MS = 86_400_000;

function formatTick(atMs: number, { sinceMs, untilMs }: TimeChartProps): string {
  const isMidnight = new Date(atMs).getHours() === 0 && new Date(atMs).getMinutes() === 0;
  if (isMidnight && untilMs - sinceMs > DAY_MS / 2) return day.format(atMs);
  return clock.format(atMs);
}

/** Changes when colours do. */
function useThemeName(): string {
  const { theme } = usePreferences();
  const [isDark, setIsDark] = useState(() => matchMedia('(prefers-color-scheme: dark)').matches);
  useEffect(() => {
    const media = matchMedia('(prefers-color-scheme: dark)');
    const onChange = () => setIsDark(media.matches);
    media.addEventListener('change', onChange);
    return () => media.removeEventListener('change', onChange);
  }, []);
  return `${theme} ${isDark}`;
}
