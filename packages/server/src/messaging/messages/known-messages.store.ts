import type { MessageId, WorkspaceId } from '../../domain/ids.ts';
import { withMessageWords } from '../../platform/db/message-words.ts';
import type { Store } from '../../platform/db/store.ts';
import type { MessagesTable } from '../../platform/db/tables.ts';
import type { ToldStatuses } from './implied-statuses.ts';
import type { KnownSentMessage } from './sent-messages.ts';

interface Wanted {
  readonly workspaceId: WorkspaceId;
  readonly wamids: readonly string[];
  readonly ids: readonly MessageId[];
}

/** What outbound messages say, of those with these wamids or ids that are known and not erased. */
export async function findSentMessages(store: Store, wanted: Wanted): Promise<readonly KnownSentMessage[]> {
  const { workspaceId, wamids, ids } = wanted;
  const select = () =>
    store.db
      .selectFrom('messages')
      .select(['id', 'wamid', 'type', 'text', 'content'])
      .where('workspace_id', '=', workspaceId)
      .where('direction', '=', 'outbound')
      .where('type', '!=', 'erased');
  // Two statements: an OR would keep both databases from their indexes.
  const [byWamid, byId] = await Promise.all([
    wamids.length === 0 ? [] : select().where('wamid', 'in', wamids).execute(),
    ids.length === 0 ? [] : select().where('id', 'in', ids).execute(),
  ]);
  return withMessageWords(store.db, workspaceId, [...byWamid, ...byId]);
}

/** The rows of messages with these wamids. */
export async function findMessageRows(
  store: Store,
  workspaceId: WorkspaceId,
  wamids: readonly string[],
): Promise<readonly MessagesTable[]> {
  if (wamids.length === 0) return [];
  return store.db
    .selectFrom('messages')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('wamid', 'in', wamids)
    .execute();
}

/** What Meta has told of messages with these wamids. Those that it told nothing of are not there. */
export async function findToldStatuses(
  store: Store,
  workspaceId: WorkspaceId,
  wamids: readonly string[],
): Promise<readonly ToldStatuses[]> {
  if (wamids.length === 0) return [];
  const rows = await store.db
    .selectFrom('message_statuses')
    .select(['wamid', 'sent_at_ms', 'delivered_at_ms'])
    .where('workspace_id', '=', workspaceId)
    .where('wamid', 'in', wamids)
    .execute();
  return rows.map((row) => ({
    wamid: row.wamid,
    wasSent: row.sent_at_ms !== null,
    wasDelivered: row.delivered_at_ms !== null,
  }));
}
