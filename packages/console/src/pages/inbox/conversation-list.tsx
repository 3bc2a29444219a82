import { useVirtualizer } from '@tanstack/react-virtual';
import { Check, Search, SlidersHorizontal, X } from 'lucide-react';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { cx } from '../../lib/class-names.ts';
import { useNow } from '../../lib/clock.ts';
import { formatCount, formatDuration } from '../../lib/format.ts';
import { useShortcuts } from '../../lib/keys.ts';
import { useMask } from '../../lib/mask.ts';
import { type PageOf, useApi, useApiPages } from '../../lib/queries.ts';
import { IconButton } from '../../ui/button.tsx';
import { Menu, type MenuEntry } from '../../ui/menu.tsx';
import { NewRowsPill } from '../../ui/new-rows-pill.tsx';
import { Failure, Skeleton } from '../../ui/panel.tsx';
import { Avatar } from '../../ui/person.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { formatDate } from '../../ui/time.tsx';
import { inboxWords } from '../../words/inbox.ts';
import type { Conversation, Counts } from './inbox-types.ts';
import { LastLine } from './last-line.tsx';
import { ListEmpty } from './list-empty.tsx';
import { avatarNameOf, nameOfContact } from './people.tsx';
import { useSteadyOrder } from './steady-order.ts';
import { type InboxTab, useInboxFilters } from './use-inbox-filters.ts';

interface ListProps {
  readonly openId: string | null;
  readonly onOpen: (id: string) => void;
}

/** A count of the API stops there, and then means: so many or more. */
const COUNTED_MAX = 10_000;
const ROW_PX = 54;
const COARSE_ROW_PX = 62;
/** Somebody types: the address and the search follow when they pause. */
const SEARCH_AFTER_MS = 250;

/** The conversations: tabs with counts, search and filters, and the rows, which keep their places while somebody is at them. */
export function ConversationList({ openId, onOpen }: ListProps) {
  const filters = useInboxFilters();
  const counts = useApi<Counts>('/v1/conversations/counts');
  const pages = useApiPages<Conversation>('/v1/conversations', filters.query);
  const scroller = useRef<HTMLDivElement>(null);
  const list = useSteadyOrder(JSON.stringify(filters.query), pages.items, {
    idOf: ({ id }) => id,
    isHeld: () => isSomebodyAt(scroller.current),
  });
  // A filtered page may be empty although there is more.
  const { hasNextPage, isFetching, fetchNextPage } = pages;
  const isEmpty = pages.items.length === 0;
  useEffect(() => {
    if (isEmpty && hasNextPage && !isFetching) void fetchNextPage();
  }, [isEmpty, hasNextPage, isFetching, fetchNextPage]);
  return (
    <section
      aria-label={inboxWords.listLabel}
      className="grid min-h-0 min-w-0 grid-cols-[minmax(0,1fr)] grid-rows-[auto_auto_minmax(0,1fr)] border-r border-line max-narrow:border-0"
    >
      <Tabs<InboxTab>
        label={inboxWords.tabsLabel}
        value={filters.tab}
        onChange={(tab) => filters.change({ tab })}
        tabs={(['mine', 'unassigned', 'all'] as const).map((value) => ({
          value,
          label: inboxWords.tabs[value],
          ...countOf(counts.data?.[value]?.open),
        }))}
      />
      <SearchRow />
      <div className="relative grid min-h-0 min-w-0 grid-cols-[minmax(0,1fr)]">
        <div className="absolute right-11 -top-9 z-10">
          <NewRowsPill
            count={list.heldCount}
            onShow={() => {
              list.settle();
              scroller.current?.scrollTo({ top: 0 });
            }}
          />
        </div>
        <Rows
          {...{ openId, onOpen, scroller }}
          rows={list.items}
          onEnd={() => {
            if (hasNextPage && !isFetching) void fetchNextPage();
          }}
        >
          {pages.error !== null && isEmpty && <Failure error={pages.error} retry={() => void pages.refetch()} />}
          {pages.data === undefined && pages.error === null && <Skeleton rows={8} />}
          {pages.data !== undefined &&
            list.items.length === 0 &&
            (hasNextPage ? (
              <p className="p-4 text-center text-12 text-fg-3">{inboxWords.moreBelow}</p>
            ) : (
              <ListEmpty filters={filters} counts={counts.data} />
            ))}
        </Rows>
      </div>
    </section>
  );
}

function countOf(count: number | undefined): { readonly count?: number | string } {
  if (count === undefined) return {};
  return { count: count >= COUNTED_MAX ? inboxWords.atLeast(COUNTED_MAX) : count };
}

/** The pointer is over it, the keyboard is in it, or it was scrolled: rows must stay where they are. */
function isSomebodyAt(scroller: HTMLElement | null): boolean {
  if (scroller === null) return false;
  return scroller.scrollTop > 0 || scroller.matches(':hover') || scroller.contains(document.activeElement);
}

function SearchRow() {
  const filters = useInboxFilters();
  const { change, text } = filters;
  const [typed, setTyped] = useState(text);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => setTyped(text), [text]);
  useEffect(() => {
    if (typed === text) return;
    const timer = setTimeout(() => change({ q: typed === '' ? undefined : typed }), SEARCH_AFTER_MS);
    return () => clearTimeout(timer);
  }, [typed, text, change]);
  useShortcuts([{ keys: '/', label: inboxWords.keys.search, run: () => field.current?.focus() }]);
  return (
    <div className="flex items-center gap-1 border-b border-line-soft py-1.5 pr-2 pl-3">
      <Search aria-hidden="true" className="size-3.5 flex-none text-fg-3" />
      <input
        ref={field}
        type="text"
        inputMode="search"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          setTyped('');
          event.currentTarget.blur();
        }}
        aria-label={inboxWords.search}
        placeholder={inboxWords.search}
        maxLength={200}
        className="h-7 min-w-0 grow rounded-2 bg-transparent px-1 outline-offset-0 pointer-coarse:h-11"
      />
      {filters.isFiltered && <IconButton label={inboxWords.clearFilters} icon={X} onClick={filters.clear} />}
      <FilterMenu />
    </div>
  );
}

interface ChannelOption {
  readonly id: string;
  readonly display_phone_number: string;
}

function FilterMenu() {
  const filters = useInboxFilters();
  const mask = useMask();
  const channels = useApi<PageOf<ChannelOption>>('/v1/channels', { limit: 100 });
  const numbers = channels.data?.data ?? [];
  const entries: MenuEntry[] = [
    ...(['open', 'closed', 'any'] as const).map((state) => ({
      label: inboxWords.filterState[state],
      ...chosen(filters.state === state),
      run: () => filters.change({ state: state === 'open' ? undefined : state }),
    })),
    {
      label: inboxWords.filterUnread,
      separated: true,
      ...chosen(filters.isUnread),
      run: () => filters.change({ unread: filters.isUnread ? undefined : 'true' }),
    },
    {
      label: inboxWords.filterOldest,
      ...chosen(filters.isOldestFirst),
      run: () => filters.change({ sort: filters.isOldestFirst ? undefined : 'last_message_at' }),
    },
    ...(numbers.length < 2
      ? []
      : [
          {
            label: inboxWords.filterAnyChannel,
            separated: true,
            ...chosen(filters.channelId === undefined),
            run: () => filters.change({ channel: undefined }),
          },
          ...numbers.map(({ id, display_phone_number: number }) => ({
            label: inboxWords.filterChannel(mask.phone(number)),
            ...chosen(filters.channelId === id),
            run: () => filters.change({ channel: id }),
          })),
        ]),
  ];
  return (
    <Menu
      trigger={
        <IconButton
          label={inboxWords.filters}
          icon={SlidersHorizontal}
          className={filters.isFiltered || filters.isOldestFirst ? 'text-brass' : ''}
        />
      }
      entries={entries}
    />
  );
}

/** One that holds now: by its mark as well as by its color. */
function chosen(isChosen: boolean): Partial<MenuEntry> {
  return isChosen ? { current: true, icon: Check } : {};
}

interface RowsProps extends ListProps {
  readonly rows: readonly Conversation[];
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly onEnd: () => void;
  readonly children: React.ReactNode;
}

/** Rows before the end at which the next page is asked for. */
const END_ROWS = 8;

function Rows({ rows, openId, onOpen, scroller, onEnd, children }: RowsProps) {
  const rowPx = matchMedia('(pointer: coarse)').matches ? COARSE_ROW_PX : ROW_PX;
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 10,
    getItemKey: (index) => rows[index]?.id ?? index,
  });
  const items = virtualizer.getVirtualItems();
  const lastIndex = items.at(-1)?.index ?? -1;
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked when the end comes into sight, not whenever the page renders.
  useEffect(() => {
    if (lastIndex >= 0 && lastIndex >= rows.length - END_ROWS) onEnd();
  }, [lastIndex, rows.length]);
  const [focusedId, setFocusedId] = useState<string | null>(null);
  const focusAt = (index: number) => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, index))];
    if (row === undefined) return;
    setFocusedId(row.id);
    virtualizer.scrollToIndex(rows.indexOf(row), { align: 'auto' });
    requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-row="${row.id}"]`)?.focus({ preventScroll: true }),
    );
  };
  const indexOf = (id: string | null) => rows.findIndex((row) => row.id === id);
  const placeIndex = () => (indexOf(focusedId) >= 0 ? indexOf(focusedId) : indexOf(openId));
  const openAt = (step: number) => {
    const row = rows[indexOf(openId) + step];
    if (row !== undefined && (openId !== null || step > 0)) onOpen(row.id);
  };
  useShortcuts([
    { keys: 'j', label: inboxWords.keys.nextRow, run: () => focusAt(placeIndex() + 1) },
    { keys: 'k', label: inboxWords.keys.previousRow, run: () => focusAt(placeIndex() - 1) },
    { keys: 'Alt+j', label: inboxWords.keys.next, run: () => openAt(1) },
    { keys: 'Alt+k', label: inboxWords.keys.previous, run: () => openAt(-1) },
  ]);
  const tabStopId = indexOf(focusedId) >= 0 ? focusedId : indexOf(openId) >= 0 ? openId : (rows[0]?.id ?? null);
  return (
    <div ref={scroller} className="min-h-0 overflow-auto">
      {rows.length === 0 && children}
      <ul
        aria-label={inboxWords.listLabel}
        className="relative"
        style={{ height: virtualizer.getTotalSize() }}
        onKeyDown={(event) => {
          const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
          if (step === undefined) return;
          event.preventDefault();
          focusAt(placeIndex() + step);
        }}
      >
        {items.map(({ index, key, start }) => {
          const row = rows[index];
          if (row === undefined) return null;
          return (
            <li
              key={key}
              aria-setsize={rows.length}
              aria-posinset={index + 1}
              className="absolute inset-x-0 top-0"
              style={{ height: rowPx, transform: `translateY(${start}px)` }}
            >
              <Row
                row={row}
                isOpen={row.id === openId}
                isTabStop={row.id === tabStopId}
                onOpen={() => onOpen(row.id)}
                onFocus={() => setFocusedId(row.id)}
              />
            </li>
          );
        })}
      </ul>
    </div>
  );
}

interface RowProps {
  readonly row: Conversation;
  readonly isOpen: boolean;
  readonly isTabStop: boolean;
  readonly onOpen: () => void;
  readonly onFocus: () => void;
}

function Row({ row, isOpen, isTabStop, onOpen, onFocus }: RowProps) {
  const mask = useMask();
  const name = nameOfContact(row, mask);
  const { last_message: last, unread_count: unread } = row;
  return (
    <button
      type="button"
      data-row={row.id}
      tabIndex={isTabStop ? 0 : -1}
      aria-current={isOpen || undefined}
      onClick={onOpen}
      onFocus={onFocus}
      className={cx(
        'flex h-full w-full items-center gap-2.5 border-b border-line-soft px-4 text-left outline-offset-[-2px] hover:bg-hover',
        isOpen && 'bg-selected shadow-[inset_2px_0_var(--ph-brass-mark)] hover:bg-selected',
      )}
    >
      <Avatar name={avatarNameOf(row)} />
      <span className="grid min-w-0 grow">
        <span className="flex min-w-0 items-baseline gap-2">
          <span className="grow truncate font-medium">{name}</span>
          {last !== null && (
            <span className={cx('num flex-none text-12', unread > 0 ? 'font-medium text-brass' : 'text-fg-3')}>
              <Age at={last.occurred_at} />
            </span>
          )}
        </span>
        <span className="flex min-w-0 items-center gap-2 text-12 text-fg-2">
          <span className="flex min-w-0 grow">{last !== null && <LastLine last={last} mask={mask} />}</span>
          {row.state === 'closed' && <span className="flex-none text-fg-3">{inboxWords.closedMark}</span>}
          {unread > 0 && (
            <span className="num grid h-4.25 min-w-4.25 flex-none place-items-center rounded-full bg-brass px-1 text-11 font-semibold text-panel">
              <span aria-hidden="true">{unread > 99 ? '99+' : formatCount(unread)}</span>
              <span className="sr-only">{inboxWords.unread(unread)}</span>
            </span>
          )}
        </span>
      </span>
    </button>
  );
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** "2 m", "5 h", then the date: a row has no room for more. */
function Age({ at }: { readonly at: string }) {
  const nowMs = useNow(MINUTE_MS);
  const ageMs = Math.max(0, nowMs - Date.parse(at));
  if (ageMs >= DAY_MS) return formatDate(at);
  if (ageMs < MINUTE_MS) return '1 m';
  const unitMs = ageMs < 60 * MINUTE_MS ? MINUTE_MS : 60 * MINUTE_MS;
  return formatDuration(Math.floor(ageMs / unitMs) * unitMs);
}
