import { type ApiKey, highestScope } from '@posthorn/server/control/api-keys/api-key.ts';
import { auditedApiKey } from '@posthorn/server/control/api-keys/api-keys.routes.ts';
import { deleteApiKey } from '@posthorn/server/control/api-keys/api-keys.store.ts';
import { createApiKey } from '@posthorn/server/control/api-keys/create-api-key.ts';
import { parseId, type WorkspaceId } from '@posthorn/server/domain/ids.ts';
import type { Scope } from '@posthorn/server/domain/permissions.ts';
import { SYSTEM_SOURCE } from '@posthorn/server/gateway/system-source.ts';
import { writeAudit } from '@posthorn/server/gateway/write-audit.ts';
import { auditAs } from '@posthorn/server/platform/http/audit.ts';
import type { CommandContext } from '../commands/context.ts';
import { CliError, EXIT } from '../exit.ts';
import { formatTable, printJson } from '../output.ts';
import { findWorkspaces, listAllKeys, pickWorkspace, withStore } from './key-store.ts';

/** Options of `keys create`. */
export interface CreateOptions {
  readonly workspace?: string;
  readonly name: string;
  readonly scope: Scope;
  /** Life of the key, milliseconds. */
  readonly expiresIn?: number;
  readonly json?: true;
}

/** Options of `keys list`. */
export interface ListOptions {
  readonly workspace?: string;
  readonly json?: true;
}

/** Options of `keys revoke`. */
export interface RevokeOptions {
  readonly json?: true;
}

/** Makes a key and prints it, this once. @throws CliError when it is not clear for which workspace. */
export async function createKey({ env, output }: CommandContext, options: CreateOptions): Promise<void> {
  const { created, workspace } = await withStore(env, async (store) => {
    const workspace = await pickWorkspace(store, options.workspace);
    const created = await createApiKey(store, SYSTEM_SOURCE, {
      workspaceId: workspace.id,
      name: options.name,
      scopes: [options.scope],
      expiresAtMs: options.expiresIn === undefined ? null : Date.now() + options.expiresIn,
      withChange: audited(workspace.id, 'created'),
    });
    return { created, workspace };
  });
  if (options.json === true) {
    printJson(output, { ...toJson(created.key), key: created.token });
    return;
  }
  output.note(
    `${created.key.id}, scope ${options.scope}, for workspace ${workspace.name} (${workspace.id}). Shown this once:`,
  );
  output.print(created.token);
}

/** Prints the keys of all workspaces or of one. */
export async function listKeys({ env, output }: CommandContext, options: ListOptions): Promise<void> {
  const keys = await withStore(env, async (store) =>
    listAllKeys(store, await findWorkspaces(store, options.workspace)),
  );
  if (options.json === true) {
    printJson(output, { data: keys.map(toJson) });
    return;
  }
  const headings = ['ID', 'WORKSPACE', 'NAME', 'ENDS IN', 'SCOPE', 'EXPIRES', 'LAST USED'];
  const rows = keys.map((key) => [
    key.id,
    key.workspaceId,
    key.name,
    key.hint,
    highestScope(key.scopes),
    showExpiry(key, Date.now()),
    showTime(key.lastUsedAtMs),
  ]);
  for (const line of formatTable(headings, rows)) output.print(line);
}

/** Deletes a key of whatever workspace. @throws CliError when there is none with this id, or it is no id. */
export async function revokeKey(
  { env, output }: CommandContext,
  idText: string,
  options: RevokeOptions,
): Promise<void> {
  const id = parseId('key', idText);
  if (id === null)
    throw new CliError(
      EXIT.usage,
      'That is no id of an API key. Give key_… as "posthorn keys list" shows it, not the key itself.',
    );
  const isRevoked = await withStore(env, async (store) => {
    for (const { id: workspaceId } of await findWorkspaces(store, undefined)) {
      if (await deleteApiKey(store, { workspaceId, id }, audited(workspaceId, 'deleted'))) return true;
    }
    return false;
  });
  if (!isRevoked)
    throw new CliError(
      EXIT.failed,
      'There is no API key with this id. "posthorn keys list" shows those that there are.',
    );
  if (options.json === true) printJson(output, { id, revoked: true });
  else output.note(`${id} is revoked.`);
}

/** Whoever has the database at hand needs no key: in the audit log it was the system. */
function audited(workspaceId: WorkspaceId, verb: string) {
  const actor = { kind: 'system', id: null, requestId: null } as const;
  return auditAs(auditedApiKey(writeAudit), { workspaceId, actor }, verb);
}

/** The fields of `GET /v1/api-keys`, and the workspace. */
function toJson(key: ApiKey): Record<string, unknown> {
  return {
    id: key.id,
    workspace_id: key.workspaceId,
    name: key.name,
    hint: key.hint,
    scopes: key.scopes,
    expires_at: toIso(key.expiresAtMs),
    last_used_at: toIso(key.lastUsedAtMs),
    created_at: toIso(key.createdAtMs),
  };
}

function toIso(timeMs: number | null): string | null {
  return timeMs === null ? null : new Date(timeMs).toISOString();
}

function showTime(timeMs: number | null): string {
  return timeMs === null ? 'never' : new Date(timeMs).toISOString().slice(0, 16).replace('T', ' ');
}

function showExpiry(key: ApiKey, nowMs: number): string {
  const isExpired = key.expiresAtMs !== null && key.expiresAtMs <= nowMs;
  return isExpired ? 'expired' : showTime(key.expiresAtMs);
}
