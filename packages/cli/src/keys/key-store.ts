import type { ApiKey } from '@posthorn/server/control/api-keys/api-key.ts';
import { API_KEYS_MAX, listApiKeys } from '@posthorn/server/control/api-keys/api-keys.store.ts';
import { listWorkspaces, type WorkspaceRecord } from '@posthorn/server/control/workspaces/workspaces.store.ts';
import { planMigrations } from '@posthorn/server/platform/db/migration-plan.ts';
import { openStore } from '@posthorn/server/platform/db/open-store.ts';
import type { Store } from '@posthorn/server/platform/db/store.ts';
import { type Environment, readConfig } from '../environment.ts';
import { CliError, EXIT } from '../exit.ts';

/** More workspaces than one installation is meant for; a command that walks over them ends here. */
const WORKSPACES_MAX = 10_000;

/**
 * Opens the configured database beside a gateway that may be running on it, for the time of `use`.
 *
 * @throws CliError when there is no database yet or it is not up to date: opening would make or change it,
 *   and a wrong path would go unseen.
 */
export async function withStore<TResult>(env: Environment, use: (store: Store) => Promise<TResult>): Promise<TResult> {
  const config = readConfig(env);
  const plan = await planMigrations(config.databaseUrl);
  if (!plan.hasSchema) {
    throw new CliError(
      EXIT.failed,
      'There is no database of Posthorn there yet. Check POSTHORN_DATA_DIR and POSTHORN_DATABASE_URL, or start the gateway once.',
    );
  }
  if (plan.pending.length > 0) {
    throw new CliError(EXIT.failed, 'The database is not up to date with this version. Run "posthorn migrate" first.');
  }
  const store = await openStore(config.databaseUrl, { exclusive: false });
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

/** All workspaces, or those with that id or name. @throws CliError when none has it. */
export async function findWorkspaces(store: Store, wanted: string | undefined): Promise<readonly WorkspaceRecord[]> {
  const { items } = await listWorkspaces(store, { limit: WORKSPACES_MAX, before: null });
  if (wanted === undefined) return items;
  const found = items.filter(({ id, name }) => id === wanted || name === wanted);
  if (found.length > 0) return found;
  throw new CliError(EXIT.failed, `There is no workspace with that id or name. There are: ${showWorkspaces(items)}.`);
}

/** The one workspace that is meant. @throws CliError when there is none, or more than one fits. */
export async function pickWorkspace(store: Store, wanted: string | undefined): Promise<WorkspaceRecord> {
  const found = await findWorkspaces(store, wanted);
  const [only] = found;
  if (only === undefined) {
    throw new CliError(EXIT.failed, 'There is no workspace yet. Start the gateway once: it makes the first one.');
  }
  if (found.length === 1) return only;
  throw new CliError(EXIT.usage, `Several workspaces fit. Choose one with --workspace <id>: ${showWorkspaces(found)}.`);
}

/** The API keys of some workspaces, workspace by workspace, newest first. */
export async function listAllKeys(store: Store, workspaces: readonly WorkspaceRecord[]): Promise<ApiKey[]> {
  const keys: ApiKey[] = [];
  for (const { id } of workspaces) {
    const page = await listApiKeys(store, id, { limit: API_KEYS_MAX, before: null });
    keys.push(...page.items);
  }
  return keys;
}

const SHOWN_MAX = 10;

function showWorkspaces(workspaces: readonly WorkspaceRecord[]): string {
  const shown = workspaces.slice(0, SHOWN_MAX).map(({ id, name }) => `${id} (${name})`);
  return [...shown, ...(workspaces.length > SHOWN_MAX ? ['…'] : [])].join(', ') || 'none';
}
