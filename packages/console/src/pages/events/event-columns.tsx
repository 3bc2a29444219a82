import type { Column } from '../../ui/data-table.tsx';
import { StatePill, Tag } from '../../ui/pill.tsx';
import { Time } from '../../ui/time.tsx';
import { eventWords } from '../../words/events.ts';
import type { ShownEvent } from './event.ts';
import { EventAbout } from './event-about.tsx';

const { columns: names } = eventWords;

const CHANNEL_FROM_PX = 940;
const ORIGIN_FROM_PX = 780;

/** The columns of the table of events. */
export function eventColumns(channelNameOf: (id: string) => string): readonly Column<ShownEvent>[] {
  return [
    {
      id: 'type',
      header: names.type,
      width: 'minmax(10rem,1.5fr)',
      cell: ({ type }) => <code className="mono">{type}</code>,
    },
    {
      id: 'about',
      header: names.about,
      width: 'minmax(9rem,1fr)',
      cell: (event) => (
        <span className="text-fg-2">
          <EventAbout event={event} />
        </span>
      ),
    },
    {
      id: 'origin',
      header: names.origin,
      width: '7rem',
      fromPx: ORIGIN_FROM_PX,
      cell: ({ origin }) => <Tag>{eventWords.origins[origin]}</Tag>,
    },
    {
      id: 'channel',
      header: names.channel,
      width: 'minmax(8rem,1fr)',
      fromPx: CHANNEL_FROM_PX,
      cell: ({ channel_id: id }) => <span className="text-fg-2">{id === null ? '' : channelNameOf(id)}</span>,
    },
    {
      id: 'deliveries',
      header: names.deliveries,
      width: '11.5rem',
      cell: (event) => <EventDeliveries event={event} />,
    },
    {
      id: 'age',
      header: names.age,
      width: '7rem',
      align: 'end',
      cell: ({ created_at: at }) => (
        <span className="text-fg-3">
          <Time at={at} />
        </span>
      ),
    },
  ];
}

/** The same in three lines, for narrow screens. */
export function NarrowEvent({ event }: { readonly event: ShownEvent }) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 gap-y-1 leading-tight">
      <code className="mono truncate">{event.type}</code>
      <span className="text-right text-12 text-fg-3">
        <Time at={event.created_at} />
      </span>
      <span className="truncate text-fg-2">
        <EventAbout event={event} />
      </span>
      <span className="justify-self-end">
        <Tag>{eventWords.origins[event.origin]}</Tag>
      </span>
      <span className="col-span-2 text-12">
        <EventDeliveries event={event} />
      </span>
    </div>
  );
}

/** How many endpoints have it, and how far the worst one is. */
function EventDeliveries({ event: { deliveries_summary: sum } }: { readonly event: ShownEvent }) {
  if (sum === undefined) return null;
  const { total, delivered, worst } = sum;
  if (total === 0) return <span className="text-fg-3">{eventWords.nobody}</span>;
  const title = worst === null ? eventWords.everybodyHas(total) : eventWords.worst(delivered, total, worst);
  return (
    <span className="inline-flex items-center gap-2" title={title}>
      <StatePill state={worst ?? 'delivered'} />
      <span className="num text-fg-2">{eventWords.has(delivered, total)}</span>
    </span>
  );
}
