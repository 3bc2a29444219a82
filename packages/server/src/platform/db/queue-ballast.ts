import type { WorkspaceId } from '../../domain/ids.ts';

/**
 * The workspace of the rows that keep PostgreSQL's planner from taking the queue for empty (migration 15, decision 0033). It comes before
 * every id of a workspace: what goes along the queue of all workspaces begins behind it, and everything else names a workspace,
 * or asks for what is due or for an endpoint that exists.
 */
export const BALLAST_WORKSPACE_ID = '-' as WorkspaceId;
