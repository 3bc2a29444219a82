import { useCallback, useEffect, useRef, useState } from 'react';
import { api } from '../../lib/api.ts';
import { type PageOf, useApi } from '../../lib/queries.ts';
import { useStream } from '../../lib/stream.ts';
import type { ReceivedRequest } from './receiver-types.ts';

/** How often it is looked for new ones while the page is in sight. */
const LOOK_EVERY_MS = 2_000;
/** From an event to its first request. */
const SETTLE_MS = 300;
/** Kept by the gateway of one receiver. */
const SHOWN_MAX = 200;

/** What a test receiver has received, newest first, and what comes in from now on. */
export function useRequests(id: string) {
  const path = `/v1/test-receivers/${id}/requests`;
  const first = useApi<PageOf<ReceivedRequest>>(path, { limit: 100 }, { staleTime: Number.POSITIVE_INFINITY });
  const [fresh, setFresh] = useState<readonly ReceivedRequest[]>([]);
  const newest = fresh[0]?.id ?? first.data?.data[0]?.id ?? null;
  const state = useRef({ newest, isReading: false });
  state.current.newest = newest;
  const isRead = first.data !== undefined;

  const look = useCallback(async () => {
    if (state.current.isReading || document.hidden) return;
    state.current.isReading = true;
    try {
      const after = state.current.newest;
      const { data } = await api.get<PageOf<ReceivedRequest>>(path, { query: { limit: 100, after } });
      if (data.length > 0) setFresh((known) => merge(data, known));
    } catch {
      // The next look tries again; what is shown stays.
    } finally {
      state.current.isReading = false;
    }
  }, [path]);

  useEffect(() => {
    if (!isRead) return;
    const timer = setInterval(() => void look(), LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [isRead, look]);
  useStream(() => {
    setTimeout(() => void look(), SETTLE_MS);
  });

  return { ...first, requests: merge(fresh, first.data?.data ?? []), look };
}

function merge(newer: readonly ReceivedRequest[], known: readonly ReceivedRequest[]): readonly ReceivedRequest[] {
  const ids = new Set(newer.map(({ id }) => id));
  return [...newer, ...known.filter(({ id }) => !ids.has(id))].slice(0, SHOWN_MAX);
}
