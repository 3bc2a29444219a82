import type { WorkspaceId } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';

export interface NewTicket {
  /** What `hashToken` makes of the ticket: the ticket itself is nowhere. */
  readonly ticketHash: string;
  readonly workspaceId: WorkspaceId;
  readonly expiresAtMs: number;
  readonly nowMs: number;
}

/** Keeps a ticket until it is used or expires. Those that nobody used go when the next one comes. */
export async function insertTicket(
  store: Store,
  { ticketHash, workspaceId, expiresAtMs, nowMs }: NewTicket,
): Promise<void> {
  await store.db.deleteFrom('stream_tickets').where('expires_at_ms', '<=', nowMs).execute();
  await store.db
    .insertInto('stream_tickets')
    .values({ ticket_hash: ticketHash, workspace_id: workspaceId, expires_at_ms: expiresAtMs })
    .execute();
}

/** Uses a ticket up, on whichever node: of two who come with the same one, one gets its workspace. Null: it is not valid any more. */
export async function takeTicket(store: Store, ticketHash: string, nowMs: number): Promise<WorkspaceId | null> {
  const row = await store.db
    .deleteFrom('stream_tickets')
    .where('ticket_hash', '=', ticketHash)
    .returning(['workspace_id', 'expires_at_ms'])
    .executeTakeFirst();
  return row !== undefined && row.expires_at_ms > nowMs ? row.workspace_id : null;
}
