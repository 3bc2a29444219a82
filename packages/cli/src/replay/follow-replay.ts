import { setTimeout as pause } from 'node:timers/promises';
import { isCancel, select } from '@clack/prompts';
import type { CommandContext } from '../commands/context.ts';
import type { GatewayApi } from '../gateway-api.ts';
import { cancelReplay, type Run, readReplay } from './replay-api.ts';
import { createReplayDisplay } from './replay-display.ts';

const POLL_MS = 250;

/** Follows a run to its end, or until somebody who pressed Ctrl-C leaves it to the gateway. */
export async function followReplay(
  { output }: CommandContext,
  api: GatewayApi,
  started: Run,
): Promise<{ readonly run: Run; readonly isLeft: boolean }> {
  let [run, isCanceled] = [started, false];
  for (;;) {
    const seen = await watch(output, api, run);
    run = seen.run;
    if (!seen.isInterrupted) return { run, isLeft: false };
    if (isCanceled || (await askWhatThen()) === 'leave') return { run, isLeft: true };
    isCanceled = true;
    await cancelReplay(api, run.id);
    output.note('Canceling. What was made stays. Ctrl-C again leaves without waiting.');
  }
}

/** Watches a run until it has ended, or Ctrl-C comes. */
async function watch(
  output: CommandContext['output'],
  api: GatewayApi,
  started: Run,
): Promise<{ readonly run: Run; readonly isInterrupted: boolean }> {
  const display = createReplayDisplay(output);
  const interrupting = new AbortController();
  const onSignal = () => interrupting.abort();
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  try {
    let run = started;
    while (run.finished_at === null && !interrupting.signal.aborted) {
      // A signal ends the pause.
      await pause(POLL_MS, undefined, { signal: interrupting.signal }).catch(() => {});
      run = await readReplay(api, run.id);
      display.show(run);
    }
    return { run, isInterrupted: run.finished_at === null };
  } finally {
    display.end();
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
  }
}

/** Where nobody can be asked the run is left: it can still be canceled, and what was canceled must be begun again. */
async function askWhatThen(): Promise<'leave' | 'cancel'> {
  if (!process.stderr.isTTY || !process.stdin.isTTY) return 'leave';
  const answer = await select({
    message: 'The run goes on without this command. What is to become of it?',
    options: [
      { value: 'leave' as const, label: 'Leave it running' },
      { value: 'cancel' as const, label: 'Cancel it', hint: 'what was made stays' },
    ],
    output: process.stderr,
  });
  return isCancel(answer) ? 'leave' : answer;
}
