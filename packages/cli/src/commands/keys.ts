import type { ApiKey } from '@posthorn/server/control/api-keys/api-key.ts';
import { highestScope } from '@posthorn/server/control/api-keys/api-key.ts';
import { deleteApiKey } from '@posthorn/server/control/api-keys/api-keys.store.ts';
import { createApiKey } from '@posthorn/server/control/api-keys/create-api-key.ts';
import { parseId } from '@posthorn/server/domain/ids.ts';
import { SYSTEM_SOURCE } from '@posthorn/server/gateway/system-source.ts';
import { parseDurationMs } from '@posthorn/server/platform/config/duration.ts';
import { SCOPES, type Scope } from '@posthorn/server/platform/http/api.ts';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { CliError, EXIT } from '../exit.ts';
import { findWorkspaces, listAllKeys, pickWorkspace, withStore } from '../key-store.ts';
import { formatTable, printJson } from '../output.ts';
import type { CommandContext } from './context.ts';

/** `posthorn keys create | list | revoke`: API keys, on the database itself, so also when no key is left. */
export function addKeysCommand(program: Command, ctx: CommandContext): void {
  const keys = program
    .command('keys')
    .summary('make, list and revoke API keys')
    .description(
      'Manages API keys on the database itself, whether a gateway is running or not: the way in when the first key was lost. ' +
        'The database is the one of POSTHORN_DATABASE_URL, else SQLite in POSTHORN_DATA_DIR.',
    )
    .addHelpText('after', AFTER_HELP);
  addCreate(keys, ctx);
  addList(keys, ctx);
  addRevoke(keys, ctx);
}

const AFTER_HELP = `
Examples:
  posthorn keys create --name "deploy script" --scope write --expires-in 90d
  posthorn keys list
  posthorn keys revoke key_018f…`;

const WORKSPACE_OPTION = ['--workspace <id or name>', 'the workspace; may be left out when there is only one'] as const;

interface CreateOptions {
  readonly workspace?: string;
  readonly name: string;
  readonly scope: Scope;
  readonly expiresIn?: number;
  readonly json?: true;
}

function addCreate(keys: Command, ctx: CommandContext): void {
  keys
    .command('create')
    .summary('make an API key and print it')
    .description('Makes an API key. The key is printed on standard output, this once; what is stored is only its hash.')
    .option(...WORKSPACE_OPTION)
    .option('--name <name>', 'for people, to tell keys apart', parseName, 'Made by posthorn keys create')
    .addOption(
      new Option('--scope <scope>', 'what it may do; each includes the ones before').choices(SCOPES).default('admin'),
    )
    .option('--expires-in <duration>', 'life of the key: 90s, 15m, 169h or 30d (without it: no end)', parseLifetime)
    .option('--json', 'print one JSON object, with the key in "key"')
    .action((options: CreateOptions) => createKey(ctx, options));
}

async function createKey({ env, output }: CommandContext, options: CreateOptions): Promise<void> {
  const { created, workspace } = await withStore(env, async (store) => {
    const workspace = await pickWorkspace(store, options.workspace);
    const created = await createApiKey(store.db, SYSTEM_SOURCE, {
      workspaceId: workspace.id,
      name: options.name,
      scopes: [options.scope],
      expiresAtMs: options.expiresIn === undefined ? null : Date.now() + options.expiresIn,
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

interface ListOptions {
  readonly workspace?: string;
  readonly json?: true;
}

function addList(keys: Command, ctx: CommandContext): void {
  keys
    .command('list')
    .summary('list API keys')
    .description('Lists API keys of all workspaces or of one. Of a key itself only the last four characters are known.')
    .option('--workspace <id or name>', 'only the keys of this workspace')
    .option('--json', 'print one JSON object: {data: […]}')
    .action((options: ListOptions) => listKeys(ctx, options));
}

async function listKeys({ env, output }: CommandContext, options: ListOptions): Promise<void> {
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

function addRevoke(keys: Command, ctx: CommandContext): void {
  keys
    .command('revoke')
    .summary('end an API key')
    .description('Deletes an API key. A gateway that is running may take it for another 5 seconds.')
    .argument('<id>', 'id of the key, key_…, as "keys list" shows it')
    .option('--json', 'print one JSON object: {id, revoked}')
    .action((id: string, options: { readonly json?: true }) => revokeKey(ctx, id, options.json === true));
}

async function revokeKey({ env, output }: CommandContext, idText: string, json: boolean): Promise<void> {
  const id = parseId('key', idText);
  if (id === null)
    throw new CliError(
      EXIT.usage,
      'That is no id of an API key. Give key_… as "posthorn keys list" shows it, not the key itself.',
    );
  const isRevoked = await withStore(env, async (store) => {
    for (const workspace of await findWorkspaces(store, undefined)) {
      if (await deleteApiKey(store, workspace.id, id)) return true;
    }
    return false;
  });
  if (!isRevoked)
    throw new CliError(
      EXIT.failed,
      'There is no API key with this id. "posthorn keys list" shows those that there are.',
    );
  if (json) printJson(output, { id, revoked: true });
  else output.note(`${id} is revoked.`);
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

const NAME_LENGTH_MAX = 100;
/** As the API has it. */
const LIFETIME_MS_MAX = 3_650 * 86_400_000;

function parseName(text: string): string {
  const name = text.trim();
  if (name.length >= 1 && name.length <= NAME_LENGTH_MAX && !/\p{Cc}/u.test(name)) return name;
  throw new InvalidArgumentError(`Give 1 to ${NAME_LENGTH_MAX} characters.`);
}

function parseLifetime(text: string): number {
  const lifetimeMs = parseDurationMs(text);
  if (lifetimeMs !== null && lifetimeMs > 0 && lifetimeMs <= LIFETIME_MS_MAX) return lifetimeMs;
  throw new InvalidArgumentError('Give a duration such as 90s, 15m, 169h or 30d, up to 3650d.');
}
