import { createContext, type ReactNode, use, useMemo, useRef, useState } from 'react';
import { ApiProblem, api } from '../../lib/api.ts';
import { useRefresh } from '../../lib/queries.ts';
import type { ThreadMessage } from './inbox-types.ts';

/** A message that this page sends: it stands in the thread before the API knows of it. */
export interface Outgoing {
  readonly key: string;
  readonly conversationId: string;
  /** The body of `POST /v1/messages`. */
  readonly body: Readonly<Record<string, unknown>>;
  /** What the bubble says meanwhile. */
  readonly text: string;
  readonly quoted: ThreadMessage['quoted'];
  readonly atMs: number;
  /** Our id of it, once the API has taken it: from then on the thread shows it. */
  readonly messageId: string | null;
  readonly problem: ApiProblem | null;
}

type NewOutgoing = Pick<Outgoing, 'conversationId' | 'body' | 'text' | 'quoted'>;

interface Outbox {
  readonly of: (conversationId: string) => readonly Outgoing[];
  readonly send: (message: NewOutgoing) => void;
  readonly retry: (key: string) => void;
  readonly discard: (key: string) => void;
}

const OutboxContext = createContext<Outbox | null>(null);

/** Keeps what is being sent, also while another conversation is open. */
export function OutboxProvider({ children }: { readonly children: ReactNode }) {
  const [messages, setMessages] = useState<readonly Outgoing[]>([]);
  const refresh = useRefresh();
  const latest = useRef(messages);
  latest.current = messages;
  const outbox = useMemo((): Outbox => {
    const change = (key: string, to: Partial<Outgoing>) =>
      setMessages((all) => all.map((one) => (one.key === key ? { ...one, ...to } : one)));
    const post = async (message: Outgoing) => {
      try {
        const { id } = await api.post<{ id: string }>('/v1/messages', message.body, { idempotencyKey: message.key });
        change(message.key, { messageId: id });
        await refresh('/v1/conversations');
      } catch (error) {
        if (!(error instanceof ApiProblem)) throw error;
        change(message.key, { problem: error });
      }
    };
    return {
      of: () => [],
      send: (message) => {
        const outgoing = { ...message, key: crypto.randomUUID(), atMs: Date.now(), messageId: null, problem: null };
        setMessages((all) => [...all, outgoing]);
        void post(outgoing);
      },
      retry: (key) => {
        const message = latest.current.find((one) => one.key === key);
        if (message === undefined) return;
        // An answer that got lost is asked for again by the same key; after a refusal it is another message.
        const isSame = message.problem?.status === 0;
        const again = { ...message, key: isSame ? key : crypto.randomUUID(), problem: null };
        setMessages((all) => all.map((one) => (one.key === key ? again : one)));
        void post(again);
      },
      discard: (key) => setMessages((all) => all.filter((one) => one.key !== key)),
    };
  }, [refresh]);
  const value = useMemo(
    () => ({
      ...outbox,
      of: (conversationId: string) => messages.filter((one) => one.conversationId === conversationId),
    }),
    [outbox, messages],
  );
  return <OutboxContext value={value}>{children}</OutboxContext>;
}

export function useOutbox(): Outbox {
  const outbox = use(OutboxContext);
  if (outbox === null) throw new Error('Only the inbox has an outbox.');
  return outbox;
}
