import { useMemo } from 'react';
import type { Query } from '../../lib/api.ts';
import { useMay } from '../../lib/session.ts';
import { useUrlState } from '../../lib/url-state.ts';
import { usePeople } from './people.tsx';

export type InboxTab = 'mine' | 'unassigned' | 'all';
export type StateFilter = 'open' | 'closed' | 'any';

interface InboxFilters {
  readonly tab: InboxTab;
  readonly state: StateFilter;
  readonly isUnread: boolean;
  readonly isOldestFirst: boolean;
  readonly channelId: string | undefined;
  readonly text: string;
  /** Something beside the tab leaves conversations out. */
  readonly isFiltered: boolean;
  readonly query: Query;
  readonly change: (change: Readonly<Record<string, string | undefined>>) => void;
  readonly clear: () => void;
}

const PAGE_ROWS = 50;

/** What the list shows, kept in the address. Who may not answer has nothing of their own: they begin with all. */
export function useInboxFilters(): InboxFilters {
  const [url, setUrl] = useUrlState();
  const may = useMay();
  const { meId } = usePeople();
  const first: InboxTab = may('conversations.write') && meId !== null ? 'mine' : 'all';
  const tab = readOne(url.tab, ['mine', 'unassigned', 'all'], first);
  const state = readOne(url.state, ['open', 'closed', 'any'], 'open');
  const isUnread = url.unread === 'true';
  const isOldestFirst = url.sort === 'last_message_at';
  const text = url.q ?? '';
  const { channel: channelId } = url;
  const query = useMemo(
    (): Query => ({
      limit: PAGE_ROWS,
      state: state === 'any' ? undefined : state,
      assignee_id: tab === 'mine' ? meId : tab === 'unassigned' ? 'none' : undefined,
      unread: isUnread ? true : undefined,
      channel_id: channelId,
      q: text.trim(),
      sort: isOldestFirst ? 'last_message_at' : undefined,
    }),
    [tab, state, isUnread, isOldestFirst, channelId, text, meId],
  );
  return {
    ...{ tab, state, isUnread, isOldestFirst, channelId, text, query },
    isFiltered: state !== 'open' || isUnread || channelId !== undefined || text.trim() !== '',
    change: (change) => setUrl(change, { replace: true }),
    clear: () =>
      setUrl(
        { q: undefined, state: undefined, unread: undefined, channel: undefined, sort: undefined },
        { replace: true },
      ),
  };
}

function readOne<TValue extends string>(text: string | undefined, values: readonly TValue[], other: TValue): TValue {
  return values.find((value) => value === text) ?? other;
}
