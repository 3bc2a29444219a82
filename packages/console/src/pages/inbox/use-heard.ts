import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api } from '../../lib/api.ts';
import { apiKey } from '../../lib/queries.ts';
import { useMay, useWorkspaceId } from '../../lib/session.ts';
import type { MessageDeliveries, TimelineEntry } from './inbox-types.ts';

interface Answer {
  readonly data: readonly MessageDeliveries[];
}

/** Messages that one call asks for. */
const MESSAGES_MAX = 100;
/** While something is on its way to an endpoint it is looked again. */
const AGAIN_EVERY_MS = 5_000;

/** How many endpoints have each message of a thread, by the id of the message. */
export function useHeard(
  conversationId: string,
  entries: readonly TimelineEntry[],
): ReadonlyMap<string, MessageDeliveries> {
  const workspaceId = useWorkspaceId();
  const may = useMay();
  // From the oldest on, so that the pieces stay the same when a message is added.
  const ids = entries.flatMap((entry) => (entry.kind === 'message' ? [entry.id] : [])).toReversed();
  const pieces = Array.from({ length: Math.ceil(ids.length / MESSAGES_MAX) }, (_, index) =>
    ids.slice(index * MESSAGES_MAX, (index + 1) * MESSAGES_MAX),
  );
  const path = `/v1/conversations/${conversationId}/deliveries`;
  const answers = useQueries({
    queries: pieces.map((messages) => ({
      queryKey: apiKey(workspaceId, path, { messages }),
      queryFn: ({ signal }: { readonly signal: AbortSignal }) => api.get<Answer>(path, { query: { messages }, signal }),
      enabled: may('deliveries.read'),
      placeholderData: (before: Answer | undefined) => before,
      refetchInterval: ({ state }: { readonly state: { readonly data?: Answer | undefined } }) =>
        state.data?.data.some(({ worst }) => worst?.state === 'pending' || worst?.state === 'retrying') === true
          ? AGAIN_EVERY_MS
          : false,
    })),
  });
  const stamp = answers.map(({ dataUpdatedAt }) => dataUpdatedAt).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the times say when an answer is another one.
  return useMemo(
    () => new Map(answers.flatMap(({ data }) => data?.data ?? []).map((heard) => [heard.id, heard])),
    [stamp, conversationId],
  );
}
