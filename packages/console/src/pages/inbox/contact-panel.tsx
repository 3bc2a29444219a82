import type { ContactResource } from '@posthorn/server/domain/event-catalogue/crm-data.ts';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useMask } from '../../lib/mask.ts';
import { type PageOf, useApi } from '../../lib/queries.ts';
import { useMay } from '../../lib/session.ts';
import { CopyButton, IconButton } from '../../ui/button.tsx';
import { Details } from '../../ui/details.tsx';
import { PageLink } from '../../ui/link.tsx';
import { describeMarks, type Mark, Notation } from '../../ui/notation.tsx';
import { Reading } from '../../ui/panel.tsx';
import { Avatar, Phone } from '../../ui/person.tsx';
import { formatDate, Time } from '../../ui/time.tsx';
import { inboxWords } from '../../words/inbox.ts';
import type { Conversation } from './inbox-types.ts';
import { avatarNameOf, nameOfContact, usePeople } from './people.tsx';

type Contact = ContactResource;

interface StatusRow {
  readonly id: string;
  readonly color: string;
}

const words = inboxWords.contact;

interface PanelProps {
  readonly conversation: Conversation;
  /** Absent: it stands beside the thread and is not closed. */
  readonly onHide?: () => void;
}

/** Who the other side is, what the company has sorted them by, and what has happened with them. */
export function ContactPanel({ conversation, onHide }: PanelProps) {
  const may = useMay();
  const mask = useMask();
  const { contact } = conversation;
  const query = useApi<Contact>(
    `/v1/contacts/${conversation.contact_id}`,
    {},
    { enabled: may('contacts.read') && contact !== null },
  );
  return (
    <aside aria-label={words.label} className="min-h-0 overflow-auto bg-panel">
      {onHide !== undefined && (
        <div className="flex justify-end px-2 pt-2">
          <IconButton label={words.hide} keys="Alt+O" icon={X} onClick={onHide} />
        </div>
      )}
      <div className="grid justify-items-center gap-1 px-4 pt-5 pb-4 text-center">
        <Avatar name={avatarNameOf(conversation)} size="large" />
        <h2 className="mt-1 max-w-full truncate text-14">{nameOfContact(conversation, mask)}</h2>
        {contact?.phone != null && (
          <span className="flex items-center text-12 text-fg-2">
            <Phone phone={contact.phone} />
            {!mask.isOn && <CopyButton text={contact.phone} label={words.copyNumber} />}
          </span>
        )}
        {contact === null && <p className="text-12 text-fg-2">{words.none}</p>}
      </div>
      {contact !== null && may('contacts.read') && (
        <Reading query={query}>{(read) => <Facts conversation={conversation} contact={read} />}</Reading>
      )}
      {may('events.read') && contact !== null && <History contactId={conversation.contact_id} />}
    </aside>
  );
}

function Facts({ conversation, contact }: { readonly conversation: Conversation; readonly contact: Contact }) {
  const mask = useMask();
  const { nameOfMember } = usePeople();
  const { status, source, groups } = contact;
  const { assignee_id: assigneeId, channel_number: number } = conversation;
  const hidden = (text: string | null): ReactNode => (text === null ? null : mask.text(text));
  return (
    <>
      {status !== null && (
        <p className="-mt-2 mb-4 flex justify-center">
          <span className="inline-flex h-5 items-center gap-1.5 rounded-1 bg-neutral-tint px-1.75 text-12 font-medium">
            <StatusColor id={status.id} />
            {status.name}
          </span>
        </p>
      )}
      <Details
        className="border-y border-line-soft px-4 py-3 text-13"
        rows={[
          contact.bsuid !== null && [
            words.bsuid,
            <span key="bsuid" className="flex min-w-0 items-center gap-0.5">
              <code className="mono truncate text-12">{mask.text(contact.bsuid)}</code>
              {!mask.isOn && <CopyButton text={contact.bsuid} label={words.copyBsuid} />}
            </span>,
          ],
          contact.username !== null && [words.username, hidden(contact.username)],
          contact.company !== null && [words.company, contact.company],
          contact.email !== null && [words.email, hidden(contact.email)],
          [
            words.serial,
            <span key="serial" className="num">
              {contact.serial}
            </span>,
          ],
          source !== null && [words.source, source.name],
          groups.length > 0 && [words.groups, groups.map(({ name }) => name).join(', ')],
          [words.optedOut, contact.opted_out ? words.optedOutYes : words.optedOutNo],
          [words.assignee, assigneeId === null ? words.nobody : nameOfMember(assigneeId)],
          number !== null && [words.channel, <Phone key="channel" phone={number} />],
          [words.since, formatDate(contact.created_at)],
        ]}
      />
    </>
  );
}

/** The color of a status. Colors come from people: what is none is not used. */
function StatusColor({ id }: { readonly id: string }) {
  const may = useMay();
  const query = useApi<PageOf<StatusRow>>('/v1/statuses', { limit: 100 }, { enabled: may('labels.read') });
  const color = query.data?.data.find((status) => status.id === id)?.color ?? '';
  const background = /^#[0-9A-Fa-f]{6}$/.test(color) ? color : 'var(--ph-neutral)';
  return <i aria-hidden="true" className="size-2 rounded-1" style={{ background }} />;
}

interface EventRow {
  readonly id: string;
  readonly type: string;
  readonly occurred_at: string;
  readonly deliveries: readonly DeliveryRow[];
}

interface DeliveryRow {
  readonly id: string;
  readonly state: 'pending' | 'delivered' | 'exhausted' | 'canceled';
  readonly attempts_made: number;
  readonly held: boolean;
  readonly outcomes: readonly ('succeeded' | 'failed' | 'unknown')[];
}

/** As many as are read at a glance. */
const EVENTS_SHOWN = 12;

function History({ contactId }: { readonly contactId: string }) {
  const events = useApi<PageOf<EventRow>>(`/v1/contacts/${contactId}/events`, { limit: EVENTS_SHOWN });
  return (
    <section>
      <h3 className="flex items-baseline px-4 pt-3 pb-1.5 text-13">
        {words.history}
        <PageLink to={`/contacts/${contactId}`} className="ml-auto text-12 font-normal">
          {words.record}
        </PageLink>
      </h3>
      <Reading query={events} rows={5}>
        {({ data }) =>
          data.length === 0 ? (
            <p className="px-4 pb-4 text-12 text-fg-3">{words.noHistory}</p>
          ) : (
            <ol className="pb-3">
              {data.map((event) => (
                <HistoryRow key={event.id} event={event} />
              ))}
            </ol>
          )
        }
      </Reading>
    </section>
  );
}

/** An event with the marks of the delivery that needs somebody most. */
function HistoryRow({ event }: { readonly event: EventRow }) {
  const worst = worstOf(event.deliveries);
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-2 px-4 py-1.25 leading-[1.45]">
      <PageLink to={`/events/${event.id}`} bare className="mono truncate text-12">
        {event.type}
      </PageLink>
      {worst === null ? (
        <span />
      ) : (
        <PageLink to={`/deliveries/${worst.id}`} bare aria-label={describeMarks(marksOf(worst))}>
          <Notation marks={marksOf(worst)} />
        </PageLink>
      )}
      <span className="col-span-2 text-12 text-fg-3">
        <Time at={event.occurred_at} />
      </span>
    </li>
  );
}

const RANKS = ['delivered', 'pending', 'canceled', 'exhausted'] as const;

function worstOf(deliveries: readonly DeliveryRow[]): DeliveryRow | null {
  const rank = ({ state, held }: DeliveryRow) => RANKS.indexOf(state) + (held ? 1.5 : 0);
  return deliveries.toSorted((one, other) => rank(other) - rank(one))[0] ?? null;
}

/** Marks that a row of this width has room for, beside what comes after them. */
const MARKS_MAX = 4;

function marksOf({ state, held, outcomes }: DeliveryRow): readonly Mark[] {
  const marks: readonly Mark[] = outcomes.slice(-MARKS_MAX);
  if (state === 'exhausted') return [...marks, 'gaveUp'];
  if (state === 'canceled') return [...marks, 'canceled'];
  if (state === 'pending') return [...marks, held ? 'held' : 'next'];
  return marks;
}
