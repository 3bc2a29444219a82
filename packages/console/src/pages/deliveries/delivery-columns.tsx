import { Copy } from 'lucide-react';
import type { Column } from '../../ui/data-table.tsx';
import { Notation } from '../../ui/notation.tsx';
import { Time } from '../../ui/time.tsx';
import { deliveryWords } from '../../words/deliveries.ts';
import { type Delivery, earlierCountOf, endpointNameOf, lastAnswerOf, marksOf } from './delivery.ts';
import { About } from './delivery-about.tsx';
import { StandingPill } from './standing-pill.tsx';

const { columns: names } = deliveryWords;

/** Px of its own below which the table gives up whom an event is about, then the last answer. */
const ABOUT_FROM_PX = 940;
const ANSWER_FROM_PX = 780;

/** The columns of the table of deliveries. */
export function deliveryColumns({ hasEndpoint }: { readonly hasEndpoint: boolean }): readonly Column<Delivery>[] {
  return [
    {
      id: 'state',
      header: names.state,
      width: '7.5rem',
      cell: (delivery) => <StandingPill delivery={delivery} />,
    },
    {
      id: 'type',
      header: names.type,
      width: 'minmax(9rem,1.5fr)',
      cell: (delivery) => <EventType delivery={delivery} />,
    },
    {
      id: 'about',
      header: names.about,
      width: 'minmax(7rem,1fr)',
      fromPx: ABOUT_FROM_PX,
      cell: ({ about }) => (
        <span className="text-fg-2">
          <About about={about} />
        </span>
      ),
    },
    ...(hasEndpoint
      ? [
          {
            id: 'endpoint',
            header: names.endpoint,
            width: 'minmax(7rem,1fr)',
            cell: (delivery: Delivery) => <span className="text-fg-2">{endpointNameOf(delivery)}</span>,
          },
        ]
      : []),
    {
      id: 'attempts',
      header: names.attempts,
      width: '6.5rem',
      cell: (delivery) => <Marks delivery={delivery} />,
    },
    {
      id: 'answer',
      header: names.answer,
      width: 'minmax(7rem,1fr)',
      fromPx: ANSWER_FROM_PX,
      cell: (delivery) => <span className="text-fg-2">{lastAnswerOf(delivery)}</span>,
    },
    {
      id: 'when',
      header: names.when,
      width: '7rem',
      align: 'end',
      cell: (delivery) => <When delivery={delivery} />,
    },
  ];
}

/** The same in three lines, for narrow screens. */
export function NarrowDelivery({ delivery }: { readonly delivery: Delivery }) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 gap-y-1 leading-tight">
      <span className="min-w-0 truncate">
        <EventType delivery={delivery} />
      </span>
      <span className="text-right">
        <StandingPill delivery={delivery} />
      </span>
      <span className="truncate text-fg-2">{endpointNameOf(delivery)}</span>
      <span className="text-right text-12">
        <When delivery={delivery} />
      </span>
      <span className="truncate text-12 text-fg-3">{lastAnswerOf(delivery)}</span>
      <span className="justify-self-end">
        <Marks delivery={delivery} />
      </span>
    </div>
  );
}

function EventType({ delivery }: { readonly delivery: Delivery }) {
  return (
    <>
      <code className="mono">{delivery.event_type ?? deliveryWords.purgedType}</code>
      {delivery.possible_duplicate && (
        <span role="img" aria-label={deliveryWords.possibleDuplicate} title={deliveryWords.possibleDuplicate}>
          <Copy aria-hidden="true" className="ml-1.5 inline size-3.5 align-[-2px] text-warning" />
        </span>
      )}
    </>
  );
}

function Marks({ delivery }: { readonly delivery: Delivery }) {
  const marks = marksOf(delivery);
  const hidden = Math.max(0, marks.length - MARKS_MAX);
  return <Notation marks={marks.slice(hidden)} earlierCount={earlierCountOf(delivery) + hidden} />;
}

/** Marks that a cell has room for; those before are told by their number. */
const MARKS_MAX = 7;

function When({ delivery }: { readonly delivery: Delivery }) {
  if (delivery.in_flight) return <span className="text-pending">{deliveryWords.sendingNow}</span>;
  if (delivery.standing === 'held') return <span className="text-fg-3">{deliveryWords.noAnswer}</span>;
  if (delivery.next_attempt_at !== null) {
    return (
      <span className="text-pending">
        <Time at={delivery.next_attempt_at} due={deliveryWords.sendingNow} />
      </span>
    );
  }
  return (
    <span className="text-fg-3">
      <Time at={delivery.last_attempt?.started_at ?? delivery.created_at} />
    </span>
  );
}
