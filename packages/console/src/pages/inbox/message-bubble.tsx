import { Copy, Ellipsis, Lock, Reply, Send, Trash2, TriangleAlert } from 'lucide-react';
import { memo, useState } from 'react';
import { api } from '../../lib/api.ts';
import { cx } from '../../lib/class-names.ts';
import { copyText } from '../../lib/copy.ts';
import { useMask } from '../../lib/mask.ts';
import { useRefresh } from '../../lib/queries.ts';
import { useMay } from '../../lib/session.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { Horn } from '../../ui/horn.tsx';
import { PageLink } from '../../ui/link.tsx';
import { Menu, type MenuEntry } from '../../ui/menu.tsx';
import { describeProblem } from '../../ui/panel.tsx';
import { ExactTime, formatExact } from '../../ui/time.tsx';
import { toast } from '../../ui/toast.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import { inboxWords } from '../../words/inbox.ts';
import type { MessageDeliveries, Note, ThreadMessage } from './inbox-types.ts';
import { describeMessage, Tick } from './last-line.tsx';
import { MessageContent, Words } from './message-content.tsx';
import { type Outgoing, useOutbox } from './outbox.tsx';
import { firstNameOf, usePeople } from './people.tsx';

const shortTime = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hour12: false });

/** `13:36`, in the reader's timezone. */
function ShortTime({ at }: { readonly at: string }) {
  return (
    <ExactTime at={at}>
      <time dateTime={at} className="num">
        {shortTime.format(Date.parse(at))}
      </time>
    </ExactTime>
  );
}

interface BubbleProps {
  readonly message: ThreadMessage;
  readonly heard: MessageDeliveries | undefined;
  readonly onReply: (message: ThreadMessage) => void;
}

/** One message: what it says, when, by whom, how far it is, and which endpoints have it. */
export const MessageBubble = memo(function MessageBubble({ message, heard, onReply }: BubbleProps) {
  const isOurs = message.direction === 'outbound';
  const isFailed = message.status === 'failed';
  const { nameOf } = usePeople();
  return (
    <div
      className={cx(
        'group/msg grid max-w-108 gap-0.5 max-narrow:max-w-[86%]',
        isOurs ? 'justify-items-end self-end' : 'justify-items-start self-start',
      )}
    >
      <div className={cx('flex max-w-full items-center gap-1', isOurs && 'flex-row-reverse')}>
        <div className="relative min-w-0">
          <div
            className={cx(
              'rounded-[10px] border px-2.75 py-1.75 text-14 leading-[1.45]',
              isOurs ? 'rounded-br-[3px]' : 'rounded-bl-[3px]',
              !isOurs && 'border-line bg-raised',
              isOurs && !isFailed && 'border-info/22 bg-info-tint',
              isOurs && isFailed && 'border-dashed border-danger',
            )}
          >
            <Quote message={message} />
            <MessageContent message={message} />
          </div>
          <Reactions message={message} />
        </div>
        <Actions message={message} onReply={onReply} />
      </div>
      <div
        className={cx(
          'flex flex-wrap items-center gap-2 px-0.5 text-12 text-fg-3',
          message.reactions.length > 0 && 'mt-2.5',
        )}
      >
        <span>
          <ShortTime at={message.occurred_at} />
          {isOurs && ` · ${firstNameOf(nameOf(message.sender))}`}
          {message.edited_at !== null && message.revoked_at === null && ` · ${inboxWords.edited}`}
        </span>
        {isOurs && <Steps message={message} />}
        {!isFailed && <Fan heard={heard} />}
      </div>
      {isFailed && <WhyNot message={message} heard={heard} />}
    </div>
  );
});

function Quote({ message }: { readonly message: Pick<ThreadMessage, 'quoted' | 'reply_to' | 'type'> }) {
  const mask = useMask();
  const { quoted, reply_to: replyTo } = message;
  if (quoted === null && (replyTo === null || message.type === 'reaction')) return null;
  return (
    <blockquote className="mb-1.25 border-l-2 border-line-strong px-2 text-12 text-fg-2">
      {quoted === null ? (
        inboxWords.quoteUnknown
      ) : (
        <>
          <b className="block font-medium">
            {quoted.direction === 'inbound' ? inboxWords.quotedThem : inboxWords.quotedUs}
          </b>
          <span className="line-clamp-3 break-words">{describeMessage(quoted, mask)}</span>
        </>
      )}
    </blockquote>
  );
}

function Reactions({ message }: { readonly message: ThreadMessage }) {
  if (message.reactions.length === 0) return null;
  return (
    <ul className="absolute right-2 -bottom-2.75 flex gap-1">
      {message.reactions.map(({ emoji, direction }) => (
        <li key={direction} className="rounded-full border border-line bg-raised px-1.25 text-12 leading-5">
          <span aria-hidden="true">{emoji}</span>
          <span className="sr-only">
            {inboxWords.reactionOf(direction === 'inbound' ? inboxWords.person : inboxWords.us, emoji)}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** The mark of the furthest step; all of them with their times on hover and focus. */
function Steps({ message }: { readonly message: ThreadMessage }) {
  const lines = message.statuses.map(({ status, at, implied }) => {
    const word = inboxWords.status[status];
    return { word: implied ? inboxWords.impliedStep(word) : word, at };
  });
  const tick = <Tick status={message.status} word />;
  if (lines.length === 0) return tick;
  return (
    <Tooltip
      text={
        <span className="grid grid-cols-[auto_auto] gap-x-3">
          {lines.map(({ word, at }) => (
            <span key={word} className="contents">
              <span>{word}</span>
              <span className="num">{formatExact(at)}</span>
            </span>
          ))}
        </span>
      }
    >
      <button type="button" className="inline-flex cursor-default rounded-1">
        {tick}
      </button>
    </Tooltip>
  );
}

/** The horn: how many endpoints have it, and which one is worst off. */
function Fan({ heard }: { readonly heard: MessageDeliveries | undefined }) {
  const may = useMay();
  if (heard === undefined || heard.total === 0) return null;
  const { delivered, total, worst } = heard;
  const isBad = worst !== null && (worst.state === 'exhausted' || worst.state === 'held' || worst.state === 'retrying');
  const inside = (
    <>
      <Horn className={cx('size-3.5', isBad ? 'text-warning' : 'text-fg-3')} />
      <span aria-hidden="true" className="num">
        {delivered}/{total}
      </span>
      <span className="sr-only">
        {delivered === total ? inboxWords.fan.all(total) : inboxWords.fan.some(delivered, total)}
      </span>
      {worst !== null && (
        <span className="max-w-56 truncate">
          {worst.endpoint_name} {inboxWords.fan.states[worst.state]}
        </span>
      )}
    </>
  );
  const look = cx('inline-flex items-center gap-1 align-bottom text-12', isBad ? 'text-warning' : 'text-fg-3');
  if (worst === null || !may('deliveries.read')) return <span className={look}>{inside}</span>;
  return (
    <PageLink to={`/deliveries/${worst.delivery_id}`} bare className={look}>
      {inside}
    </PageLink>
  );
}

/** Why a message failed, in Meta's and our words, and what to do. */
function WhyNot({ message, heard }: Pick<BubbleProps, 'message' | 'heard'>) {
  const { error } = message;
  const why = error?.details ?? error?.title ?? null;
  return (
    <div className="mt-0.5 flex max-w-104 gap-1.5 text-12 text-fg-2">
      <TriangleAlert aria-hidden="true" className="mt-0.75 size-3.5 flex-none text-danger" />
      <p>
        {why !== null && <b className="font-semibold text-danger">{inboxWords.notSent(why.replace(/\.$/, ''))} </b>}
        {typeof error?.code === 'number' && (
          <>
            {inboxWords.metaAnswered} <code className="mono">{error.code}</code>.{' '}
          </>
        )}
        {error?.advice} <Fan heard={heard} />
      </p>
    </div>
  );
}

/** What people react with most. */
const EMOJIS = ['👍', '❤️', '😂', '😮', '😢', '🙏'] as const;

function Actions({ message, onReply }: Pick<BubbleProps, 'message' | 'onReply'>) {
  const may = useMay();
  const refresh = useRefresh();
  const mask = useMask();
  const { message_id: wamid } = message;
  const mayWrite = may('messages.write') && wamid !== null;
  const react = async (emoji: string) => {
    const body = {
      channel_id: message.channel_id,
      to: message.contact.id === null ? { phone: `+${message.contact.phone}` } : { contact_id: message.contact.id },
      type: 'reaction',
      reaction: { message_id: wamid, emoji },
    };
    try {
      await api.post('/v1/messages', body, { idempotencyKey: crypto.randomUUID() });
      await refresh('/v1/conversations');
    } catch (error) {
      toast.failed(inboxWords.reactFailed, error);
    }
  };
  const own = message.reactions.find(({ direction }) => direction === 'outbound');
  const entries: MenuEntry[] = [
    ...(mayWrite ? [{ label: inboxWords.actions.reply, icon: Reply, run: () => onReply(message) }] : []),
    ...(mayWrite && message.direction === 'inbound'
      ? EMOJIS.map((emoji, index) => ({
          label: inboxWords.actions.react(emoji),
          separated: index === 0,
          current: own?.emoji === emoji,
          run: () => void react(emoji),
        }))
      : []),
    ...(mayWrite && own !== undefined
      ? [{ label: inboxWords.actions.unreact, icon: Trash2, run: () => void react('') }]
      : []),
    ...(message.text === null || mask.isOn
      ? []
      : [
          {
            label: inboxWords.actions.copy,
            icon: Copy,
            separated: true,
            run: () => void copyText(message.text ?? ''),
          },
        ]),
  ];
  if (entries.length === 0) return null;
  return (
    <Menu
      align={message.direction === 'outbound' ? 'end' : 'start'}
      trigger={
        <IconButton
          label={inboxWords.actions.label}
          icon={Ellipsis}
          className="opacity-0 group-hover/msg:opacity-100 focus-visible:opacity-100 aria-expanded:opacity-100 pointer-coarse:opacity-60"
        />
      }
      entries={entries}
    />
  );
}

/** A message that is on its way from this page to the API. */
export function OutgoingBubble({ outgoing }: { readonly outgoing: Outgoing }) {
  const { retry, discard } = useOutbox();
  const { problem } = outgoing;
  return (
    <div className="grid max-w-108 justify-items-end gap-0.5 self-end max-narrow:max-w-[86%]">
      <div
        className={cx(
          'rounded-[10px] rounded-br-[3px] border px-2.75 py-1.75 text-14 leading-[1.45]',
          problem === null ? 'border-info/22 bg-info-tint' : 'border-dashed border-danger',
        )}
      >
        <Quote message={{ quoted: outgoing.quoted, reply_to: null, type: 'text' }} />
        <Words text={outgoing.text} />
      </div>
      <div className="flex items-center gap-2 px-0.5 text-12 text-fg-3">
        <ShortTime at={new Date(outgoing.atMs).toISOString()} />
        {problem === null ? (
          <span className="inline-flex items-center gap-1">
            <Send aria-hidden="true" className="size-3" />
            {inboxWords.sending}
          </span>
        ) : (
          <Tick status="failed" word />
        )}
      </div>
      {problem !== null && (
        <div role="alert" className="mt-0.5 grid max-w-104 gap-1.5 text-12 text-fg-2">
          <p className="flex gap-1.5">
            <TriangleAlert aria-hidden="true" className="mt-0.75 size-3.5 flex-none text-danger" />
            <span>{describeProblem(problem)}</span>
          </p>
          <span className="flex justify-end gap-1.5">
            <Button size="small" kind="ghost" onClick={() => discard(outgoing.key)}>
              {inboxWords.discard}
            </Button>
            <Button size="small" onClick={() => retry(outgoing.key)}>
              {inboxWords.tryAgain}
            </Button>
          </span>
        </div>
      )}
    </div>
  );
}

/** What somebody wrote down for the company: the person never sees it. */
export function NoteBubble({ note }: { readonly note: Note }) {
  const { nameOf, meId } = usePeople();
  const may = useMay();
  const refresh = useRefresh();
  const [isAsking, setIsAsking] = useState(false);
  const isOwn = note.author.kind === 'member' && note.author.id === meId;
  return (
    <div className="group/msg flex max-w-108 items-start gap-2 self-end rounded-3 border border-dashed border-brass-mark bg-brass-tint px-2.75 py-1.75 max-narrow:max-w-[86%]">
      <Lock aria-hidden="true" className="mt-0.75 size-3.5 flex-none" strokeWidth={1.75} />
      <div className="min-w-0">
        <p>
          <b className="font-medium">{inboxWords.note(firstNameOf(nameOf(note.author)))}</b>{' '}
          <span className="text-12 text-fg-2">
            <ShortTime at={note.created_at} />
          </span>
        </p>
        <Words text={note.text} />
      </div>
      {isOwn && may('conversations.write') && (
        <IconButton
          label={inboxWords.deleteNote}
          icon={Trash2}
          onClick={() => setIsAsking(true)}
          className="-mt-1 -mr-1.5 opacity-0 group-hover/msg:opacity-100 focus-visible:opacity-100 pointer-coarse:opacity-60"
        />
      )}
      <ConfirmDialog
        open={isAsking}
        onClose={() => setIsAsking(false)}
        title={inboxWords.deleteNoteTitle}
        action={inboxWords.deleteNote}
        waiting={inboxWords.deleting}
        run={async () => {
          await api.delete(`/v1/conversations/${note.conversation_id}/notes/${note.id}`);
          await refresh('/v1/conversations');
        }}
      >
        {inboxWords.deleteNoteText}
      </ConfirmDialog>
    </div>
  );
}
