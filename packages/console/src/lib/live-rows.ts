import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { api, type Query } from './api.ts';
import { apiKey, type PageOf, useApiPages } from './queries.ts';
import { useWorkspaceId } from './session.ts';
import { useStream } from './stream.ts';

interface LiveRowsOptions<TRow> {
  readonly idOf: (row: TRow) => string;
  /** When a row was made, ISO 8601: the list is newest first by it. */
  readonly madeAtOf: (row: TRow) => string;
  /** Whether what a row shows may still change. Such rows in sight are read anew. Absent: none changes. */
  readonly isOpen?: (row: TRow) => boolean;
}

export interface LiveRows<TRow> {
  readonly rows: readonly TRow[];
  /** Rows that came in since and wait to be asked for. */
  readonly newCount: number;
  /** There are more of them than are counted. */
  readonly isMoreNew: boolean;
  readonly showNew: () => void;
  /** Says which rows are in sight. */
  readonly see: (rows: readonly TRow[]) => void;
  /** Puts a row that was read or changed elsewhere into its place. */
  readonly replace: (row: TRow) => void;
  /** Reads rows anew, in their places. */
  readonly reread: (ids: readonly string[]) => Promise<void>;
  readonly isLoading: boolean;
  readonly error: unknown;
  readonly reload: () => void;
  readonly hasMore: boolean;
  readonly readMore: () => void;
}

/** Without a word from the stream: a filter by time, or rows that no event tells of. */
const LOOK_EVERY_MS = 10_000;
/** After an event: its deliveries have had their first attempt by then. */
const LOOK_AFTER_MS = 1_200;
/** Rows that are read at once: a page of the list. */
const PAGE_ROWS = 100;

/**
 * A long list that goes on while it is read. Rows keep their places: what is new waits until it is asked for, and what
 * changes does so where it stands.
 */
export function useLiveRows<TRow>(path: string, query: Query, options: LiveRowsOptions<TRow>): LiveRows<TRow> {
  const latest = useRef(options);
  latest.current = options;
  const workspaceId = useWorkspaceId();
  const listQuery = { ...query, limit: PAGE_ROWS };
  const pages = useApiPages<TRow>(path, listQuery, { staleTime: Number.POSITIVE_INFINITY });
  const key = JSON.stringify([workspaceId, path, query]);
  const [state, setState] = useState<LiveState<TRow>>(() => emptyState(key));
  const live = state.key === key ? state : emptyState<TRow>(key);
  const change = useCallback(
    (next: (before: LiveState<TRow>) => LiveState<TRow>) =>
      setState((before) => next(before.key === key ? before : emptyState(key))),
    [key],
  );

  const { items } = pages;
  const rows = useMemo(() => {
    const { idOf } = latest.current;
    if (live.head.length === 0 && live.changed.size === 0) return items;
    const known = new Set(live.head.map(idOf));
    return [...live.head, ...items.filter((row) => !known.has(idOf(row)))].map(
      (row) => live.changed.get(idOf(row)) ?? row,
    );
  }, [items, live]);

  const seen = useRef<readonly TRow[]>([]);
  const current = useRef({ rows, waiting: live.waiting, isRead: pages.data !== undefined });
  current.current = { rows, waiting: live.waiting, isRead: pages.data !== undefined };

  const reread = useCallback(
    async (ids: readonly string[]) => {
      if (ids.length === 0) return;
      const page = await api.get<PageOf<TRow>>(path, {
        query: { ids: ids.slice(0, PAGE_ROWS), view: query.view, limit: PAGE_ROWS },
      });
      change((before) => withChanged(before, page.data, latest.current.idOf));
    },
    [path, change, query.view],
  );

  const look = useCallback(async () => {
    if (document.hidden || !current.current.isRead) return;
    const { idOf, madeAtOf, isOpen } = latest.current;
    const newest = current.current.waiting[0] ?? current.current.rows[0];
    const since = newest === undefined ? query.since : madeAtOf(newest);
    const page = await api.get<PageOf<TRow>>(path, { query: { ...query, since, limit: PAGE_ROWS } });
    change((before) => {
      const known = new Set([...current.current.rows, ...before.waiting].map(idOf));
      const fresh = page.data.filter((row) => !known.has(idOf(row)));
      const isGap = page.has_more && fresh.length === page.data.length && page.data.length > 0;
      const next = withChanged(before, page.data, idOf);
      if (fresh.length === 0) return next;
      // Nothing is there that could jump.
      if (current.current.rows.length === 0) return { ...next, head: fresh };
      const waiting = [...fresh, ...next.waiting].slice(0, WAITING_MAX);
      return { ...next, waiting, isGap: next.isGap || isGap || waiting.length === WAITING_MAX };
    });
    if (isOpen !== undefined) await reread(seen.current.filter(isOpen).map(idOf));
  }, [path, query, change, reread]);

  const next = useRef<{ readonly timer: ReturnType<typeof setTimeout>; readonly atMs: number } | null>(null);
  const lookSoon = useCallback(
    (afterMs: number) => {
      const atMs = Date.now() + afterMs;
      // A stream of events must not put off the look that is due.
      if (next.current !== null && next.current.atMs <= atMs) return;
      if (next.current !== null) clearTimeout(next.current.timer);
      const timer = setTimeout(() => {
        next.current = null;
        // A look that failed is followed by another one.
        look()
          .catch(() => {})
          .finally(() => lookSoon(LOOK_EVERY_MS));
      }, afterMs);
      next.current = { timer, atMs };
    },
    [look],
  );
  useEffect(() => {
    lookSoon(LOOK_AFTER_MS);
    return () => {
      if (next.current !== null) clearTimeout(next.current.timer);
      next.current = null;
    };
  }, [lookSoon]);
  const lookAfterEvents = () => lookSoon(LOOK_AFTER_MS);
  useStream(lookAfterEvents, lookAfterEvents);

  const see = useCallback((inSight: readonly TRow[]) => {
    seen.current = inSight;
  }, []);
  const client = useQueryClient();
  const { fetchNextPage } = pages;
  const reload = () => {
    change(() => emptyState(key));
    // Only the first page is read again, however far somebody has scrolled.
    void client.resetQueries({ queryKey: apiKey(workspaceId, path, listQuery) });
  };
  return {
    rows,
    newCount: live.waiting.length,
    isMoreNew: live.isGap,
    showNew: () => {
      // What lies between is not known: the list begins anew.
      if (live.isGap) reload();
      else change((before) => ({ ...before, head: [...before.waiting, ...before.head], waiting: [] }));
    },
    see,
    replace: (row) => change((before) => withChanged(before, [row], latest.current.idOf)),
    reread,
    isLoading: pages.isPending || (pages.isFetching && rows.length === 0),
    error: pages.error,
    reload,
    hasMore: pages.hasNextPage,
    readMore: () => {
      if (!pages.isFetchingNextPage) void fetchNextPage();
    },
  };
}

/** New rows that are kept until they are asked for; beyond, the list is begun anew. */
const WAITING_MAX = 500;

interface LiveState<TRow> {
  readonly key: string;
  /** New rows that were asked for, newest first. */
  readonly head: readonly TRow[];
  readonly waiting: readonly TRow[];
  /** New rows were left out between those that wait and those that are shown. */
  readonly isGap: boolean;
  /** Rows as they were read last, by id. */
  readonly changed: ReadonlyMap<string, TRow>;
}

function emptyState<TRow>(key: string): LiveState<TRow> {
  return { key, head: [], waiting: [], isGap: false, changed: new Map() };
}

function withChanged<TRow>(
  before: LiveState<TRow>,
  rows: readonly TRow[],
  idOf: (row: TRow) => string,
): LiveState<TRow> {
  if (rows.length === 0) return before;
  const changed = new Map(before.changed);
  for (const row of rows) changed.set(idOf(row), row);
  return { ...before, changed };
}
