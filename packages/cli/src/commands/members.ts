import { parseDurationMs } from '@posthorn/server/platform/config/duration.ts';
import { type Command, InvalidArgumentError } from 'commander';
import type { LinkOptions, SignInLinkOptions } from '../members/member-links.ts';
import type { CommandContext } from './context.ts';

/** `posthorn members owner-link | password-link | sign-in-link`: ways in for people, on the database itself. */
export function addMembersCommand(program: Command, ctx: CommandContext): void {
  const members = program
    .command('members')
    .summary('make one-time links for people: to become the owner, to set a password, to sign in')
    .description(
      'Makes one-time links on the database itself, whether a gateway is running or not: the way in when nobody gets in any more. ' +
        'The database is the one of POSTHORN_DATABASE_URL, else SQLite in POSTHORN_DATA_DIR. Members are invited in the console.',
    )
    .addHelpText('after', AFTER_HELP);
  members
    .command('owner-link')
    .summary('make a link for becoming the first owner')
    .description('Makes a link like the one that the first start prints. Refused when there is an owner.')
    .option(...URL_OPTION)
    .option('--json', 'print one JSON object: {url, expires_at}')
    .action(async (options: LinkOptions) => (await loadCommands()).printOwnerLink(ctx, options));
  members
    .command('password-link')
    .summary('make a link by which a member sets a new password')
    .description('Makes a link that is good for a day. Opening it signs the member out everywhere else.')
    .argument('<email>', 'e-mail of the account')
    .option(...URL_OPTION)
    .option('--json', 'print one JSON object: {url, expires_at}')
    .action(async (email: string, options: LinkOptions) =>
      (await loadCommands()).printPasswordLink(ctx, email, options),
    );
  members
    .command('sign-in-link')
    .summary('make a link that signs a member in')
    .description('Makes a link that signs whoever opens it in as that member, without a password.')
    .argument('<email>', 'e-mail of the account')
    .option(...URL_OPTION)
    .option('--expires-in <duration>', 'how long it is good: 90s, 15m, 24h', parseValidity, 15 * 60_000)
    .option('--json', 'print one JSON object: {url, expires_at}')
    .action(async (email: string, options: SignInLinkOptions) =>
      (await loadCommands()).printSignInLink(ctx, email, options),
    );
}

const AFTER_HELP = `
Examples:
  posthorn members owner-link
  posthorn members password-link mira@example.com`;

const URL_OPTION = [
  '--url <url>',
  'where the gateway is reached (without it: POSTHORN_PUBLIC_URL, or POSTHORN_HOST and POSTHORN_PORT)',
  parseUrl,
] as const;

function loadCommands() {
  return import('../members/member-links.ts');
}

/** A link that signs in is for now and not for keeping. */
const VALID_MS_MAX = 24 * 3_600_000;

function parseUrl(text: string): string {
  const url = URL.parse(text);
  if (url !== null && (url.protocol === 'http:' || url.protocol === 'https:')) return text;
  throw new InvalidArgumentError('Give a URL such as https://hooks.example.com.');
}

function parseValidity(text: string): number {
  const validMs = parseDurationMs(text);
  if (validMs !== null && validMs > 0 && validMs <= VALID_MS_MAX) return validMs;
  throw new InvalidArgumentError('Give a duration such as 90s, 15m or 24h, up to 24h.');
}
