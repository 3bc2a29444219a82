import { type InfiniteData, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import type { PageOf } from '../../lib/queries.ts';
import { useWorkspaceId } from '../../lib/session.ts';
import type { Contact } from './contact.ts';

export const CONTACTS_PATH = '/v1/contacts';
/** Of more pages than these every one would be read again: the list begins anew instead. */
const PAGES_READ_AGAIN_MAX = 5;

type Pages = InfiniteData<PageOf<Contact>>;

/** Keeps the lists of contacts right after a change, without reading thousands of rows again. */
export function useContactLists() {
  const client = useQueryClient();
  const workspaceId = useWorkspaceId();
  const isList = useCallback(
    (key: readonly unknown[]) => key[0] === workspaceId && key[1] === CONTACTS_PATH && key.at(-1) === 'pages',
    [workspaceId],
  );
  const map = useCallback(
    (change: (rows: readonly Contact[]) => readonly Contact[]) =>
      client.setQueriesData<Pages>({ predicate: ({ queryKey }) => isList(queryKey) }, (pages) =>
        pages === undefined
          ? undefined
          : { ...pages, pages: pages.pages.map((page) => ({ ...page, data: change(page.data) })) },
      ),
    [client, isList],
  );
  return useMemo(
    () => ({
      /** Shows contacts as they are now, each in its place. */
      put: (contacts: readonly Contact[]) => {
        const byId = new Map(contacts.map((contact) => [contact.id, contact]));
        map((rows) => (rows.some(({ id }) => byId.has(id)) ? rows.map((row) => byId.get(row.id) ?? row) : rows));
      },
      remove: (ids: ReadonlySet<string>) =>
        map((rows) => (rows.some(({ id }) => ids.has(id)) ? rows.filter(({ id }) => !ids.has(id)) : rows)),
      /** Reads the lists anew, those that were scrolled far from their beginning. */
      readAgain: async () => {
        await Promise.all(
          client
            .getQueryCache()
            .findAll({ predicate: ({ queryKey }) => isList(queryKey) })
            .map(({ queryKey }) => {
              const filter = { queryKey, exact: true } as const;
              const { pages = [] } = client.getQueryData<Pages>(queryKey) ?? {};
              return pages.length > PAGES_READ_AGAIN_MAX
                ? client.resetQueries(filter)
                : client.invalidateQueries(filter);
            }),
        );
        await client.invalidateQueries({
          predicate: ({ queryKey }) => queryKey[0] === workspaceId && queryKey[1] === `${CONTACTS_PATH}/counts`,
        });
      },
    }),
    [client, isList, map, workspaceId],
  );
}
