import { type Command, InvalidArgumentError } from 'commander';
import type { RecoverOptions, ReplayOptions } from '../replay/replay-events.ts';
import type { CommandContext } from './context.ts';
import { baseUrl } from './option-values.ts';

const URL_OPTION = ['--url <url>', 'address of the gateway', baseUrl, 'http://127.0.0.1:8420'] as const;
const KEY_OPTION = ['--key <key>', 'API key of the workspace; else POSTHORN_API_KEY'] as const;
const TIME = 'RFC 3339, or how long ago: 90s, 15m, 6h, 30d';

/** `posthorn replay`: sends events of a time once more, by the API of a gateway that is running. */
export function addReplayCommand(program: Command, ctx: CommandContext): void {
  program
    .command('replay')
    .summary('send events of a time once more')
    .description(
      'Tells what it would come to, asks, starts the run and follows it to its end. Events go to the endpoints that want them, under the ids that they had.',
    )
    .requiredOption('--from <time>', `events that came in from then on (${TIME})`, pastTime)
    .option('--to <time>', 'up to then; without it, up to now', pastTime)
    .option('--types <types>', 'only these types, with commas between: message.received,contact.*', commaList)
    .option('--endpoint <id>', 'only to this endpoint (repeatable)', addOne, [])
    .option('--to-endpoint <id>', 'everything to this one endpoint, whatever it subscribes to')
    .option('--new-ids', 'as events of their own, for receivers that drop what they have seen')
    .option('--dry-run', 'tell what it would come to, and do nothing')
    .option('--yes', 'do not ask')
    .option('--json', 'print one JSON object: the estimate, or the run as GET /v1/runs/{id} shows it')
    .option(...URL_OPTION)
    .option(...KEY_OPTION)
    .addHelpText('after', REPLAY_HELP)
    .action(async (options: ReplayOptions) => {
      const { replayEvents } = await import('../replay/replay-events.ts');
      await replayEvents(ctx, options);
    });
}

const AFTER_HELP = `
Ctrl-C leaves the run to the gateway, or cancels it: on a terminal it asks.
Exit codes: 0 every delivery was made, or nothing was to do; 1 not all of them; 2 the command line is wrong.`;

const REPLAY_HELP = `
Examples:
  posthorn replay --from 6h --dry-run
  posthorn replay --from 2026-11-01T00:00:00Z --to 2026-11-02T00:00:00Z --types 'message.*' --endpoint ep_…
  posthorn replay --from 30d --to-endpoint ep_… --yes
${AFTER_HELP}`;

/** `posthorn recover`: makes the deliveries that an endpoint is missing. */
export function addRecoverCommand(program: Command, ctx: CommandContext): void {
  program
    .command('recover')
    .summary('make the deliveries that an endpoint is missing')
    .description(
      'Of the events that an endpoint wants and never got: because it was disabled, or because the delivery was exhausted or canceled. Tells what it would come to, asks, starts the run and follows it to its end.',
    )
    .argument('<endpoint>', 'id of the endpoint; it must be enabled')
    .requiredOption('--since <time>', `events that came in from then on (${TIME})`, pastTime)
    .option('--until <time>', 'up to then; without it, up to now', pastTime)
    .option('--dry-run', 'tell what it would come to, and do nothing')
    .option('--yes', 'do not ask')
    .option('--json', 'print one JSON object: the estimate, or the run as GET /v1/runs/{id} shows it')
    .option(...URL_OPTION)
    .option(...KEY_OPTION)
    .addHelpText('after', AFTER_HELP)
    .action(async (endpointId: string, options: RecoverOptions) => {
      const { recoverEndpoint } = await import('../replay/replay-events.ts');
      await recoverEndpoint(ctx, endpointId, options);
    });
}

const SECONDS_OF: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };

/** Reads a time, or how long ago one was, as RFC 3339. */
function pastTime(text: string): string {
  const [, count, unit] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  const seconds = SECONDS_OF[unit ?? ''];
  if (seconds !== undefined) return new Date(Date.now() - Number(count) * seconds * 1_000).toISOString();
  const isComplete = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text);
  if (isComplete && !Number.isNaN(Date.parse(text))) return new Date(text).toISOString();
  throw new InvalidArgumentError('Give a time such as 2026-11-28T09:00:00Z, or how long ago, such as 6h.');
}

function commaList(text: string): readonly string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function addOne(text: string, before: readonly string[]): readonly string[] {
  return [...before, text];
}
