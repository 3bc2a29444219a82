import { Check, CheckCheck, Clock, type LucideIcon, TriangleAlert } from 'lucide-react';
import type { Mask } from '../../lib/mask.ts';
import { inboxWords } from '../../words/inbox.ts';
import type { Conversation, ThreadMessage } from './inbox-types.ts';

type Status = ThreadMessage['status'];

const TICKS: Readonly<Record<Status, { readonly icon: LucideIcon; readonly className: string } | null>> = {
  received: null,
  pending: { icon: Clock, className: 'text-fg-3' },
  accepted: { icon: Clock, className: 'text-fg-3' },
  sent: { icon: Check, className: 'text-fg-3' },
  delivered: { icon: CheckCheck, className: 'text-fg-3' },
  read: { icon: CheckCheck, className: 'text-info' },
  played: { icon: CheckCheck, className: 'text-info' },
  failed: { icon: TriangleAlert, className: 'text-danger' },
};

/** How far a message of ours is: a mark and, for those who do not see it or where there is room, the word. */
export function Tick({ status, word = false }: { readonly status: Status; readonly word?: boolean }) {
  const tick = TICKS[status];
  if (tick === null) return null;
  return (
    <span className={`inline-flex items-center gap-1 whitespace-nowrap ${tick.className}`}>
      <tick.icon aria-hidden="true" className="size-3.5 flex-none" strokeWidth={2} />
      <span className={word ? '' : 'sr-only'}>{inboxWords.status[status]}</span>
    </span>
  );
}

/** What was said last, as a row of the list tells it. */
export function LastLine({
  last,
  mask,
}: {
  readonly last: NonNullable<Conversation['last_message']>;
  readonly mask: Mask;
}) {
  return (
    <span className="inline-flex min-w-0 items-center gap-1">
      {last.direction === 'outbound' && <Tick status={last.status} />}
      <span className="truncate">
        {last.direction === 'outbound' && `${inboxWords.you}: `}
        {describeMessage(last, mask)}
      </span>
    </span>
  );
}

/** A message in one line: what it says, or what it is. */
export function describeMessage(
  { type, text }: { readonly type: string | null; readonly text: string | null },
  mask: Mask,
): string {
  if (type === 'reaction') return text === null ? inboxWords.reactionGone : inboxWords.reactedWith(text);
  if (text !== null && text !== '') return mask.text(text);
  if (type === null) return inboxWords.notKnown;
  return inboxWords.kinds[type] ?? inboxWords.unknownKind(type);
}
