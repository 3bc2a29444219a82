import type { Actor } from '../../domain/audit.ts';
import { type AuditEntryId, type ConversationId, idOf, type MemberId, type WorkspaceId } from '../../domain/ids.ts';
import { objectOf, stringOf } from '../../domain/meta/meta-body.ts';
import type { Store } from '../../platform/db/store.ts';
import type { AuditLogTable } from '../../platform/db/tables.ts';

/** What somebody decided about a conversation, as the audit log tells it. */
export interface LoggedChange {
  readonly id: AuditEntryId;
  readonly kind: 'assigned' | 'closed' | 'reopened';
  readonly actor: Pick<Actor, 'kind' | 'id'>;
  readonly atMs: number;
  /** Who looked after it before and afterwards. Null: nobody. */
  readonly assigneeId: { readonly from: MemberId | null; readonly to: MemberId | null };
}

export interface ListChanges {
  readonly workspaceId: WorkspaceId;
  readonly conversationId: ConversationId;
  /** UUID of an entry or of anything else: only what was made before it. Null: from the newest on. */
  readonly beforeUuid: string | null;
  readonly limit: number;
}

const KIND_BY_ACTION = {
  'conversation.updated': 'assigned',
  'conversation.closed': 'closed',
  'conversation.reopened': 'reopened',
} as const satisfies Record<string, LoggedChange['kind']>;

/**
 * What people decided about a conversation, newest first, up to `limit`, for as long as the audit log is kept. That a
 * message opened it again is nobody's decision and not in there.
 */
export async function listChanges(store: Store, query: ListChanges): Promise<readonly LoggedChange[]> {
  const { workspaceId, conversationId, beforeUuid, limit } = query;
  let rows = store.db
    .selectFrom('audit_log')
    .select(['id', 'at_ms', 'actor_kind', 'actor_id', 'action', 'before', 'after'])
    .where('workspace_id', '=', workspaceId)
    .where('resource_id', '=', conversationId)
    .where('action', 'in', Object.keys(KIND_BY_ACTION));
  if (beforeUuid !== null) rows = rows.where('id', '<', idOf('aud', beforeUuid));
  const found = await rows.orderBy('id', 'desc').limit(limit).execute();
  return found.map(toChange);
}

type ChangeRow = Pick<AuditLogTable, 'id' | 'at_ms' | 'actor_kind' | 'actor_id' | 'action' | 'before' | 'after'>;

/** `as` here: the query asks for these actions alone. */
function toChange(row: ChangeRow): LoggedChange {
  return {
    id: row.id,
    kind: KIND_BY_ACTION[row.action as keyof typeof KIND_BY_ACTION],
    actor: { kind: row.actor_kind, id: row.actor_id },
    atMs: row.at_ms,
    assigneeId: { from: assigneeIn(row.before), to: assigneeIn(row.after) },
  };
}

/** `as` here: the JSON is our own. */
function assigneeIn(view: string | null): MemberId | null {
  return view === null ? null : (stringOf(objectOf(JSON.parse(view)).assignee_id) as MemberId | null);
}
