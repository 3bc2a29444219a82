import { confirm, isCancel } from '@clack/prompts';
import type { CommandContext } from '../commands/context.ts';
import { CliError, EXIT } from '../exit.ts';
import { type ApiOptions, type GatewayApi, openApi } from '../gateway-api.ts';
import { formatTable, type Output, printJson } from '../output.ts';
import { followReplay } from './follow-replay.ts';
import { type Estimate, type Run, readEstimate, startReplay } from './replay-api.ts';
import { countsInWords, inWords } from './replay-display.ts';

/** Options of every command that starts such a run. */
interface CommonOptions extends ApiOptions {
  readonly dryRun?: true;
  readonly yes?: true;
  readonly json?: true;
}

/** Options of `replay`. Times are RFC 3339. */
export interface ReplayOptions extends CommonOptions {
  readonly from: string;
  readonly to?: string;
  readonly types?: readonly string[];
  readonly endpoint: readonly string[];
  readonly toEndpoint?: string;
  readonly newIds?: true;
}

/** Options of `recover`. Times are RFC 3339. */
export interface RecoverOptions extends CommonOptions {
  readonly since: string;
  readonly until?: string;
}

/**
 * Sends events of a time once more: tells what it comes to, asks, and follows the run to its end.
 *
 * @throws CliError with what the gateway says is wrong.
 */
export async function replayEvents(ctx: CommandContext, options: ReplayOptions): Promise<void> {
  const { from, to, types, endpoint, toEndpoint, newIds } = options;
  await carryOut(ctx, options, {
    path: '/v1/replays',
    body: {
      from,
      ...(to === undefined ? {} : { to }),
      ...(types === undefined ? {} : { event_types: types }),
      ...(endpoint.length === 0 ? {} : { endpoint_ids: endpoint }),
      ...(toEndpoint === undefined ? {} : { to_endpoint_id: toEndpoint }),
      new_ids: newIds === true,
    },
  });
}

/** Makes the deliveries that an endpoint is missing, in the same way. @throws CliError with what the gateway says is wrong. */
export async function recoverEndpoint(ctx: CommandContext, endpointId: string, options: RecoverOptions): Promise<void> {
  const { since, until } = options;
  await carryOut(ctx, options, {
    path: `/v1/endpoints/${encodeURIComponent(endpointId)}/recover`,
    body: { since, ...(until === undefined ? {} : { until }) },
  });
}

interface Wish {
  readonly path: string;
  readonly body: object;
}

async function carryOut(ctx: CommandContext, options: CommonOptions, { path, body }: Wish): Promise<void> {
  const api = openApi(ctx, options);
  const estimate = await readEstimate(api, path, body);
  const isNothing = estimate.deliveries === 0 && estimate.is_exact;
  if (options.dryRun !== true) for (const line of estimateInWords(estimate)) ctx.output.note(line);
  if (options.dryRun === true) printEstimate(ctx.output, options, estimate);
  else if (isNothing) printNothing(ctx.output, options, estimate);
  else if (await isWanted(options)) await start(ctx, { api, options }, { path, body });
  else ctx.output.note('Nothing was started.');
}

async function start(
  ctx: CommandContext,
  { api, options }: { readonly api: GatewayApi; readonly options: CommonOptions },
  { path, body }: Wish,
): Promise<void> {
  const { run, isLeft } = await followReplay(ctx, api, await startReplay(api, path, body));
  report(ctx.output, options, { run, isLeft });
  if (!isLeft && run.state !== 'completed') ctx.setExitCode(EXIT.failed);
}

async function isWanted({ yes }: CommonOptions): Promise<boolean> {
  if (yes === true) return true;
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    throw new CliError(EXIT.usage, 'Nobody can be asked here. Give --yes to start it, or --dry-run to look only.');
  }
  const answer = await confirm({ message: 'Start it?', output: process.stderr });
  return !isCancel(answer) && answer;
}

function printEstimate(output: Output, { json }: CommonOptions, estimate: Estimate): void {
  if (json === true) printJson(output, estimate);
  else for (const line of estimateInWords(estimate)) output.print(line);
}

function printNothing(output: Output, { json }: CommonOptions, estimate: Estimate): void {
  if (json === true) printJson(output, estimate);
  else output.print('Nothing is to do.');
}

function estimateInWords(estimate: Estimate): readonly string[] {
  const more = estimate.is_exact ? '' : 'more than ';
  const first = `${estimate.from} to ${estimate.to}: ${more}${inWords(estimate.events, 'event')}, ${more}${inWords(estimate.deliveries, 'delivery', 'deliveries')}.`;
  if (estimate.by_endpoint.length === 0) return [first];
  const rows = estimate.by_endpoint.map(({ endpoint_id, deliveries }) => [
    endpoint_id,
    deliveries.toLocaleString('en'),
  ]);
  return [first, ...formatTable(['ENDPOINT', 'DELIVERIES'], rows)];
}

function report(
  output: Output,
  { json }: CommonOptions,
  { run, isLeft }: { readonly run: Run; readonly isLeft: boolean },
): void {
  if (run.error !== null) output.note(run.error);
  if (json === true) {
    printJson(output, run);
    return;
  }
  const what = isLeft ? `Left running as ${run.id}` : WORDS[run.state];
  output.print(`${what}. ${countsInWords(run.result ?? run.progress)}.`);
  if (!isLeft) output.print(`What became of them: GET /v1/deliveries?run=${run.id}`);
}

const WORDS: Readonly<Record<Run['state'], string>> = {
  pending: 'Waiting',
  running: 'Running',
  paused: 'Paused',
  completed: 'Done',
  failed: 'Ended early',
  canceled: 'Canceled',
};
