import { ArrowDown } from 'lucide-react';
import { type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import { useNow } from '../../lib/clock.ts';
import { useApiPages } from '../../lib/queries.ts';
import { Button } from '../../ui/button.tsx';
import { Failure, Skeleton } from '../../ui/panel.tsx';
import { ExactTime } from '../../ui/time.tsx';
import { inboxWords } from '../../words/inbox.ts';
import type { Change, Conversation, MessageDeliveries, ThreadMessage, TimelineEntry } from './inbox-types.ts';
import { MessageBubble, NoteBubble, OutgoingBubble } from './message-bubble.tsx';
import { type Outgoing, useOutbox } from './outbox.tsx';
import { usePeople } from './people.tsx';
import { type ThreadItem, toThreadItems } from './thread-items.ts';
import { useHeard } from './use-heard.ts';

interface ThreadProps {
  readonly conversation: Conversation;
  readonly onReply: (message: ThreadMessage) => void;
}

const PAGE_ENTRIES = 40;
/** No event tells of a colleague's note. */
const NOTES_EVERY_MS = 30_000;
const NO_ENTRIES: readonly TimelineEntry[] = [];

/**
 * What was said, noted and decided, oldest on top. The list is laid out from its end on: what is read in above the first
 * line moves nothing, and what comes below stays in sight for whoever is at the end.
 */
export function Thread({ conversation, onReply }: ThreadProps) {
  const path = `/v1/conversations/${conversation.id}/timeline`;
  const pages = useApiPages<TimelineEntry>(path, { limit: PAGE_ENTRIES }, { refetchInterval: NOTES_EVERY_MS });
  const entries = pages.data === undefined ? NO_ENTRIES : pages.items;
  const items = useMemo(() => toThreadItems(entries), [entries]);
  const heard = useHeard(conversation.id, entries);
  const outgoing = useUnseenOutgoing(conversation.id, entries);
  const scroller = useRef<HTMLDivElement>(null);
  const below = useNewBelow(scroller, entries);
  const sentCount = outgoing.length;
  const shownCount = useRef(sentCount);
  useEffect(() => {
    // Who has just sent something wants to see it.
    if (sentCount > shownCount.current) scroller.current?.scrollTo({ top: 0 });
    shownCount.current = sentCount;
  }, [sentCount]);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = pages;
  if (pages.data === undefined) {
    return (
      <div className="min-h-0 bg-canvas">
        {pages.error === null ? (
          <Skeleton rows={6} />
        ) : (
          <Failure error={pages.error} retry={() => void pages.refetch()} />
        )}
      </div>
    );
  }
  return (
    <div className="relative grid min-h-0 min-w-0 grid-cols-[minmax(0,1fr)]">
      <section
        ref={scroller}
        aria-label={inboxWords.messages}
        tabIndex={0}
        className="flex min-h-0 flex-col-reverse overflow-auto bg-canvas outline-offset-[-2px]"
      >
        <ol className="flex flex-none flex-col gap-2 p-4" aria-live="polite" aria-relevant="additions">
          <li className="self-center">
            <Earlier
              hasMore={hasNextPage}
              isReading={isFetchingNextPage}
              read={() => void fetchNextPage()}
              scroller={scroller}
            />
          </li>
          {items.map((item) => (
            <li key={item.key} className="flex flex-col">
              <Item item={item} heard={heard} onReply={onReply} />
            </li>
          ))}
          {outgoing.map((one) => (
            <li key={one.key} className="flex flex-col">
              <OutgoingBubble outgoing={one} />
            </li>
          ))}
        </ol>
      </section>
      {below.count > 0 && (
        <div className="absolute inset-x-0 bottom-2 grid justify-items-center">
          <Button size="small" icon={ArrowDown} onClick={below.show} className="rounded-full text-brass">
            {inboxWords.newBelow(below.count)}
          </Button>
        </div>
      )}
    </div>
  );
}

interface EarlierProps {
  readonly hasMore: boolean;
  readonly isReading: boolean;
  readonly read: () => void;
  readonly scroller: RefObject<HTMLElement | null>;
}

/** Reads on when the top comes into sight; a button says so for those who do not scroll. */
function Earlier({ hasMore, isReading, read, scroller }: EarlierProps) {
  const mark = useRef<HTMLSpanElement>(null);
  const latest = useRef(read);
  latest.current = read;
  useEffect(() => {
    if (!hasMore || isReading || mark.current === null) return;
    const observer = new IntersectionObserver(
      (seen) => {
        if (seen.some(({ isIntersecting }) => isIntersecting)) latest.current();
      },
      { root: scroller.current, rootMargin: '400px 0px 0px 0px' },
    );
    observer.observe(mark.current);
    return () => observer.disconnect();
  }, [hasMore, isReading, scroller]);
  return (
    <span ref={mark} className="text-12 text-fg-3">
      {hasMore ? (
        <Button size="small" kind="ghost" waiting={isReading && inboxWords.moreBelow} onClick={read}>
          {inboxWords.earlier}
        </Button>
      ) : (
        inboxWords.beginning
      )}
    </span>
  );
}

/** What came in while the reader looks at something earlier. */
function useNewBelow(scroller: RefObject<HTMLElement | null>, entries: readonly TimelineEntry[]) {
  const newestId = entries[0]?.id ?? null;
  const seenId = useRef(newestId);
  const [isAtEnd, setIsAtEnd] = useState(true);
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    // Laid out from the end, the end is at 0 and everything earlier below it.
    const look = () => setIsAtEnd(element.scrollTop > -AT_END_PX);
    look();
    element.addEventListener('scroll', look, { passive: true });
    return () => element.removeEventListener('scroll', look);
  });
  if (isAtEnd || seenId.current === null) seenId.current = newestId;
  const unseen = entries.slice(
    0,
    Math.max(
      0,
      entries.findIndex(({ id }) => id === seenId.current),
    ),
  );
  const count = isAtEnd ? 0 : unseen.filter(isOfPerson).length;
  return { count, show: () => scroller.current?.scrollTo({ top: 0 }) };
}

const AT_END_PX = 80;

function isOfPerson(entry: TimelineEntry): boolean {
  return entry.kind === 'message' && entry.message.direction === 'inbound' && entry.message.type !== 'reaction';
}

/** What this page sends and the timeline does not show yet. What it shows is let go. */
function useUnseenOutgoing(conversationId: string, entries: readonly TimelineEntry[]): readonly Outgoing[] {
  const { of, discard } = useOutbox();
  const all = of(conversationId);
  const isSeen = ({ messageId }: Outgoing) => messageId !== null && entries.some(({ id }) => id === messageId);
  const seen = all.filter(isSeen).map(({ key }) => key);
  const seenKeys = seen.join();
  useEffect(() => {
    for (const key of seenKeys.split(',')) if (key !== '') discard(key);
  }, [seenKeys, discard]);
  return all.filter((one) => !isSeen(one));
}

interface ItemProps {
  readonly item: ThreadItem;
  readonly heard: ReadonlyMap<string, MessageDeliveries>;
  readonly onReply: (message: ThreadMessage) => void;
}

function Item({ item, heard, onReply }: ItemProps) {
  switch (item.kind) {
    case 'day':
      return <Day at={item.at} />;
    case 'reopened':
      return <SystemLine>{inboxWords.change.reopenedByMessage}</SystemLine>;
    case 'reaction':
      return <SystemLine>{describeReaction(item.message)}</SystemLine>;
    case 'entry':
      return <Entry entry={item.entry} heard={heard} onReply={onReply} />;
  }
}

function Entry({ entry, heard, onReply }: Omit<ItemProps, 'item'> & { readonly entry: TimelineEntry }) {
  switch (entry.kind) {
    case 'message':
      return <MessageBubble message={entry.message} heard={heard.get(entry.id)} onReply={onReply} />;
    case 'note':
      return <NoteBubble note={entry.note} />;
    case 'change':
      return <ChangeLine change={entry.change} at={entry.at} />;
  }
}

function describeReaction({ direction, text }: ThreadMessage): string {
  const who = direction === 'inbound' ? inboxWords.quotedThem : inboxWords.quotedUs;
  return text === null || text === '' ? inboxWords.reactionTaken(who) : inboxWords.reactedTo(who, text);
}

function SystemLine({ children }: { readonly children: React.ReactNode }) {
  return <p className="my-0.5 text-center text-12 text-fg-3">{children}</p>;
}

const dayFormat = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });
const dayWithYear = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'long', year: 'numeric' });
const DAY_MS = 86_400_000;

function Day({ at }: { readonly at: string }) {
  const nowMs = useNow(60_000);
  const [day, today, yesterday] = [Date.parse(at), nowMs, nowMs - DAY_MS].map((timeMs) =>
    new Date(timeMs).toDateString(),
  );
  const isThisYear = new Date(at).getFullYear() === new Date(nowMs).getFullYear();
  const words = (isThisYear ? dayFormat : dayWithYear).format(Date.parse(at));
  return (
    <p className="my-0.5 text-center text-12 text-fg-3">
      {day === today ? inboxWords.today(words) : day === yesterday ? inboxWords.yesterday(words) : words}
    </p>
  );
}

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hour12: false });

function ChangeLine({ change, at }: { readonly change: Change; readonly at: string }) {
  const people = usePeople();
  return (
    <SystemLine>
      {describeChange(change, people)},{' '}
      <ExactTime at={at}>
        <time dateTime={at} className="num">
          {clock.format(Date.parse(at))}
        </time>
      </ExactTime>
    </SystemLine>
  );
}

function describeChange({ what, actor, assignee_id: to }: Change, people: ReturnType<typeof usePeople>): string {
  const by = people.nameOf(actor);
  if (what !== 'assigned') return inboxWords.change[what](by);
  if (to === null) return inboxWords.change.unassigned(by);
  if (actor.kind === 'member' && actor.id === to) return inboxWords.change.taken(by);
  return inboxWords.change.assigned(people.nameOfMember(to), by);
}
