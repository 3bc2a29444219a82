import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { CommandContext } from '../commands/context.ts';
import { EXIT } from '../exit.ts';
import { type ApiOptions, type GatewayApi, openApi } from '../gateway-api.ts';
import { printJson } from '../output.ts';
import { cancelRun, download, type Run, readRun, uploadFile } from './contacts-api.ts';
import { countsInWords, createDisplay } from './progress-display.ts';

/** Options of `contacts import`. */
export interface ImportOptions extends ApiOptions {
  readonly map: Readonly<Record<string, string | null>>;
  readonly dryRun?: true;
  readonly delimiter: string;
  readonly createLabels?: true;
  readonly keepExisting?: true;
  readonly problems?: string;
  readonly json?: true;
}

/**
 * Uploads a file, follows its import to the end and tells what came of it.
 *
 * @throws CliError when the file cannot be read, or with what the gateway says is wrong.
 */
export async function importContacts(ctx: CommandContext, file: string, options: ImportOptions): Promise<void> {
  const api = openApi(ctx, options);
  const started = await uploadFile(api, file, queryOf(options));
  const run = await follow(ctx, api, started);
  if (options.problems !== undefined) await saveProblems(api, run, options.problems);
  report(ctx, run, options);
  if (run.state !== 'completed' || (run.result?.failed ?? 0) > 0) ctx.setExitCode(EXIT.failed);
}

function queryOf(options: ImportOptions): Record<string, string> {
  return {
    delimiter: options.delimiter === 'tab' ? '\t' : options.delimiter,
    dry_run: String(options.dryRun === true),
    create_labels: String(options.createLabels === true),
    update_existing: String(options.keepExisting !== true),
    ...(Object.keys(options.map).length === 0 ? {} : { mapping: JSON.stringify(options.map) }),
  };
}

const POLL_MS = 250;

/** Waits for the end of a run. Ctrl-C cancels it; a second one leaves it to the gateway. */
async function follow({ output }: CommandContext, api: GatewayApi, started: Run): Promise<Run> {
  const display = createDisplay(output);
  const canceling = new AbortController();
  const onSignal = () => {
    if (canceling.signal.aborted) process.exit(EXIT.failed);
    canceling.abort();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  try {
    let run = started;
    let isCanceled = false;
    while (run.state === 'pending' || run.state === 'running') {
      if (canceling.signal.aborted && !isCanceled) {
        isCanceled = true;
        display.cancel();
        await cancelRun(api, run.id);
      }
      // A signal ends the pause, but only once.
      await pause(POLL_MS, undefined, isCanceled ? {} : { signal: canceling.signal }).catch(() => {});
      run = await readRun(api, run.id);
      if (!isCanceled) display.show(run.progress);
    }
    return run;
  } finally {
    display.end();
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
  }
}

async function saveProblems(api: GatewayApi, run: Run, file: string): Promise<void> {
  await pipeline(await download(api, `/v1/runs/${run.id}/problems.csv`), createWriteStream(file));
}

function report({ output }: CommandContext, run: Run, options: ImportOptions): void {
  if (run.error !== null) output.note(run.error);
  const ignored = run.result?.ignored_columns ?? [];
  if (ignored.length > 0)
    output.note(`Left out: ${ignored.map((name) => `"${name}"`).join(', ')}. --map "Column=field" takes them in.`);
  if ((run.result?.failed ?? 0) > 0) output.note(whereProblemsAre(run, options));
  if (options.json === true) {
    printJson(output, run);
    return;
  }
  const what = options.dryRun === true ? 'Dry run, nothing was saved' : WORDS[run.state];
  output.print(`${what}. ${countsInWords(run.result ?? run.progress)}.`);
}

const WORDS: Readonly<Record<Run['state'], string>> = {
  pending: 'Waiting',
  running: 'Running',
  completed: 'Imported',
  failed: 'Ended early',
  canceled: 'Canceled',
};

function whereProblemsAre(run: Run, { problems }: ImportOptions): string {
  if (problems !== undefined) return `What could not be imported stands in ${problems}.`;
  return `What could not be imported: GET /v1/runs/${run.id}/problems.csv, or import with --problems <file>.`;
}
