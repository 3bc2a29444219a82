import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { ChevronLeft } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Page as PageFrame } from '../../app/page.tsx';
import { api } from '../../lib/api.ts';
import { cx } from '../../lib/class-names.ts';
import { useShortcuts } from '../../lib/keys.ts';
import { useApi, useRefresh } from '../../lib/queries.ts';
import { useMay } from '../../lib/session.ts';
import { useStream } from '../../lib/stream.ts';
import { useUrlState } from '../../lib/url-state.ts';
import { useMedia } from '../../lib/use-media.ts';
import { Button } from '../../ui/button.tsx';
import { usePagePath } from '../../ui/link.tsx';
import { Empty, Reading } from '../../ui/panel.tsx';
import { inboxWords } from '../../words/inbox.ts';
import { Composer, type ComposerHandle } from './composer.tsx';
import { ContactPanel } from './contact-panel.tsx';
import { ConversationList } from './conversation-list.tsx';
import type { Conversation, ThreadMessage } from './inbox-types.ts';
import { OutboxProvider } from './outbox.tsx';
import { PeopleProvider } from './people.tsx';
import { Thread } from './thread.tsx';
import { ThreadHead, useConversationActions } from './thread-head.tsx';

/** Three columns: who wrote, what was said, who they are. Below 640 px one at a time. */
export function Page() {
  return (
    <PageFrame title={inboxWords.title} layout="full">
      <PeopleProvider>
        <OutboxProvider>
          <Inbox />
        </OutboxProvider>
      </PeopleProvider>
    </PageFrame>
  );
}

/** From here on the contact has a column of its own. */
const CONTACT_BESIDE = '(min-width: 73.8125rem)';
const NARROW = '(max-width: 40rem)';

function Inbox() {
  const { conversationId } = useParams({ strict: false }) as { conversationId?: string };
  const openId = conversationId ?? null;
  const search = useSearch({ strict: false });
  const navigate = useNavigate();
  const pathOf = usePagePath();
  const isNarrow = useMedia(NARROW);
  useLiveInbox();
  const open = (id: string | null) =>
    void navigate({
      to: pathOf(id === null ? '/inbox' : `/inbox/${id}`),
      search: { ...search, panel: (search as { panel?: string }).panel === 'hidden' ? 'hidden' : undefined } as never,
    });
  return (
    <div className="grid min-h-0 grow grid-cols-[18.5rem_minmax(0,1fr)] grid-rows-[minmax(0,1fr)] max-wide:grid-cols-[15rem_minmax(0,1fr)] max-narrow:grid-cols-1">
      {(!isNarrow || openId === null) && <ConversationList openId={openId} onOpen={open} />}
      {openId !== null && <OpenConversation key={openId} id={openId} onBack={() => open(null)} />}
      {openId === null && !isNarrow && (
        <div className="grid content-center bg-canvas">
          <Empty title={inboxWords.empty.thread.title}>{inboxWords.empty.thread.text}</Empty>
        </div>
      )}
    </div>
  );
}

/** What happens comes in bunches: it is read anew at most so often. */
const READ_AGAIN_AFTER_MS = 400;

/** Reads anew what moves when somebody writes, a status comes, or a colleague decides something. */
function useLiveInbox(): void {
  const refresh = useRefresh();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const readAgain = () => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      void refresh('/v1/conversations', '/v1/contacts');
    }, READ_AGAIN_AFTER_MS);
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  useStream((frames) => {
    if (frames.some(({ event }) => /^(message|conversation|contact|call)\./.test(event))) readAgain();
  }, readAgain);
}

function OpenConversation({ id, onBack }: { readonly id: string; readonly onBack: () => void }) {
  const query = useApi<Conversation>(`/v1/conversations/${id}`);
  return (
    <Reading query={query}>{(conversation) => <ThreadColumns conversation={conversation} onBack={onBack} />}</Reading>
  );
}

function ThreadColumns({ conversation, onBack }: { readonly conversation: Conversation; readonly onBack: () => void }) {
  const [quoted, setQuoted] = useState<ThreadMessage | null>(null);
  const composer = useRef<ComposerHandle>(null);
  const actions = useConversationActions(conversation);
  const isBeside = useMedia(CONTACT_BESIDE);
  const isNarrow = useMedia(NARROW);
  const [url, setUrl] = useUrlState();
  const showsContact = isBeside ? url.panel !== 'hidden' : url.panel === 'contact';
  const toggleContact = () => {
    const shown = isBeside ? undefined : 'contact';
    const hidden = isBeside ? 'hidden' : undefined;
    setUrl({ panel: showsContact ? hidden : shown }, { replace: isBeside });
  };
  useReadMark(conversation);
  useShortcuts([
    { keys: 'Alt+l', label: inboxWords.keys.reply, run: () => composer.current?.write('reply') },
    { keys: 'Alt+p', label: inboxWords.keys.note, run: () => composer.current?.write('note') },
    { keys: 'Alt+e', label: inboxWords.keys.close, run: actions.toggleState },
    { keys: 'Alt+o', label: inboxWords.keys.contact, run: toggleContact },
  ]);
  if (isNarrow && showsContact) {
    return (
      <div className="grid min-h-0 grid-rows-[auto_minmax(0,1fr)]">
        <div className="border-b border-line px-2 py-1.5">
          <Button kind="ghost" icon={ChevronLeft} onClick={toggleContact}>
            {inboxWords.backToThread}
          </Button>
        </div>
        <ContactPanel conversation={conversation} />
      </div>
    );
  }
  return (
    <div
      className={cx(
        'relative grid min-h-0 min-w-0 grid-rows-[minmax(0,1fr)]',
        isBeside && showsContact ? 'grid-cols-[minmax(0,1fr)_17.5rem]' : 'grid-cols-1',
      )}
    >
      <div className="grid min-h-0 min-w-0 grid-cols-[minmax(0,1fr)] grid-rows-[auto_minmax(0,1fr)_auto]">
        <ThreadHead conversation={conversation} onBack={onBack} onContact={toggleContact} actions={actions} />
        <Thread
          conversation={conversation}
          onReply={(message) => {
            setQuoted(message);
            composer.current?.write('reply');
          }}
        />
        <Composer ref={composer} conversation={conversation} quoted={quoted} onUnquote={() => setQuoted(null)} />
      </div>
      {showsContact && (
        <div
          className={cx(
            'grid min-h-0 border-l border-line',
            !isBeside && 'absolute inset-y-0 right-0 z-20 w-70 max-w-full shadow-3',
          )}
        >
          <ContactPanel conversation={conversation} {...(isBeside ? {} : { onHide: toggleContact })} />
        </div>
      )}
    </div>
  );
}

/** How long somebody looks at a conversation before it counts as read. */
const READ_AFTER_MS = 700;

/** Marks it read while a person has it before them: the page is in front and has the focus. Being loaded is not being read. */
function useReadMark({ id, unread_count: unread }: Conversation): void {
  const may = useMay();
  const refresh = useRefresh();
  const mayMark = may('conversations.write');
  const [isInFront, setIsInFront] = useState(() => document.hasFocus());
  useEffect(() => {
    const look = () => setIsInFront(document.hasFocus());
    for (const event of ['focus', 'blur'] as const) window.addEventListener(event, look);
    return () => {
      for (const event of ['focus', 'blur'] as const) window.removeEventListener(event, look);
    };
  }, []);
  useEffect(() => {
    if (!mayMark || !isInFront || unread === 0) return;
    const timer = setTimeout(() => {
      // Not being able to mark it takes nothing from whoever reads: it stays unread, and is marked the next time.
      void api
        .post(`/v1/conversations/${id}/read`, {})
        .then(() => refresh('/v1/conversations', '/v1/statistics/counts'))
        .catch(() => undefined);
    }, READ_AFTER_MS);
    return () => clearTimeout(timer);
  }, [mayMark, isInFront, unread, id, refresh]);
}
