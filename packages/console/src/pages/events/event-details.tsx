import { formatDuration } from '../../lib/format.ts';
import { type PageOf, useApi } from '../../lib/queries.ts';
import { useMay } from '../../lib/session.ts';
import { Details } from '../../ui/details.tsx';
import { LinkButton, PageLink } from '../../ui/link.tsx';
import { Notation } from '../../ui/notation.tsx';
import { Reading } from '../../ui/panel.tsx';
import { ExactTime, formatExact } from '../../ui/time.tsx';
import { eventWords } from '../../words/events.ts';
import {
  type Delivery,
  earlierCountOf,
  endpointNameOf,
  isOpen,
  lastAnswerOf,
  marksOf,
} from '../deliveries/delivery.ts';
import { PayloadView } from '../deliveries/payload-view.tsx';
import { StandingPill } from '../deliveries/standing-pill.tsx';
import { nameOf, useChannels } from '../deliveries/traffic-filters.ts';
import { type ShownEvent, wamidOf } from './event.ts';
import { EventAbout } from './event-about.tsx';

const words = eventWords.drawer;

/** Deliveries of an event that are shown with it; the table has the rest. */
const DELIVERIES_SHOWN_MAX = 100;
/** While some of them go on. */
const POLL_MS = 3_000;
/** Apart by less than this, when something happened and when it came in are one. */
const LATE_MS = 2_000;

/** Who has it, what it says in each format, and what is known of it. */
export function EventDetails({ event, wide = false }: { readonly event: ShownEvent; readonly wide?: boolean }) {
  return (
    <div className={wide ? 'grid items-start gap-4 wide:grid-cols-[minmax(0,26rem)_minmax(0,1fr)]' : 'grid'}>
      <div className={wide ? 'grid gap-4' : 'grid'}>
        <section
          aria-label={words.facts}
          className={wide ? 'rounded-3 border border-line bg-panel p-4' : 'px-4 pt-3 pb-4'}
        >
          <Facts event={event} />
        </section>
        <section
          aria-label={words.deliveries}
          className={wide ? 'rounded-3 border border-line bg-panel' : 'border-t border-line'}
        >
          <Deliveries event={event} />
        </section>
      </div>
      <section
        aria-label={words.payload}
        className={wide ? 'min-w-0 rounded-3 border border-line bg-panel p-4' : 'min-w-0 border-t border-line p-4'}
      >
        <PayloadView key={event.id} path={`/v1/events/${event.id}/render`} first="standard" ofEndpoint={null} />
      </section>
    </div>
  );
}

function Facts({ event }: { readonly event: ShownEvent }) {
  const channels = useChannels();
  const channel = channels.find(({ id }) => id === event.channel_id);
  const lateMs = Date.parse(event.created_at) - Date.parse(event.occurred_at);
  const wamid = wamidOf(event);
  const received = showTime(event.created_at);
  const late = lateMs > LATE_MS ? ` (${words.late(formatDuration(lateMs))})` : '';
  const about = showAbout(event);
  const origin = eventWords.origins[event.origin];
  const name = channel === undefined ? null : nameOf(channel);
  const message = showMessage(wamid);
  return (
    <Details
      rows={[
        [words.occurred, showTime(event.occurred_at)],
        [words.received, [received, late]],
        [words.origin, origin],
        name !== null && [words.channel, name],
        [words.about, about],
        wamid !== null && ['wamid', message],
      ]}
    />
  );
}

function showTime(at: string) {
  return (
    <ExactTime key="time" at={at}>
      <time dateTime={at} className="num" tabIndex={0}>
        {formatExact(at)}
      </time>
    </ExactTime>
  );
}

function showAbout(event: ShownEvent) {
  return event.phone === null && event.bsuid === null ? words.none : <EventAbout event={event} />;
}

function showMessage(wamid: string | null) {
  if (wamid === null) return null;
  return (
    <PageLink to="/events" search={{ wamid }}>
      <code className="mono break-all">{wamid}</code>
    </PageLink>
  );
}

function Deliveries({ event }: { readonly event: ShownEvent }) {
  const mayRead = useMay()('deliveries.read');
  const deliveries = useApi<PageOf<Delivery>>(
    '/v1/deliveries',
    { event: event.id, limit: DELIVERIES_SHOWN_MAX },
    { enabled: mayRead, refetchInterval: POLL_MS },
  );
  return (
    <>
      <header className="flex items-center gap-2 px-4 pt-3 pb-1.5">
        <h3 className="text-13">{words.deliveries}</h3>
        <span className="ml-auto">
          <LinkButton size="small" kind="ghost" to="/deliveries" search={{ event: event.id }}>
            {words.allDeliveries}
          </LinkButton>
        </span>
      </header>
      <Reading query={deliveries} rows={3}>
        {({ data }) =>
          data.length === 0 ? (
            <p className="px-4 pb-4 text-fg-2">{words.noDeliveries}</p>
          ) : (
            <ul>
              {data.map((delivery) => (
                <DeliveryLine key={delivery.id} delivery={delivery} />
              ))}
            </ul>
          )
        }
      </Reading>
    </>
  );
}

function DeliveryLine({ delivery }: { readonly delivery: Delivery }) {
  return (
    <li className="relative grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 gap-y-1 border-t border-line-soft px-4 py-2 hover:bg-hover">
      <PageLink bare to={`/deliveries/${delivery.id}`} className="truncate font-medium after:absolute after:inset-0">
        {endpointNameOf(delivery)}
      </PageLink>
      <StandingPill delivery={delivery} detailed />
      <span className="truncate text-12 text-fg-3">{isOpen(delivery) ? '' : lastAnswerOf(delivery)}</span>
      <span className="justify-self-end">
        <Notation marks={marksOf(delivery)} earlierCount={earlierCountOf(delivery)} />
      </span>
    </li>
  );
}
