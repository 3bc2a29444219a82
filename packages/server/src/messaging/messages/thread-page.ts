import * as z from 'zod';
import { ACTOR_KINDS } from '../../domain/audit.ts';
import { excerptOf } from '../../domain/excerpt.ts';
import { type ConversationId, idOf, type WorkspaceId } from '../../domain/ids.ts';
import { MESSAGE_DIRECTIONS } from '../../domain/message.ts';
import type { Store } from '../../platform/db/store.ts';
import { toIso } from '../../platform/http/query-params.ts';
import { errorView, type MediaUrl, type MessageView, mediaView, messageView, toMessageView } from './message-view.ts';
import { listMessages } from './messages.store.ts';
import {
  findQuoted,
  findThreadFiles,
  listReactions,
  type QuotedMessage,
  type Reaction,
  type ThreadFile,
} from './thread-parts.store.ts';

/** As much as stands above an answer. */
const QUOTED_TEXT_CHARS_MAX = 300;

const quotedView = z.object({
  id: z.string(),
  message_id: z.string().nullable(),
  direction: z.enum(MESSAGE_DIRECTIONS),
  type: z.string(),
  text: z.string().nullable().describe(`At most its first ${QUOTED_TEXT_CHARS_MAX} characters.`),
});

const reactionView = z.object({
  emoji: z.string(),
  direction: z.enum(MESSAGE_DIRECTIONS),
  sender: z.object({ kind: z.enum(ACTOR_KINDS), id: z.string().nullable() }).nullable(),
  at: z.iso.datetime(),
});

const threadMediaView = mediaView.extend({
  path: z
    .string()
    .nullable()
    .describe('The link without its origin: it works wherever this answer was fetched from. Null: there is no link.'),
  state: z
    .enum(['waiting', 'stored', 'failed', 'gone'])
    .nullable()
    .describe('As in `GET /v1/media/{id}`. Null: nothing is kept here.'),
  size_bytes: z.int().nullable(),
});

/** A message as a thread shows it: with what other messages did to it, and what is known of its file. */
export const threadMessageView = messageView
  .extend({
    quoted: quotedView
      .nullable()
      .describe('The message that it answers. Null: it answers none, or one that is not known here.'),
    reactions: z.array(reactionView).describe('What stands on it: at most one of each side.'),
    media: threadMediaView.nullable(),
    error: errorView.extend({ advice: z.string().nullable().describe('What to do about it.') }).nullable(),
  })
  .meta({ id: 'ThreadMessage' });
type ThreadMessageView = z.output<typeof threadMessageView>;

/** What a thread needs of the rest. `gateway/` passes the real ones. */
export interface ThreadContext {
  readonly store: Store;
  readonly mediaUrl: MediaUrl;
  /** What to do about an error of Meta's: one sentence or two. */
  readonly adviceFor: (code: number) => string;
}

/** A piece of a thread. */
export interface ThreadQuery {
  readonly workspaceId: WorkspaceId;
  readonly conversationId: ConversationId;
  /** UUID of a message or of anything else: only what was made before it. Null: from the newest on. */
  readonly beforeUuid: string | null;
  readonly limit: number;
}

/** Messages of a conversation as its thread shows them, newest first, up to `limit`. */
export async function listThread(ctx: ThreadContext, query: ThreadQuery): Promise<readonly ThreadMessageView[]> {
  const { workspaceId, conversationId, beforeUuid, limit } = query;
  const beforeId = beforeUuid === null ? null : idOf('msg', beforeUuid);
  const { items } = await listMessages(ctx.store, { workspaceId, conversationId, beforeId, limit });
  const oldest = items.at(-1);
  if (oldest === undefined) return [];
  const toUrl = (mediaId: string) => ctx.mediaUrl(workspaceId, mediaId);
  const views = items.map((message) => toMessageView({ kind: 'message', message }, toUrl));
  const [quoted, reactions, files] = await Promise.all([
    findQuoted(
      ctx.store,
      workspaceId,
      views.flatMap(({ reply_to }) => reply_to ?? []),
    ),
    listReactions(ctx.store, { workspaceId, conversationId, afterId: oldest.id }),
    findThreadFiles(
      ctx.store,
      workspaceId,
      views.flatMap(({ media }) => media?.id ?? []),
    ),
  ]);
  const byTarget = Map.groupBy(reactions, ({ targetWamid }) => targetWamid);
  return views.map((view) => ({
    ...view,
    quoted: toQuotedView(view.reply_to === null ? undefined : quoted.get(view.reply_to)),
    reactions: (view.message_id === null ? [] : (byTarget.get(view.message_id) ?? [])).map(toReactionView),
    media: toThreadMedia(view.media, files),
    error: view.error === null ? null : { ...view.error, advice: adviceOn(ctx, view) },
  }));
}

/** What came from the person and could not be shown is nothing that we could mend. */
function adviceOn({ adviceFor }: ThreadContext, { direction, error }: MessageView): string | null {
  return direction === 'outbound' && typeof error?.code === 'number' ? adviceFor(error.code) : null;
}

function toQuotedView(quoted: QuotedMessage | undefined): ThreadMessageView['quoted'] {
  if (quoted === undefined) return null;
  const { id, wamid, direction, type, text } = quoted;
  return {
    ...{ id, message_id: wamid, direction, type },
    text: text === null ? null : excerptOf(text, QUOTED_TEXT_CHARS_MAX),
  };
}

function toReactionView({ emoji, direction, sender, atMs }: Reaction): ThreadMessageView['reactions'][number] {
  return {
    ...{ emoji, direction, at: toIso(atMs) },
    sender: sender === null ? null : { kind: sender.kind, id: sender.id },
  };
}

function toThreadMedia(
  media: MessageView['media'],
  files: ReadonlyMap<string, ThreadFile>,
): ThreadMessageView['media'] {
  if (media === null) return null;
  const file = media.id === null ? undefined : files.get(media.id);
  return {
    ...media,
    // What the file begins like counts for more than what it was announced as.
    mime_type: file?.mime_type ?? media.mime_type,
    filename: media.filename ?? file?.filename ?? null,
    path: media.url === null ? null : new URL(media.url).pathname,
    state: file?.state ?? null,
    size_bytes: file?.size_bytes ?? null,
  };
}
