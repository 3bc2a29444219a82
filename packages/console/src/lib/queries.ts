import { type QueryKey, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { ApiProblem, api, type Query } from './api.ts';
import { useWorkspaceId } from './session.ts';

/** One page of a list, as every list of the API answers (DESIGN 9). */
export interface PageOf<TItem> {
  readonly data: readonly TItem[];
  readonly next_cursor: string | null;
  readonly has_more: boolean;
}

interface ApiQueryOptions {
  readonly enabled?: boolean;
  /** Milliseconds between reads while the page is in sight. False: only when told. */
  readonly refetchInterval?: number | false;
  /** Milliseconds for which it is not read anew by itself. Long lists say Infinity: every page of them would be. */
  readonly staleTime?: number;
}

/** The key under which an answer is kept: the workspace, the path, the query. */
export function apiKey(workspaceId: string | null, path: string, query: Query = {}): QueryKey {
  return [workspaceId, path, query];
}

/** Reads a path of the API and keeps the answer. `error` is an `ApiProblem`. */
export function useApi<TBody>(path: string, query: Query = {}, options: ApiQueryOptions = {}) {
  const workspaceId = useWorkspaceId();
  return useQuery<TBody, ApiProblem>({
    queryKey: apiKey(workspaceId, path, query),
    queryFn: ({ signal }) => api.get<TBody>(path, { query, signal }),
    ...options,
  });
}

/** Reads one thing together with the tag that a change of it has to name (`If-Match`). */
export function useTaggedApi<TBody>(path: string, options: ApiQueryOptions = {}) {
  const workspaceId = useWorkspaceId();
  return useQuery<{ body: TBody; etag: string | null }, ApiProblem>({
    queryKey: [...apiKey(workspaceId, path), 'tagged'],
    queryFn: ({ signal }) => api.getTagged<TBody>(path, { signal }),
    ...options,
  });
}

/** Reads a list page by page, as far as somebody scrolls. */
export function useApiPages<TItem>(path: string, query: Query = {}, options: ApiQueryOptions = {}) {
  const workspaceId = useWorkspaceId();
  const pages = useInfiniteQuery<PageOf<TItem>, ApiProblem, { pages: PageOf<TItem>[] }, QueryKey, string | null>({
    queryKey: [...apiKey(workspaceId, path, query), 'pages'],
    queryFn: ({ signal, pageParam }) =>
      api.get<PageOf<TItem>>(path, { query: { ...query, cursor: pageParam }, signal }),
    initialPageParam: null,
    getNextPageParam: (page) => page.next_cursor,
    ...options,
  });
  const items = useMemo(() => pages.data?.pages.flatMap((page) => page.data) ?? [], [pages.data]);
  return { ...pages, items };
}

/** Pages of a list that is read to its end: what people choose from or look through as a whole has at most 5,000 rows. */
const WHOLE_PAGES_MAX = 50;

/** Reads a list to its end, at most 5,000 rows, for what is chosen from or searched as a whole. */
export function useApiWhole<TItem>(path: string, query: Query = {}, options: ApiQueryOptions = {}) {
  const workspaceId = useWorkspaceId();
  return useQuery<readonly TItem[], ApiProblem>({
    queryKey: [...apiKey(workspaceId, path, query), 'whole'],
    queryFn: async ({ signal }) => {
      const items: TItem[] = [];
      let cursor: string | null = null;
      for (let number = 0; number < WHOLE_PAGES_MAX; number++) {
        const page: PageOf<TItem> = await api.get(path, { query: { ...query, limit: 100, cursor }, signal });
        items.push(...page.data);
        cursor = page.next_cursor;
        if (cursor === null) break;
      }
      return items;
    },
    ...options,
  });
}

/** Makes everything whose path begins so be read anew: after a change. */
export function useRefresh() {
  const client = useQueryClient();
  const workspaceId = useWorkspaceId();
  return useCallback(
    (...paths: readonly string[]) =>
      client.invalidateQueries({
        predicate: ({ queryKey: [workspace, path] }) =>
          workspace === workspaceId && typeof path === 'string' && paths.some((start) => path.startsWith(start)),
      }),
    [client, workspaceId],
  );
}

/** Tries again what may pass: no answer, a busy or broken gateway. Never what was refused. */
export function isWorthRetrying(failureCount: number, error: unknown): boolean {
  if (failureCount >= 2) return false;
  return error instanceof ApiProblem && (error.status === 0 || error.status >= 500);
}
