import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';

export type UrlState = Readonly<Record<string, string | undefined>>;

/**
 * What a page keeps in its address: filters, the tab, the time range, the open row. Values are texts; what is undefined
 * or empty is not there.
 *
 * @returns the state, and a way to change some of it. `replace: true` for what should not be a step of the Back button.
 */
export function useUrlState(): readonly [
  UrlState,
  (change: UrlState, options?: { readonly replace?: boolean }) => void,
] {
  const search = useSearch({ strict: false }) as Record<string, unknown>;
  const navigate = useNavigate();
  const state: Record<string, string> = {};
  for (const [name, value] of Object.entries(search))
    if (value !== undefined && value !== null) state[name] = String(value);
  const change = useCallback(
    (next: UrlState, { replace = false }: { readonly replace?: boolean } = {}) =>
      void navigate({
        to: '.',
        search: ((before: Record<string, unknown>) => {
          const after: Record<string, unknown> = { ...before, ...next };
          for (const [name, value] of Object.entries(after))
            if (value === undefined || value === '') delete after[name];
          return after;
        }) as never,
        replace,
      }),
    [navigate],
  );
  return [state, change];
}
