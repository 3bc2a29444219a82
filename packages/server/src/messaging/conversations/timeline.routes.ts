import * as z from 'zod';
import { ACTOR_KINDS } from '../../domain/audit.ts';
import { PosthornError } from '../../domain/errors.ts';
import { type ConversationId, parseId, uuidOf, type WorkspaceId } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';
import { type ApiServer, decodeCursor, encodeCursor, listQuery, pageOf } from '../../platform/http/api.ts';
import { idPath, toIso } from '../../platform/http/query-params.ts';
import { type LoggedChange, listChanges } from './conversation-changes.store.ts';
import { listNotes } from './conversation-notes.store.ts';
import { noteView, toNoteView } from './conversation-view.ts';
import { readConversation } from './conversations.routes.ts';
import type { ListedConversation } from './conversations.store.ts';

/** A piece of one conversation, newest first. */
export interface ThreadPiece {
  readonly workspaceId: WorkspaceId;
  readonly conversationId: ConversationId;
  /** Only what was made before this UUID. Null: from the newest on. */
  readonly beforeUuid: string | null;
  readonly limit: number;
}

/** What this route needs. `gateway/` passes the real ones. */
export interface TimelineRoutesContext {
  readonly store: Store;
  /** Messages as a thread shows them. */
  readonly thread: {
    readonly schema: z.ZodType<ThreadEntry>;
    readonly list: (piece: ThreadPiece) => Promise<readonly ThreadEntry[]>;
  };
}

/** A message, as much as its place in the timeline needs. */
interface ThreadEntry {
  readonly id: string | null;
  readonly occurred_at: string;
}

const changeView = z.object({
  what: z.enum(['assigned', 'closed', 'reopened']),
  actor: z
    .object({ kind: z.enum(ACTOR_KINDS), id: z.string().nullable() })
    .describe('Who did it, as in the audit log.'),
  assignee_id: z.string().nullable().describe('Who looks after it since then.'),
  previous_assignee_id: z.string().nullable(),
});

/** `GET /v1/conversations/{id}/timeline`: what was said, noted and decided, in one list. */
export function timelineRoutes(api: ApiServer, ctx: TimelineRoutesContext): void {
  const place = { id: z.string(), at: z.iso.datetime() };
  const entryView = z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('message'), ...place, message: ctx.thread.schema }),
      z.object({ kind: z.literal('note'), ...place, note: noteView }),
      z.object({ kind: z.literal('change'), ...place, change: changeView }),
    ])
    .meta({ id: 'ConversationTimelineEntry' });
  api.route({
    method: 'GET',
    url: '/v1/conversations/:id/timeline',
    config: { access: { who: 'workspace', permission: 'conversations.read' } },
    schema: {
      tags: ['Conversations'],
      summary: 'What was said, noted and decided in a conversation, newest first',
      description:
        'Messages with the message that they answer, the reactions on them and what is known of their files; notes; and who ' +
        'assigned, closed and reopened it, for as long as the audit log is kept. In the order in which they came to be known ' +
        'here. A message of the person that came after it was closed has opened it again: no entry of its own tells of that.',
      params: idPath,
      querystring: listQuery,
      response: { 200: pageOf(entryView) },
    },
    handler: async (request) => {
      const listed = await readConversation(ctx.store, request);
      const { limit, cursor } = request.query;
      const entries = await readEntries(ctx, listed, { beforeUuid: readUuid(cursor), limit: limit + 1 });
      const data = entries.slice(0, limit);
      const last = data.at(-1);
      const hasMore = entries.length > limit && last !== undefined;
      return { data, next_cursor: hasMore ? encodeCursor(uuidOf(last.id)) : null, has_more: hasMore };
    },
  });
}

/** As the API shows it. `message` is what the schema of the messages says. */
type TimelineEntry = { readonly id: string; readonly at: string } & (
  | { readonly kind: 'message'; readonly message: ThreadEntry }
  | { readonly kind: 'note'; readonly note: z.output<typeof noteView> }
  | { readonly kind: 'change'; readonly change: z.output<typeof changeView> }
);

/** Every id is a UUID of version 7, so what came to be known when is told by the ids of all three. */
async function readEntries(
  { store, thread }: TimelineRoutesContext,
  { conversation }: ListedConversation,
  { beforeUuid, limit }: Pick<ThreadPiece, 'beforeUuid' | 'limit'>,
): Promise<readonly TimelineEntry[]> {
  const { workspaceId, id: conversationId, contactId } = conversation;
  const piece = { workspaceId, conversationId, beforeUuid, limit };
  const beforeId = beforeUuid === null ? null : parseId('note', `note_${beforeUuid}`);
  const [messages, notes, changes] = await Promise.all([
    thread.list(piece),
    listNotes(store, { workspaceId, conversationId, beforeId, limit }),
    listChanges(store, piece),
  ]);
  const entries: TimelineEntry[] = [
    ...messages.flatMap((message): TimelineEntry[] =>
      message.id === null ? [] : [{ kind: 'message', id: message.id, at: message.occurred_at, message }],
    ),
    ...notes.items.map((note): TimelineEntry => {
      const view = toNoteView(note, contactId);
      return { kind: 'note', id: note.id, at: view.created_at, note: view };
    }),
    ...changes.map(toChangeEntry),
  ];
  return entries.toSorted((one, other) => (uuidOf(one.id) < uuidOf(other.id) ? 1 : -1)).slice(0, limit);
}

function toChangeEntry({ id, kind, actor, atMs, assigneeId }: LoggedChange): TimelineEntry {
  const change = { what: kind, actor, assignee_id: assigneeId.to, previous_assignee_id: assigneeId.from };
  return { kind: 'change', id, at: toIso(atMs), change };
}

/** @throws PosthornError `invalid_request` when it is no cursor of this list. */
function readUuid(cursor: string | undefined): string | null {
  if (cursor === undefined) return null;
  const uuid = decodeCursor(cursor);
  if (parseId('note', `note_${uuid}`) !== null) return uuid;
  throw new PosthornError('invalid_request', 'The cursor is not valid.', {
    fields: [{ pointer: '?cursor', message: 'Use next_cursor of the page before, of the same list.' }],
  });
}
