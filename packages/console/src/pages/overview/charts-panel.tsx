import { Calendar, ChartColumn, Download, Table2, X } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { formatBucketTime, formatEdge } from '../../charts/bucket-time.ts';
import { gapWords } from '../../charts/gap-words.ts';
import type { TimeRange } from '../../charts/time-chart.tsx';
import { formatCount, formatDuration } from '../../lib/format.ts';
import { saveFile } from '../../lib/save-file.ts';
import { Button } from '../../ui/button.tsx';
import { PageLink, type SearchParams } from '../../ui/link.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Pill } from '../../ui/pill.tsx';
import { chartWords } from '../../words/charts.ts';
import { overviewWords as words } from '../../words/overview.ts';
import type { Bucket, DeliveryStatistics } from './statistics.ts';
import { Age } from './tiles.tsx';

/** Drawn by a library that only pages with charts load. */
const charts = () => import('../../charts/statistics-charts.tsx');
const DeliveriesChart = lazy(async () => ({ default: (await charts()).DeliveriesChart }));
const LatencyChart = lazy(async () => ({ default: (await charts()).LatencyChart }));
const WaitingChart = lazy(async () => ({ default: (await charts()).WaitingChart }));

const CHART_HEIGHT = 272;
const SIDE_HEIGHT = 108;

interface DeliveriesPanelProps {
  readonly figures: DeliveryStatistics;
  /** Of the selection. Undefined: nothing is selected, or it is being read. */
  readonly selected: DeliveryStatistics | undefined;
  readonly rangeName: string;
  readonly selection: TimeRange | null;
  readonly onSelect: (range: TimeRange | null) => void;
  /** The deliveries of the selection, else of the range. */
  readonly search: SearchParams;
}

/** What became of deliveries over the range: brush it to look at a piece. */
export function DeliveriesPanel({ figures, selected, rangeName, selection, onSelect, search }: DeliveriesPanelProps) {
  const { totals } = selected ?? figures;
  const most = mostWaiting((selected ?? figures).buckets);
  const label = words.deliveries.summary(
    rangeName,
    figures.totals.succeeded,
    figures.totals.failed,
    mostWaiting(figures.buckets),
  );
  return (
    <ChartPanel
      title={words.deliveries.title(stepName(figures.step_seconds))}
      figures={figures}
      beside={
        selection !== null && (
          <>
            <Pill tone="brass" icon={Calendar}>
              {chartWords.selected(formatEdge(selection.sinceMs), formatEdge(selection.untilMs))}
            </Pill>
            <Button kind="ghost" size="small" icon={X} onClick={() => onSelect(null)}>
              {chartWords.clear}
            </Button>
          </>
        )
      }
      height={CHART_HEIGHT}
      chart={<DeliveriesChart {...{ figures, label, selection, onSelect }} height={CHART_HEIGHT} />}
    >
      <div className="num flex flex-wrap items-center gap-x-4 gap-y-1 text-12 text-fg-2">
        <Legend mark={<span className="size-2.5 rounded-[2px] bg-chart-ok" />} name={words.deliveries.succeeded}>
          {formatCount(totals.succeeded)}
        </Legend>
        <Legend mark={<HatchMark />} name={words.deliveries.failed}>
          {formatCount(totals.failed)}
        </Legend>
        <Legend
          mark={<span className="size-2.5 rounded-[2px] border-[1.5px] border-chart-wait bg-pending-tint" />}
          name={words.deliveries.waiting}
        >
          {formatCount(most)}
        </Legend>
        <span className="ml-auto text-fg-3">
          {selected === undefined ? words.deliveries.ofRange : words.deliveries.ofSelection} ·{' '}
          <PageLink to="/deliveries" search={search} className="underline">
            {words.deliveries.showThese}
          </PageLink>
        </span>
      </div>
    </ChartPanel>
  );
}

/** How long it took, and how that went. */
export function LatencyPanel({ figures }: { readonly figures: DeliveryStatistics }) {
  const { p50_ms: p50, p95_ms: p95, p99_ms: p99 } = figures.totals;
  const isKnown = p50 !== null && p95 !== null && p99 !== null;
  const label = isKnown ? words.latency.summary(p50, p95, p99) : words.latency.nothing;
  return (
    <ChartPanel
      title={words.latency.title}
      figures={figures}
      height={SIDE_HEIGHT}
      isSmall
      chart={<LatencyChart {...{ figures, label }} height={SIDE_HEIGHT} />}
    >
      {!isKnown && <p className="text-12 text-fg-3">{words.latency.nothing}</p>}
    </ChartPanel>
  );
}

/** What waited, and how old its oldest is now. */
export function WaitingPanel({ figures }: { readonly figures: DeliveryStatistics }) {
  const now = figures.waiting_now;
  const label = words.waiting.summary(mostWaiting(figures.buckets), now?.waiting ?? 0);
  return (
    <ChartPanel
      title={words.waiting.title}
      figures={figures}
      height={SIDE_HEIGHT}
      isSmall
      beside={
        now !== null &&
        now.oldest_ms !== null && (
          <span className="text-12 text-fg-3">
            {words.waiting.oldest} <Age ms={now.oldest_ms} />
          </span>
        )
      }
      chart={<WaitingChart {...{ figures, label }} height={SIDE_HEIGHT} />}
    />
  );
}

interface ChartPanelProps {
  readonly title: string;
  readonly figures: DeliveryStatistics;
  readonly beside?: ReactNode;
  readonly chart: ReactNode;
  readonly height: number;
  /** The buttons are icons with a name. */
  readonly isSmall?: boolean;
  readonly children?: ReactNode;
}

/** A chart that can be read as a table and taken along as a file. */
function ChartPanel({ title, figures, beside, chart, height, isSmall = false, children }: ChartPanelProps) {
  const [isTable, setIsTable] = useState(false);
  const toggle = isTable ? chartWords.chart : chartWords.table;
  return (
    <Panel
      title={title}
      aside={
        <>
          {beside}
          <Button
            kind="ghost"
            size="small"
            icon={isTable ? ChartColumn : Table2}
            aria-label={`${toggle}: ${title}`}
            onClick={() => setIsTable(!isTable)}
          >
            {!isSmall && toggle}
          </Button>
          <Button
            kind="ghost"
            size="small"
            icon={Download}
            aria-label={`${chartWords.csv}: ${title}`}
            onClick={() => saveFile('posthorn-statistics.csv', new Blob([toCsv(figures)], { type: 'text/csv' }))}
          >
            {!isSmall && chartWords.csv}
          </Button>
        </>
      }
    >
      <div className="grid gap-2">
        {isTable ? (
          <BucketTable figures={figures} label={title} height={height} />
        ) : (
          <Suspense fallback={<div style={{ height }} />}>{chart}</Suspense>
        )}
        {children}
      </div>
    </Panel>
  );
}

interface BucketTableProps {
  readonly figures: DeliveryStatistics;
  readonly label: string;
  readonly height: number;
}

const COLUMNS = [
  words.deliveries.succeeded,
  words.deliveries.failed,
  words.deliveries.exhausted,
  words.waiting.waiting,
  'p50',
  'p95',
  'p99',
];

/** The same figures in rows, the latest first. */
function BucketTable({ figures, label, height }: BucketTableProps) {
  const gaps = gapWords(figures.buckets);
  const rows = figures.buckets.map((bucket, index) => ({ bucket, gap: gaps[index] ?? null })).reverse();
  return (
    <section className="overflow-auto" style={{ height }} tabIndex={0} aria-label={label}>
      <table className="num w-full text-12">
        <thead className="sticky top-0 bg-panel text-fg-2">
          <tr>
            <th className="py-1 pr-3 text-left font-medium">{chartWords.time}</th>
            {COLUMNS.map((name) => (
              <th key={name} className="py-1 pl-3 text-right font-medium">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ bucket, gap }) => (
            <tr key={bucket.at} className="border-t border-line-soft">
              <th scope="row" className="py-1 pr-3 text-left font-normal whitespace-nowrap text-fg-2">
                {formatBucketTime(bucket.at, figures.step_seconds)}
              </th>
              {gap === null ? (
                cellsOf(bucket).map((cell, index) => (
                  <td key={COLUMNS[index]} className="py-1 pl-3 text-right whitespace-nowrap">
                    {cell}
                  </td>
                ))
              ) : (
                <td colSpan={COLUMNS.length} className="py-1 pl-3 text-right text-fg-3">
                  {gap}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function cellsOf(bucket: Bucket): readonly string[] {
  const counts = [bucket.succeeded, bucket.failed, bucket.exhausted, bucket.waiting];
  const latencies = [bucket.p50_ms, bucket.p95_ms, bucket.p99_ms];
  return [
    ...counts.map((count) => (count === null ? '–' : formatCount(count))),
    ...latencies.map((ms) => (ms === null ? '–' : formatDuration(ms))),
  ];
}

const CSV_COLUMNS = [
  'at',
  'succeeded',
  'failed',
  'exhausted',
  'waiting',
  'oldest_waiting_ms',
  'p50_ms',
  'p95_ms',
  'p99_ms',
  'gap',
] as const satisfies readonly (keyof Bucket)[];

/** Numbers and times of ours: nothing in it needs quotes. */
function toCsv({ buckets }: DeliveryStatistics): string {
  const rows = buckets.map((bucket) => CSV_COLUMNS.map((column) => bucket[column] ?? '').join(','));
  return `${[CSV_COLUMNS.join(','), ...rows].join('\r\n')}\r\n`;
}

interface LegendProps {
  readonly mark: ReactNode;
  readonly name: string;
  readonly children: ReactNode;
}

function Legend({ mark, name, children }: LegendProps) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <span aria-hidden="true" className="inline-grid">
        {mark}
      </span>
      {name} <b className="font-semibold text-fg">{children}</b>
    </span>
  );
}

function HatchMark() {
  return (
    <svg viewBox="0 0 10 10" className="size-2.5" aria-hidden="true">
      <rect width="10" height="10" rx="2" className="fill-danger-tint" />
      <path d="M0 4 4 0M0 9 9 0M4 10l6-6M9 10l1-1" className="stroke-chart-fail" strokeWidth="2" />
    </svg>
  );
}

function mostWaiting(buckets: readonly Bucket[]): number {
  return Math.max(0, ...buckets.map(({ waiting }) => waiting ?? 0));
}

function stepName(stepSeconds: number): string {
  return words.deliveries.perStep[stepSeconds] ?? words.deliveries.perOther(formatDuration(stepSeconds * 1_000));
}
