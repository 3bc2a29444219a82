import type { ThreadMessage, TimelineEntry } from './inbox-types.ts';

/** What stands in a thread, one below the other. */
export type ThreadItem =
  | { readonly kind: 'day'; readonly key: string; readonly at: string }
  | { readonly kind: 'reopened'; readonly key: string }
  | { readonly kind: 'reaction'; readonly key: string; readonly message: ThreadMessage }
  | { readonly kind: 'entry'; readonly key: string; readonly entry: TimelineEntry };

/**
 * The entries of a timeline in the order of reading, with a line where a day begins. A reaction stands on its message; when
 * that is not among them it is a line. That a message of the person opened a closed conversation again is told by no entry:
 * it is so whenever one follows a closing.
 *
 * @param entries Newest first, as the API answers them.
 */
export function toThreadItems(entries: readonly TimelineEntry[]): readonly ThreadItem[] {
  const items: ThreadItem[] = [];
  const shown = new Set(entries.flatMap((entry) => (entry.kind === 'message' ? (entry.message.message_id ?? []) : [])));
  let day = '';
  let isClosed = false;
  for (const entry of entries.toReversed()) {
    if (entry.kind === 'message' && isReactionOn(entry.message, shown)) continue;
    const dayOfEntry = new Date(entry.at).toDateString();
    if (dayOfEntry !== day) items.push({ kind: 'day', key: `day ${dayOfEntry} ${entry.id}`, at: entry.at });
    day = dayOfEntry;
    if (entry.kind === 'change' && entry.change.what !== 'assigned') isClosed = entry.change.what === 'closed';
    if (entry.kind === 'message' && entry.message.direction === 'inbound' && isClosed) {
      items.push({ kind: 'reopened', key: `reopened ${entry.id}` });
      isClosed = false;
    }
    if (entry.kind === 'message' && entry.message.type === 'reaction') {
      items.push({ kind: 'reaction', key: entry.id, message: entry.message });
    } else items.push({ kind: 'entry', key: entry.id, entry });
  }
  return items;
}

function isReactionOn({ type, content, status }: ThreadMessage, shown: ReadonlySet<string>): boolean {
  if (type !== 'reaction' || status === 'failed') return false;
  const target = (content as { readonly message_id?: unknown } | null)?.message_id;
  return typeof target === 'string' && shown.has(target);
}
