import type { Scope } from '@posthorn/server/domain/permissions.ts';
import { parseDurationMs } from '@posthorn/server/platform/config/duration.ts';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { CreateOptions, ListOptions, RevokeOptions } from '../keys/manage-keys.ts';
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

/** Written out: the API's own list comes with the whole of its framework, and help must be quick. */
const SCOPES = ['read', 'write', 'admin'] as const satisfies readonly Scope[];

const WORKSPACE_OPTION = ['--workspace <id or name>', 'the workspace; may be left out when there is only one'] as const;

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
    .action(async (options: CreateOptions) => (await loadCommands()).createKey(ctx, options));
}

function addList(keys: Command, ctx: CommandContext): void {
  keys
    .command('list')
    .summary('list API keys')
    .description('Lists API keys of all workspaces or of one. Of a key itself only the last four characters are known.')
    .option('--workspace <id or name>', 'only the keys of this workspace')
    .option('--json', 'print one JSON object: {data: […]}')
    .action(async (options: ListOptions) => (await loadCommands()).listKeys(ctx, options));
}

function addRevoke(keys: Command, ctx: CommandContext): void {
  keys
    .command('revoke')
    .summary('end an API key')
    .description('Deletes an API key. A gateway that is running may take it for another 5 seconds.')
    .argument('<id>', 'id of the key, key_…, as "keys list" shows it')
    .option('--json', 'print one JSON object: {id, revoked}')
    .action(async (id: string, options: RevokeOptions) => (await loadCommands()).revokeKey(ctx, id, options));
}

function loadCommands() {
  return import('../keys/manage-keys.ts');
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
