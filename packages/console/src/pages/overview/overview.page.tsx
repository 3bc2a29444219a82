import { OctagonX } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Page as PageFrame } from '../../app/page.tsx';
import { formatEdge } from '../../charts/bucket-time.ts';
import type { TimeRange } from '../../charts/time-chart.tsx';
import type { Query } from '../../lib/api.ts';
import { useShortcuts } from '../../lib/keys.ts';
import { useApi, useRefresh } from '../../lib/queries.ts';
import { useMay } from '../../lib/session.ts';
import { useStream } from '../../lib/stream.ts';
import { LinkButton } from '../../ui/link.tsx';
import { Banner, Reading } from '../../ui/panel.tsx';
import { overviewWords as words } from '../../words/overview.ts';
import { ChannelsPanel } from './channels-panel.tsx';
import { DeliveriesPanel, LatencyPanel, WaitingPanel } from './charts-panel.tsx';
import { EndpointsPanel } from './endpoints-panel.tsx';
import { FirstRun } from './first-run.tsx';
import { RangeControl } from './range-control.tsx';
import {
  type ChannelStatistics,
  type Checklist,
  type DeliveryStatistics,
  type EndpointStatistics,
  nameOfEndpoint,
} from './statistics.ts';
import { Tiles } from './tiles.tsx';
import { type PageRange, usePageRange } from './time-range.ts';

/** How often figures are read anew without anything being heard of. */
const REFRESH_MS = 15_000;
/** What happens is shown at most this often: a busy workspace has hundreds of events a second. */
const HEARD_EVERY_MS = 3_000;

/** Are deliveries flowing? Until the first one has arrived: what is still to do. */
export function Page() {
  const may = useMay();
  const [isSkipped, setIsSkipped] = useState(false);
  useRefreshWhenHeard();
  const checklist = useApi<Checklist>('/v1/setup/checklist', {}, { refetchInterval: REFRESH_MS });
  return (
    <PageFrame title={words.title}>
      <Reading query={checklist} rows={8}>
        {(list) => {
          const hasDelivered = list.steps.some(({ step, done }) => step === 'first_2xx' && done);
          const isNew = !hasDelivered && !isSkipped && may('endpoints.read');
          return isNew ? <FirstRun checklist={list} onSkip={() => setIsSkipped(true)} /> : <Figures />;
        }}
      </Reading>
    </PageFrame>
  );
}

function Figures() {
  const may = useMay();
  const range = usePageRange();
  const { selection } = range;
  const options = { refetchInterval: REFRESH_MS };
  const deliveries = useApi<DeliveryStatistics>('/v1/statistics/deliveries', range.query, options);
  const chosen = selection === null ? range.query : queryOf(selection);
  const selected = useApi<DeliveryStatistics>('/v1/statistics/deliveries', chosen, options);
  const endpoints = useApi<EndpointStatistics>('/v1/statistics/endpoints', chosen, options);
  const channels = useApi<ChannelStatistics>(
    '/v1/statistics/channels',
    {},
    { ...options, enabled: may('channels.read') },
  );
  useShortcuts(
    selection === null ? [] : [{ keys: 'Escape', label: words.clearSelection, run: () => range.select(null) }],
  );
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Sentence figures={deliveries.data} endpoints={endpoints.data} channels={channels.data} />
        <RangeControl range={range} />
      </div>
      <Trouble endpoints={endpoints.data} />
      <Reading query={deliveries} rows={10}>
        {(figures) => {
          const ofSelection = selection === null ? undefined : selected.data;
          const search = searchOf(ofSelection ?? figures);
          const names = namesOf(range);
          return (
            <>
              <Tiles
                figures={ofSelection ?? figures}
                endpoints={endpoints.data}
                rangeName={names.range}
                beforeName={names.before}
                search={search}
              />
              <div className="grid grid-cols-[minmax(0,1fr)_22.5rem] gap-3.5 max-wide:grid-cols-1">
                <DeliveriesPanel
                  figures={figures}
                  selected={ofSelection}
                  rangeName={words.rangeNames[range.name]}
                  selection={selection}
                  onSelect={range.select}
                  search={search}
                />
                <div className="grid min-w-0 content-start gap-3.5">
                  <LatencyPanel figures={figures} />
                  <WaitingPanel figures={figures} />
                </div>
              </div>
            </>
          );
        }}
      </Reading>
      <div className="grid grid-cols-[minmax(0,1fr)_22.5rem] items-start gap-3.5 max-wide:grid-cols-1">
        <Reading query={endpoints}>{(figures) => <EndpointsPanel figures={figures} />}</Reading>
        {may('channels.read') && <Reading query={channels}>{(figures) => <ChannelsPanel figures={figures} />}</Reading>}
      </div>
    </>
  );
}

interface SentenceProps {
  readonly figures: DeliveryStatistics | undefined;
  readonly endpoints: EndpointStatistics | undefined;
  readonly channels: ChannelStatistics | undefined;
}

/** Below this share of successes most of it fails. */
const FAILING_BELOW = 0.5;
const FLOWING_FROM = 0.98;

/** The answer before the numbers. */
function Sentence({ figures, endpoints, channels }: SentenceProps) {
  if (figures === undefined || endpoints === undefined) return <p className="text-14 text-fg-2">&nbsp;</p>;
  const { sentence } = words;
  const rate = figures.totals.success_rate;
  const ill = endpoints.data.filter(({ state }) => ILL_STATES.has(state)).length;
  const cut = (channels?.data ?? []).filter(({ state }) => state === 'token_expired' || state === 'failed').length;
  const needs = [...(ill > 0 ? [sentence.needs(ill)] : []), ...(cut > 0 ? [sentence.channels(cut)] : [])];
  return (
    <p className="text-14 text-fg-2">
      {rate === null
        ? sentence.idle
        : rate < FAILING_BELOW
          ? sentence.failing
          : rate < FLOWING_FROM
            ? sentence.troubled
            : sentence.flowing}{' '}
      <b className="font-semibold text-fg">{needs.length > 0 ? needs.join(' ') : sentence.well}</b>
    </p>
  );
}

/** States of endpoints that do not take what they should. */
const ILL_STATES: ReadonlySet<string> = new Set(['failing', 'exhausting', 'retrying']);

/** The one endpoint that needs a person most. */
function Trouble({ endpoints }: { readonly endpoints: EndpointStatistics | undefined }) {
  const worst = endpoints?.data[0];
  if (worst === undefined || (worst.state !== 'exhausting' && worst.state !== 'failing')) return null;
  return (
    <Banner
      tone="danger"
      icon={OctagonX}
      title={words.banner.title(nameOfEndpoint(worst))}
      action={
        <LinkButton to={`/endpoints/${worst.id}`} size="small">
          {words.banner.open}
        </LinkButton>
      }
    >
      {worst.state === 'failing'
        ? words.banner.waits(worst.waiting)
        : words.banner.text(worst.exhausted, worst.waiting)}
    </Banner>
  );
}

function queryOf({ sinceMs, untilMs }: TimeRange): Query {
  return { since: new Date(sinceMs).toISOString(), until: new Date(untilMs).toISOString() };
}

/** The same time as filters of the deliveries. */
function searchOf({ since, until }: DeliveryStatistics) {
  return { since, until };
}

function namesOf({ name, selection }: PageRange): { readonly range: string; readonly before: string } {
  if (selection === null) return { range: words.rangeNames[name], before: words.before[name] };
  return {
    range: `${formatEdge(selection.sinceMs)} – ${formatEdge(selection.untilMs)}`,
    before: words.before.custom,
  };
}

/** Reads anew what is shown when something happens, a little later, so that many happenings are one read. */
function useRefreshWhenHeard(): void {
  const refresh = useRefresh();
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const hear = () => {
    timer.current ??= setTimeout(() => {
      timer.current = null;
      void refresh('/v1/statistics/', '/v1/setup/');
    }, HEARD_EVERY_MS);
  };
  useStream(hear, hear);
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current);
    },
    [],
  );
}
