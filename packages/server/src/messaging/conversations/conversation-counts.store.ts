import { sql } from 'kysely';
import type { MemberId, WorkspaceId } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';

/** Open conversations of one kind, and how many of them have something unread. */
export interface ConversationCount {
  readonly open: number;
  readonly unread: number;
}

/** What an inbox shows at its tabs. */
export interface ConversationCounts {
  /** Of one member. Null: nobody was asked for. */
  readonly mine: ConversationCount | null;
  readonly unassigned: ConversationCount;
  readonly all: ConversationCount;
}

/** Conversations that one count looks at: beyond, nobody reads the last digits, and counting must not hold the reader up. */
export const COUNTED_MAX = 10_000;

/** Counts the open conversations of a workspace. A count that reaches `COUNTED_MAX` means: so many or more. */
export async function countConversations(
  store: Store,
  { workspaceId, memberId }: { readonly workspaceId: WorkspaceId; readonly memberId: MemberId | null },
): Promise<ConversationCounts> {
  const [mine, unassigned, all] = await Promise.all([
    memberId === null ? null : countOpen(store, workspaceId, memberId),
    countOpen(store, workspaceId, null),
    countOpen(store, workspaceId, 'anybody'),
  ]);
  return { mine, unassigned, all };
}

async function countOpen(
  store: Store,
  workspaceId: WorkspaceId,
  assignee: MemberId | null | 'anybody',
): Promise<ConversationCount> {
  const open = store.db
    .selectFrom('conversations')
    .select(['workspace_id', 'id', 'read_count'])
    .where('workspace_id', '=', workspaceId)
    .where('state', '=', sql.lit('open'))
    .$if(assignee === null, (rows) => rows.where('assignee_id', 'is', null))
    .$if(assignee !== null && assignee !== 'anybody', (rows) => rows.where('assignee_id', '=', assignee as MemberId))
    .limit(COUNTED_MAX);
  const row = await store.db
    .selectFrom(open.as('c'))
    .leftJoin('conversation_activity as a', (join) =>
      join.onRef('a.workspace_id', '=', 'c.workspace_id').onRef('a.id', '=', 'c.id'),
    )
    .select(({ fn }) => [
      fn.countAll().as('open'),
      sql<number | null>`sum(case when a.inbound_count > c.read_count then 1 else 0 end)`.as('unread'),
    ])
    .executeTakeFirst();
  return { open: Number(row?.open ?? 0), unread: Number(row?.unread ?? 0) };
}
