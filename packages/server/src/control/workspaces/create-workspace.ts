import { idOf, type WorkspaceId } from '../../domain/ids.ts';
import type { Store, Trx } from '../../platform/db/store.ts';
import { ACCOUNT_ID_RANDOM_BYTES, toAccountId } from './account-id.ts';
import {
  hasWorkspace,
  insertFirstWorkspace,
  insertWorkspace,
  type NewWorkspace,
  type WorkspaceRecord,
} from './workspaces.store.ts';

/** Name of the workspace that the first start makes (R4). */
const FIRST_WORKSPACE_NAME = 'Default';

export interface WorkspaceContext {
  readonly store: Store;
  readonly nowMs: () => number;
  /** Makes the UUID of a new id. */
  readonly newId: () => string;
  /** Cryptographically strong. */
  readonly randomBytes: (count: number) => Buffer;
  /** Makes the first API key of a workspace, scope admin, in the transaction that makes the workspace. Resolves to the key itself. */
  readonly createAdminKey: (trx: Trx, workspaceId: WorkspaceId) => Promise<string>;
  /** Lets this node see a committed change before the answer is sent. Never rejects: the change is made. */
  readonly refreshRegistry: () => Promise<void>;
}

/** A new workspace with its first API key, which is shown once. */
export interface CreatedWorkspace {
  readonly workspace: WorkspaceRecord;
  readonly apiKey: string;
}

/**
 * Makes a workspace and an admin key for it.
 *
 * @param wish.accountId Null: a new one. A customer who moves here keeps the old one (CONTRACTS 8, "Vobiz ids").
 * @throws PosthornError `conflict` when another workspace has the account id.
 */
export async function createWorkspace(
  ctx: WorkspaceContext,
  wish: { readonly name: string; readonly accountId: string | null },
): Promise<CreatedWorkspace> {
  const created = newWorkspace(ctx, wish.name);
  return insertWorkspace(ctx.store, { ...created, accountId: wish.accountId ?? created.accountId }, (trx, workspace) =>
    addKey(ctx, trx, workspace),
  );
}

/** On the first start makes a workspace to begin with, whose API key is then printed. Null when there is a workspace. */
export async function ensureFirstWorkspace(ctx: WorkspaceContext): Promise<CreatedWorkspace | null> {
  if (await hasWorkspace(ctx.store)) return null;
  return insertFirstWorkspace(ctx.store, newWorkspace(ctx, FIRST_WORKSPACE_NAME), (trx, workspace) =>
    addKey(ctx, trx, workspace),
  );
}

function newWorkspace(ctx: WorkspaceContext, name: string): NewWorkspace {
  return {
    id: idOf('ws', ctx.newId()),
    accountId: toAccountId(ctx.randomBytes(ACCOUNT_ID_RANDOM_BYTES)),
    name,
    nowMs: ctx.nowMs(),
  };
}

async function addKey(ctx: WorkspaceContext, trx: Trx, workspace: WorkspaceRecord): Promise<CreatedWorkspace> {
  return { workspace, apiKey: await ctx.createAdminKey(trx, workspace.id) };
}
