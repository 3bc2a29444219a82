import type { DeliveryMarks } from '@posthorn/server/pipeline/event-log/contact-events.routes.ts';
import { useMask } from '../../lib/mask.ts';
import { type PageOf, useApi, useApiPages, useRefresh } from '../../lib/queries.ts';
import { useMay } from '../../lib/session.ts';
import { useStream } from '../../lib/stream.ts';
import { Button } from '../../ui/button.tsx';
import { PageLink } from '../../ui/link.tsx';
import { type Mark, Notation } from '../../ui/notation.tsx';
import { Empty, Failure, Skeleton } from '../../ui/panel.tsx';
import { ExactTime, formatClock, formatDate } from '../../ui/time.tsx';
import { contactWords } from '../../words/contacts.ts';
import { uiWords } from '../../words/ui.ts';

interface HistoryDelivery extends Pick<DeliveryMarks, 'state' | 'held' | 'outcomes'> {
  readonly id: string;
  readonly endpoint_id: string;
  readonly attempts_made: number;
}

interface HistoryEvent {
  readonly id: string;
  readonly type: string;
  readonly occurred_at: string;
  readonly created_at: string;
  readonly data: unknown;
  readonly deliveries: readonly HistoryDelivery[];
}

interface EndpointName {
  readonly id: string;
  readonly url: string;
  readonly description: string;
}

const words = contactWords.history;
const PAGE_ROWS = 25;

/** What happened with one person, newest first, each with the marks of its deliveries. */
export function ContactHistory({ contactId }: { readonly contactId: string }) {
  const path = `/v1/contacts/${contactId}/events`;
  const history = useApiPages<HistoryEvent>(path, { limit: PAGE_ROWS });
  const refresh = useRefresh();
  const nameOfEndpoint = useEndpointNames();
  useStream((frames) => {
    if (frames.some(({ data }) => isAbout(data, contactId))) void refresh(path);
  });
  if (history.isPending) return <Skeleton rows={6} />;
  if (history.error !== null && history.items.length === 0)
    return <Failure error={history.error} retry={() => void history.refetch()} />;
  if (history.items.length === 0) return <Empty title={words.empty}>{words.emptyMore}</Empty>;
  return (
    <div className="grid">
      <ol aria-label={words.label}>
        {history.items.map((event) => (
          <HistoryRow key={event.id} event={event} nameOfEndpoint={nameOfEndpoint} />
        ))}
      </ol>
      <div className="flex items-center gap-3 px-4 py-3 text-12 text-fg-3">
        {history.hasNextPage ? (
          <Button
            size="small"
            waiting={history.isFetchingNextPage && uiWords.loading}
            onClick={() => void history.fetchNextPage()}
          >
            {words.more}
          </Button>
        ) : (
          words.kept
        )}
      </div>
    </div>
  );
}

interface HistoryRowProps {
  readonly event: HistoryEvent;
  readonly nameOfEndpoint: (id: string) => string;
}

function HistoryRow({ event, nameOfEndpoint }: HistoryRowProps) {
  const mask = useMask();
  const said = describe(event);
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 gap-y-0.5 border-b border-line-soft px-4 py-2">
      <PageLink to={`/events/${event.id}`} bare className="mono truncate text-12">
        {event.type}
      </PageLink>
      <ExactTime at={event.occurred_at}>
        <time dateTime={event.occurred_at} className="num text-12 whitespace-nowrap text-fg-3">
          {formatDate(event.occurred_at)} {formatClock(event.occurred_at).slice(0, 8)}
        </time>
      </ExactTime>
      {said !== null && (
        <p className="col-span-2 line-clamp-2 break-words text-fg-2">
          {said.isPersonal ? mask.text(said.text) : said.text}
        </p>
      )}
      <div className="col-span-2 flex min-h-4 flex-wrap items-center gap-x-3 gap-y-1 text-12">
        {event.deliveries.length === 0 && <span className="text-fg-3">{words.noDeliveries}</span>}
        {event.deliveries.map((delivery) => (
          <PageLink
            key={delivery.id}
            to={`/deliveries/${delivery.id}`}
            bare
            className="inline-flex max-w-full items-center gap-1.5 text-fg-2"
          >
            <span className="truncate">{nameOfEndpoint(delivery.endpoint_id)}</span>
            <Notation
              marks={marksOf(delivery)}
              earlierCount={Math.max(0, delivery.attempts_made - delivery.outcomes.length)}
            />
          </PageLink>
        ))}
      </div>
    </li>
  );
}

/** Its attempts, and what comes after the last. */
function marksOf({ outcomes, state, held }: HistoryDelivery): readonly Mark[] {
  const after: Readonly<Record<HistoryDelivery['state'], Mark | null>> = {
    pending: held ? 'held' : 'next',
    delivered: null,
    exhausted: 'gaveUp',
    canceled: 'canceled',
  };
  const last = after[state];
  return last === null ? outcomes : [...outcomes, last];
}

/** What endpoints are called: their description, else the host. */
function useEndpointNames(): (id: string) => string {
  const may = useMay();
  const endpoints = useApi<PageOf<EndpointName>>('/v1/endpoints', { limit: 100 }, { enabled: may('endpoints.read') });
  const names = new Map(
    endpoints.data?.data.map(({ id, description, url }) => [id, description === '' ? new URL(url).host : description]),
  );
  return (id) => names.get(id) ?? words.endpoint;
}

interface Said {
  readonly text: string;
  /** It was written by or about the person. */
  readonly isPersonal: boolean;
}

/** What an event says in a line: the text of a message, what changed of a record, why it failed. */
function describe({ type: eventType, data }: HistoryEvent): Said | null {
  if (typeof data !== 'object' || data === null) return null;
  const { text, changes, error, type } = data as Readonly<Record<string, unknown>>;
  if (typeof text === 'string' && text !== '') return { text, isPersonal: true };
  if (typeof changes === 'object' && changes !== null) {
    return { text: words.changed(Object.keys(changes).map(fieldWord).join(', ')), isPersonal: false };
  }
  if (typeof error === 'object' && error !== null) {
    const { title, details } = error as Readonly<Record<string, unknown>>;
    const why = [title, details].filter((part) => typeof part === 'string').join(': ');
    return why === '' ? null : { text: why, isPersonal: false };
  }
  return eventType.startsWith('message.') && typeof type === 'string' && type !== 'text'
    ? { text: type, isPersonal: false }
    : null;
}

function fieldWord(field: string): string {
  const named: Readonly<Record<string, string>> = {
    ...contactWords.fields,
    status: contactWords.fields.status_id,
    source: contactWords.fields.source_id,
    groups: contactWords.fields.group_ids,
  };
  return (named[field] ?? field).toLocaleLowerCase();
}

function isAbout(data: Readonly<Record<string, unknown>>, contactId: string): boolean {
  const { contact } = data;
  return (
    data.id === contactId ||
    (typeof contact === 'object' && contact !== null && 'id' in contact && contact.id === contactId)
  );
}
