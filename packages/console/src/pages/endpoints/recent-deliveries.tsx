import { type PageOf, useApi } from '../../lib/queries.ts';
import { useStream } from '../../lib/stream.ts';
import { PageLink } from '../../ui/link.tsx';
import { Notation } from '../../ui/notation.tsx';
import { Empty, Panel, Reading } from '../../ui/panel.tsx';
import { Time } from '../../ui/time.tsx';
import { endpointWords } from '../../words/endpoints.ts';
import { uiWords } from '../../words/ui.ts';
import { type Delivery, earlierCountOf, lastAnswerOf, marksOf } from '../deliveries/delivery.ts';
import { StandingPill } from '../deliveries/standing-pill.tsx';
import type { Endpoint } from './endpoint-types.ts';

const words = endpointWords.recent;
const SHOWN = 8;
/** An event is told before its delivery has come to anything. */
const SETTLE_MS = 1_500;
const READ_EVERY_MS = 15_000;

/** The newest deliveries of an endpoint. */
export function RecentDeliveries({ endpoint }: { readonly endpoint: Endpoint }) {
  const query = { endpoint: endpoint.id, limit: SHOWN };
  const recent = useApi<PageOf<Delivery>>('/v1/deliveries', query, { refetchInterval: READ_EVERY_MS });
  useStream(() => {
    setTimeout(() => void recent.refetch(), SETTLE_MS);
  });
  return (
    <Panel
      title={words.title}
      flush
      aside={
        <PageLink to="/deliveries" search={{ endpoint: endpoint.id }} className="text-12">
          {words.all}
        </PageLink>
      }
    >
      <Reading query={recent} rows={5}>
        {({ data }) =>
          data.length === 0 ? <Empty title={words.empty}>{words.emptyText}</Empty> : <List rows={data} />
        }
      </Reading>
    </Panel>
  );
}

function List({ rows }: { readonly rows: readonly Delivery[] }) {
  return (
    <ul className="border-t border-line-soft">
      {rows.map((delivery) => (
        <li
          key={delivery.id}
          className="grid min-h-row grid-cols-[7.5rem_minmax(0,1fr)_7rem_8.5rem_6rem] items-center gap-3 border-b border-line-soft px-4 py-1 last:border-b-0 hover:bg-hover max-narrow:grid-cols-[7.5rem_minmax(0,1fr)]"
        >
          <span>
            <StandingPill delivery={delivery} />
          </span>
          <PageLink bare to={`/deliveries/${delivery.id}`} className="mono truncate text-12">
            {delivery.event_type ?? words.unknownType}
          </PageLink>
          <span className="max-narrow:col-start-1">
            <Notation marks={marksOf(delivery)} earlierCount={earlierCountOf(delivery)} />
          </span>
          <span className="truncate text-12 text-fg-2">{lastAnswerOf(delivery)}</span>
          <span className="text-right text-12 text-fg-3 max-narrow:hidden">
            {delivery.next_attempt_at === null ? (
              <Time at={delivery.created_at} />
            ) : (
              <Time at={delivery.next_attempt_at} due={uiWords.dueNow} />
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}
