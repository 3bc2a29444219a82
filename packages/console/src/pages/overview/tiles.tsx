import { ArrowDown, ArrowUp } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from '../../lib/class-names.ts';
import { formatCount, formatDuration, formatShare } from '../../lib/format.ts';
import { PageLink, type SearchParams } from '../../ui/link.tsx';
import { overviewWords } from '../../words/overview.ts';
import type { DeliveryStatistics, EndpointStatistics } from './statistics.ts';

const words = overviewWords.tiles;

interface TilesProps {
  /** Of what is selected, else of the range. */
  readonly figures: DeliveryStatistics;
  readonly endpoints: EndpointStatistics | undefined;
  /** "last hour", "13:39 – 13:55". */
  readonly rangeName: string;
  readonly beforeName: string;
  /** The deliveries of this time. */
  readonly search: SearchParams;
}

/** The numbers that answer whether deliveries are flowing. */
export function Tiles({ figures, endpoints, rangeName, beforeName, search }: TilesProps) {
  const { totals, totals_before: before, waiting_now: waiting } = figures;
  const minutes = (Date.parse(figures.until) - Date.parse(figures.since)) / 60_000;
  const givingUp = endpoints?.data.filter(({ exhausted }) => exhausted > 0).length ?? 0;
  return (
    <dl className="grid grid-cols-5 divide-x divide-line rounded-3 border border-line max-wide:grid-cols-2 max-wide:divide-x-0">
      <Tile
        name={words.success(rangeName)}
        value={totals.success_rate === null ? '–' : splitUnit(formatShare(totals.success_rate))}
      >
        {totals.success_rate === null ? (
          words.noAttempts
        ) : (
          <>
            <Change now={totals.success_rate} before={before.success_rate} beforeName={beforeName} />
            <span className="sr-only"> {words.base(totals.succeeded + totals.failed)}</span>
          </>
        )}
      </Tile>
      <Tile name={words.delivered} value={formatCount(totals.succeeded)}>
        {words.perMinute(formatRate(totals.succeeded / minutes))}
      </Tile>
      <Tile name={words.exhausted} value={formatCount(totals.exhausted)}>
        {totals.exhausted === 0 ? (
          words.noneExhausted
        ) : (
          <>
            <PageLink to="/deliveries" search={{ ...search, standing: 'exhausted' }} className="underline">
              {words.seeThem}
            </PageLink>
            {givingUp > 0 && ` · ${words.endpoints(givingUp)}`}
          </>
        )}
      </Tile>
      <Tile name={words.waiting} value={waiting === null ? '–' : formatCount(waiting.waiting)}>
        {waiting === null || waiting.oldest_ms === null ? (
          words.nothingWaits
        ) : (
          <>
            {words.oldest} <Age ms={waiting.oldest_ms} />
          </>
        )}
      </Tile>
      <Tile
        name={words.latency}
        value={
          totals.p50_ms === null ? (
            '–'
          ) : (
            <>
              {splitUnit(formatDuration(totals.p50_ms))} <small className="text-13 text-fg-3">{words.p50}</small>
            </>
          )
        }
      >
        {totals.p95_ms === null || totals.p99_ms === null ? (
          words.nothingDelivered
        ) : (
          <>
            p95 <b className="font-medium text-fg">{formatDuration(totals.p95_ms)}</b> · p99{' '}
            <b className="font-medium text-fg">{formatDuration(totals.p99_ms)}</b>
          </>
        )}
      </Tile>
    </dl>
  );
}

interface TileProps {
  readonly name: string;
  readonly value: ReactNode;
  readonly children: ReactNode;
}

function Tile({ name, value, children }: TileProps) {
  return (
    <div className="grid content-start gap-0.5 px-4 py-3">
      <dt className="text-12 text-fg-2">{name}</dt>
      <dd className="num text-26 leading-(--ph-lh-tight) font-semibold tracking-tight">{value}</dd>
      <dd className="num text-12 text-fg-3">{children}</dd>
    </div>
  );
}

/** Above this age what waits is no longer on its way. */
const OLD_MS = 300_000;

/** How long something has waited, loud when that is long. */
export function Age({ ms }: { readonly ms: number }) {
  return <span className={cx('num', ms > OLD_MS && 'font-medium text-danger')}>{formatDuration(ms)}</span>;
}

interface ChangeProps {
  readonly now: number;
  readonly before: number | null;
  readonly beforeName: string;
}

function Change({ now, before, beforeName }: ChangeProps) {
  if (before === null) return words.noBefore(beforeName);
  const points = (now - before) * 100;
  if (Math.abs(points) < 0.005) return words.same(beforeName);
  const Arrow = points < 0 ? ArrowDown : ArrowUp;
  return (
    <>
      <span className={points < 0 ? 'text-danger' : 'text-success'}>
        <Arrow aria-hidden="true" className="mr-0.5 inline size-3" />
        <span className="sr-only">{points < 0 ? '−' : '+'}</span>
        {Math.abs(points).toFixed(2)}
      </span>{' '}
      {words.against(beforeName)}
    </>
  );
}

/** The unit smaller than the number: `99.12 %`. */
function splitUnit(text: string): ReactNode {
  const at = text.indexOf(' ');
  if (at === -1 || text.startsWith('<')) return text;
  return (
    <>
      {text.slice(0, at)}
      <small className="text-13 font-medium text-fg-3">{text.slice(at)}</small>
    </>
  );
}

function formatRate(perMinute: number): string {
  return perMinute >= 10 ? formatCount(Math.round(perMinute)) : String(Number(perMinute.toFixed(1)));
}
