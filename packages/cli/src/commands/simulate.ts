import { readFileSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { CliError, EXIT } from '../exit.ts';
import { printJson } from '../output.ts';
import type { SimulateInput } from '../simulate/play.ts';
import { type PlaySummary, toLines } from '../simulate/summary.ts';
import type { CommandContext } from './context.ts';
import { baseUrl, factor, ratio, wholeNumber } from './option-values.ts';

const HOUR_MS = 3_600_000;

/** `posthorn simulate`: plays a scenario against any gateway, as Meta would tell it. */
export function addSimulateCommand(program: Command, ctx: CommandContext): void {
  const command = program
    .command('simulate')
    .summary('play a scenario against a gateway, in the place of Meta')
    .description(
      'Stands for Meta: sends a gateway the signed webhooks of a scenario, and repeats what it does not accept. ' +
        'The gateway needs a Meta app with this app id and app secret, and a channel with this phone number id.',
    )
    .argument(
      '[scenario]',
      'conversation, busy-day, bsuid-only, faults, two-way, or the path of a scenario file',
      'conversation',
    )
    .option('--url <url>', 'address of the gateway', baseUrl, 'http://127.0.0.1:8420')
    .requiredOption('--app-id <id>', 'app id of the Meta app, as the gateway knows it')
    .addOption(
      new Option('--app-secret <secret>', 'app secret: webhooks are signed with it').conflicts('appSecretFile'),
    )
    .option('--app-secret-file <path>', 'the same from a file, so that it is in no list of processes')
    .option('--verify-token <token>', 'first ask for the challenge, as Meta does when the callback URL is saved')
    .option('--phone-number-id <id>', 'number that the scenario is played on', '318940275561203')
    .option('--waba-id <id>', 'WhatsApp Business Account of that number', '204817563920415')
    .option('--display-phone-number <digits>', 'the number as people know it', '15557204418')
    .option(
      '--graph-port <port>',
      'also answer the Graph API there: the gateway can send to it',
      wholeNumber(0, 65_535),
    )
    .option('--access-token <token>', 'what the gateway sends with; needed with --graph-port')
    .option('--speed <factor>', 'how many times as fast as written', factor, 1);
  addFaultOptions(command)
    .option('--seed <number>', 'makes ids and faults repeatable', wholeNumber(0, 0xffff_ffff))
    .option('--json', 'print one JSON object with what was sent and what became of it')
    .addHelpText('after', AFTER_HELP)
    .action((scenario: string, options: SimulateOptions) => simulate(ctx, scenario, options));
}

/** Real life's faults. Any of them replaces those that the scenario itself asks for. */
function addFaultOptions(command: Command): Command {
  return command
    .option('--duplicates <share>', 'part of the webhooks that is sent twice', ratio)
    .option('--reorder <count>', 'how many updates may overtake one another', wholeNumber(0, 1_000))
    .option('--delay-min <ms>', 'shortest wait before each webhook, milliseconds', wholeNumber(0, HOUR_MS))
    .option('--delay-max <ms>', 'longest wait before each webhook, milliseconds', wholeNumber(0, HOUR_MS))
    .option('--batch <count>', 'most updates in one webhook', wholeNumber(1, 1_000))
    .option('--wrong-signatures <share>', 'part that is also sent with a forged signature', ratio)
    .option('--stale <share>', 'part that is also sent 30 days old', ratio);
}

const AFTER_HELP = `
Exit codes: 0 the gateway took everything that was true and refused everything that was forged, 1 it did not, 2 wrong options.

Examples:
  posthorn simulate --app-id 610023884417 --app-secret-file secret.txt --verify-token hello
  posthorn simulate busy-day --url https://hooks.example.com --app-id 610023884417 --app-secret "$SECRET" --speed 10
  posthorn simulate --app-id 610023884417 --app-secret "$SECRET" --duplicates 0.3 --reorder 5 --wrong-signatures 0.2 --json
  posthorn simulate two-way --app-id 610023884417 --app-secret "$SECRET" --graph-port 8430 --access-token "$TOKEN"`;

interface SimulateOptions {
  readonly url: string;
  readonly appId: string;
  readonly appSecret?: string;
  readonly appSecretFile?: string;
  readonly verifyToken?: string;
  readonly phoneNumberId: string;
  readonly wabaId: string;
  readonly displayPhoneNumber: string;
  readonly graphPort?: number;
  readonly accessToken?: string;
  readonly speed: number;
  readonly seed?: number;
  readonly duplicates?: number;
  readonly reorder?: number;
  readonly delayMin?: number;
  readonly delayMax?: number;
  readonly batch?: number;
  readonly wrongSignatures?: number;
  readonly stale?: number;
  readonly json?: true;
}

async function simulate(
  { output, setExitCode }: CommandContext,
  scenario: string,
  options: SimulateOptions,
): Promise<void> {
  const { playOnce } = await import('../simulate/play.ts');
  const summary = await playOnce(toInput(scenario, options), output.note);
  if (options.json === true) printJson(output, summary);
  else for (const line of toLines(summary)) output.print(line);
  if (!isAsItShouldBe(summary)) setExitCode(EXIT.failed);
}

function toInput(scenario: string, options: SimulateOptions): SimulateInput {
  const { wabaId, phoneNumberId, displayPhoneNumber } = options;
  return {
    scenario,
    callbackUrl: `${options.url}/webhooks/meta/${encodeURIComponent(options.appId)}`,
    appId: options.appId,
    appSecret: readAppSecret(options),
    verifyToken: options.verifyToken ?? null,
    business: { wabaId, phoneNumberId, displayPhoneNumber },
    speed: options.speed,
    seed: options.seed ?? null,
    graph: readGraph(options),
    faults: readFaults(options),
  };
}

function readGraph({ graphPort, accessToken }: SimulateOptions): SimulateInput['graph'] {
  if (graphPort === undefined) return null;
  if (accessToken !== undefined && accessToken !== '') return { port: graphPort, accessToken };
  throw new CliError(EXIT.usage, 'The access token is missing. Give --access-token <token> with --graph-port.');
}

function readAppSecret({ appSecret, appSecretFile }: SimulateOptions): string {
  if (appSecret !== undefined) return appSecret;
  if (appSecretFile === undefined) {
    throw new CliError(
      EXIT.usage,
      'The app secret is missing. Give --app-secret-file <path> or --app-secret <secret>.',
    );
  }
  try {
    return readFileSync(appSecretFile, 'utf8').trim();
  } catch (cause) {
    throw new CliError(EXIT.usage, 'The file of --app-secret-file cannot be read. Check its path and its mode.', {
      cause,
    });
  }
}

function readFaults(options: SimulateOptions): SimulateInput['faults'] {
  const given = {
    duplicatesRatio: options.duplicates,
    reorderWindow: options.reorder,
    delayMinMs: options.delayMin,
    delayMaxMs: options.delayMax ?? options.delayMin,
    batchMax: options.batch,
    wrongSignaturesRatio: options.wrongSignatures,
    staleRatio: options.stale,
  };
  const faults = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return Object.keys(faults).length === 0 ? null : faults;
}

function isAsItShouldBe(summary: PlaySummary): boolean {
  return summary.accepted === summary.webhooks && summary.forged_refused === summary.forged;
}
