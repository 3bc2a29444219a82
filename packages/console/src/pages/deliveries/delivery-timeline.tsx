import { formatDuration } from '../../lib/format.ts';
import { useMay } from '../../lib/session.ts';
import { Id } from '../../ui/details.tsx';
import { PageLink } from '../../ui/link.tsx';
import { ExactTime, formatClock, Time } from '../../ui/time.tsx';
import { Timeline, type TimelineEntry } from '../../ui/timeline.tsx';
import { deliveryWords } from '../../words/deliveries.ts';
import { type AttemptSummary, answerOf, mayHaveIt, type SingleDelivery } from './delivery.ts';

const words = deliveryWords.timeline;

/** Apart by less than this, when something happened and when it came in are one. */
const SAME_MS = 2_000;

const OUTCOME_COLOURS = { succeeded: 'text-success', failed: 'text-danger', unknown: 'text-warning' } as const;

/** From the moment that the event came in to what comes next. */
export function DeliveryTimeline({ delivery }: { readonly delivery: SingleDelivery }) {
  const mayReadEvents = useMay()('events.read');
  const { attempts, attempts_made: made } = delivery;
  const firstNumber = attempts[0]?.number ?? made + 1;
  const next = nextEntry(delivery);
  const entries: TimelineEntry[] = [
    ...receivedEntries(delivery, mayReadEvents),
    ...(firstNumber > 1 && attempts.length > 0
      ? [{ id: 'earlier', mark: 'origin' as const, title: words.earlier(firstNumber - 1) }]
      : []),
    ...attempts.map((attempt, index) => attemptEntry(delivery, attempt, index)),
    ...(next === null ? [] : [next]),
  ];
  const beforeNext = entries.length - 2;
  return (
    <Timeline
      entries={entries.map((entry, index) =>
        next !== null && isStillToCome(delivery) && index === beforeNext ? { ...entry, isOpenEnded: true } : entry,
      )}
    />
  );
}

function receivedEntries(delivery: SingleDelivery, mayReadEvents: boolean): readonly TimelineEntry[] {
  const { received_at: receivedAt, occurred_at: occurredAt, origin } = delivery;
  if (receivedAt === null || origin === null) return [];
  const isLate = occurredAt !== null && Date.parse(receivedAt) - Date.parse(occurredAt) > SAME_MS;
  return [
    {
      id: 'received',
      mark: 'origin',
      title: words.occurred[origin],
      at: <Clock at={receivedAt} />,
      ...(isLate ? { children: words.happenedAt(formatClock(occurredAt).slice(0, 8)) } : {}),
    },
    {
      id: 'committed',
      mark: 'origin',
      title: words.committed,
      at: <Offset from={receivedAt} to={delivery.created_at} />,
      children: mayReadEvents ? (
        <PageLink to={`/events/${delivery.event_id}`}>
          <code className="mono">{delivery.event_id.slice(0, 21)}…</code>
        </PageLink>
      ) : (
        <Id id={delivery.event_id} label={deliveryWords.keys.copyId} />
      ),
    },
  ];
}

function attemptEntry(delivery: SingleDelivery, attempt: AttemptSummary, index: number): TimelineEntry {
  const before = delivery.attempts[index - 1]?.started_at ?? delivery.created_at;
  const trigger = words.triggers[attempt.trigger];
  const isFollowed = index < delivery.attempts.length - 1 || delivery.standing === 'retrying';
  return {
    id: attempt.id,
    mark: attempt.outcome,
    title: (
      <>
        {words.attempt(attempt.number)}{' '}
        <span className={OUTCOME_COLOURS[attempt.outcome]}>{words.outcomes[attempt.outcome]}</span>
        {trigger !== '' && <span className="font-normal text-fg-3"> · {trigger}</span>}
      </>
    ),
    at: <Offset from={before} to={attempt.started_at} />,
    children: (
      <>
        {attempt.error_message ?? answerOf(attempt)}
        {attempt.error_message !== null && attempt.duration_ms !== null && ` (${formatDuration(attempt.duration_ms)})`}
        {isFollowed && mayHaveIt(attempt) && (
          <>
            {' '}
            {words.mayHaveIt} <code className="mono">Posthorn-Possible-Duplicate</code>.
          </>
        )}
      </>
    ),
  };
}

function nextEntry(delivery: SingleDelivery): TimelineEntry | null {
  const { next_attempt_at: at, standing, in_flight: isSending, attempts_made: made } = delivery;
  if (isSending) return { id: 'next', mark: 'next', title: <Coming>{words.sending}</Coming> };
  if (standing === 'held') return { id: 'next', mark: 'held', title: words.held };
  if (standing === 'exhausted') return { id: 'next', mark: 'gaveUp', title: words.gaveUp };
  if (standing === 'canceled') return { id: 'next', mark: 'canceled', title: words.canceled };
  if (delivery.waits_behind !== null) {
    return { id: 'next', mark: 'next', title: <Coming>{words.behind}</Coming> };
  }
  if (at === null) return null;
  return {
    id: 'next',
    mark: 'next',
    title: (
      <Coming>
        {words.next(made + 1)} <Time at={at} due={deliveryWords.sendingNow} />
      </Coming>
    ),
    at: <Clock at={at} short />,
  };
}

function isStillToCome({ standing }: SingleDelivery): boolean {
  return standing !== 'exhausted' && standing !== 'canceled';
}

function Coming({ children }: { readonly children: React.ReactNode }) {
  return <span className="text-pending">{children}</span>;
}

function Clock({ at, short = false }: { readonly at: string; readonly short?: boolean }) {
  const text = formatClock(at);
  return (
    <ExactTime at={at}>
      <time dateTime={at} tabIndex={0}>
        {short ? text.slice(0, 8) : text}
      </time>
    </ExactTime>
  );
}

/** How long after something else; the exact time on hover and focus. */
function Offset({ from, to }: { readonly from: string; readonly to: string }) {
  return (
    <ExactTime at={to}>
      <time dateTime={to} tabIndex={0}>
        +{formatDuration(Date.parse(to) - Date.parse(from))}
      </time>
    </ExactTime>
  );
}
