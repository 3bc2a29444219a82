import type { Actor } from '../../domain/audit.ts';
import { idOf, type WorkspaceId } from '../../domain/ids.ts';
import { DEFAULT_WORKSPACE_SETTINGS, type WorkspaceSettings } from '../../domain/workspace.ts';
import type { Store, Trx } from '../../platform/db/store.ts';
import { type AuditedResource, auditAs, type WriteAudit } from '../../platform/http/audit.ts';
import { ACCOUNT_ID_RANDOM_BYTES, toAccountId } from './account-id.ts';
import { checkOptWords, checkSubdomain } from './workspace-rules.ts';
import { toWorkspaceView } from './workspace-schemas.ts';
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
  readonly audit: WriteAudit;
  /** Makes the first API key of a workspace, scope admin, in the transaction that makes the workspace. Resolves to the key itself. */
  readonly createAdminKey: (trx: Trx, workspaceId: WorkspaceId, actor: Actor) => Promise<string>;
  /** When a member makes the workspace: makes them its owner, in the same transaction. Else there is nothing to do. */
  readonly addOwner: (trx: Trx, place: { readonly workspaceId: WorkspaceId; readonly actor: Actor }) => Promise<void>;
  /** Lets this node see a committed change before the answer is sent. Never rejects: the change is made. */
  readonly refreshRegistry: () => Promise<void>;
}

/** What a new workspace is to be. */
export interface NewWorkspaceWish {
  readonly name: string;
  /** Null: a new one. A customer who moves here keeps the old one (CONTRACTS 8, "Vobiz ids"). */
  readonly accountId: string | null;
  /** Null: `w<serial>`. */
  readonly subdomain: string | null;
  /** What is left out has its default. */
  readonly settings: Partial<WorkspaceSettings>;
}

/** A new workspace with its first API key, which is shown once. */
export interface CreatedWorkspace {
  readonly workspace: WorkspaceRecord;
  readonly apiKey: string;
}

/**
 * Makes a workspace and an admin key for it.
 *
 * @throws PosthornError `unprocessable`; `conflict` when another workspace has the account id or the subdomain.
 */
export async function createWorkspace(
  ctx: WorkspaceContext,
  wish: NewWorkspaceWish,
  actor: Actor,
): Promise<CreatedWorkspace> {
  if (wish.subdomain !== null) checkSubdomain(wish.subdomain, null);
  checkOptWords({ ...DEFAULT_WORKSPACE_SETTINGS, ...wish.settings });
  return insertWorkspace(ctx.store, newWorkspace(ctx, wish), (trx, workspace) =>
    addWhatBelongs(ctx, { trx, workspace, actor }),
  );
}

/** On the first start makes a workspace to begin with, whose API key is then printed. Null when there is a workspace. */
export async function ensureFirstWorkspace(ctx: WorkspaceContext): Promise<CreatedWorkspace | null> {
  if (await hasWorkspace(ctx.store)) return null;
  const wish = { name: FIRST_WORKSPACE_NAME, accountId: null, subdomain: null, settings: {} };
  return insertFirstWorkspace(ctx.store, newWorkspace(ctx, wish), (trx, workspace) =>
    addWhatBelongs(ctx, { trx, workspace, actor: FIRST_START }),
  );
}

/** What stands in the audit log of a workspace: it as the API shows it. */
export function auditedWorkspace(ctx: Pick<WorkspaceContext, 'audit'>): AuditedResource<WorkspaceRecord> {
  return { write: ctx.audit, resourceType: 'workspace', toView: toWorkspaceView };
}

/** No request makes the first workspace. */
const FIRST_START: Actor = { kind: 'system', id: null, requestId: null };

function newWorkspace(ctx: WorkspaceContext, wish: NewWorkspaceWish): NewWorkspace {
  return {
    ...wish,
    id: idOf('ws', ctx.newId()),
    accountId: wish.accountId ?? toAccountId(ctx.randomBytes(ACCOUNT_ID_RANDOM_BYTES)),
    nowMs: ctx.nowMs(),
  };
}

interface Insertion {
  readonly trx: Trx;
  readonly workspace: WorkspaceRecord;
  readonly actor: Actor;
}

/** Which workspaces were made is a matter of the operator: it stands in the operator's log, the key in the workspace's own. */
async function addWhatBelongs(ctx: WorkspaceContext, { trx, workspace, actor }: Insertion): Promise<CreatedWorkspace> {
  const audited = auditAs(auditedWorkspace(ctx), { actor, workspaceId: 'operator' }, 'created');
  await audited(trx, { before: null, after: workspace });
  await ctx.addOwner(trx, { workspaceId: workspace.id, actor });
  return { workspace, apiKey: await ctx.createAdminKey(trx, workspace.id, actor) };
}
