import { setTimeout as pause } from 'node:timers/promises';
import { loadScenario } from '@posthorn/simulator';
import type { Environment } from '../environment.ts';
import { createPaint, type Output } from '../output.ts';
import { collectOutcome, type Figures, type Outcome, waitUntilDelivered } from './figures.ts';
import { nextSteps } from './next-steps.ts';
import { formatReceipt } from './receipt-line.ts';
import { type Stage, setStage } from './stage.ts';

export interface DemoInput {
  readonly env: Environment;
  readonly output: Output;
  /** Until SIGINT or SIGTERM; else it ends by itself. */
  readonly staysUp: boolean;
  /** The counts as JSON on standard output, everything else on standard error. */
  readonly json: boolean;
}

/** Most of the time of `--exit` goes to starting and to the conversation; retries take 2 s. */
const DELIVERED_BY_MS = 45_000;
const POLL_MS = 250;

/**
 * Plays the demonstration and cleans up behind it, whatever happens.
 *
 * @returns whether everything arrived and was verified. Interrupted before that: false.
 * @throws CliError when a part does not start.
 */
export async function runDemo(input: DemoInput): Promise<{ readonly succeeded: boolean }> {
  const interrupted = listenForSignals();
  const stops: (() => Promise<void>)[] = [];
  const onStarted = (stop: () => Promise<void>) => void stops.push(stop);
  try {
    const played = perform(input, onStarted, interrupted.signal);
    // An interrupted play fails on its way, because what it needs is being stopped.
    played.catch(() => {});
    return await Promise.race([played, interrupted.promise]);
  } finally {
    for (const stop of stops.reverse()) await stop();
    interrupted.release();
  }
}

async function perform(
  input: DemoInput,
  onStarted: (stop: () => Promise<void>) => void,
  interrupted: AbortSignal,
): Promise<{ readonly succeeded: boolean }> {
  const startedAtMs = Date.now();
  const note = input.json ? input.output.note : input.output.print;
  const paint = createPaint(input.json ? process.stderr : process.stdout);
  const stage = await setStage({
    env: input.env,
    note,
    onStarted,
    onReceipt: (receipt) => note(formatReceipt(receipt, paint)),
  });
  const outcome = await playConversation(
    stage,
    note,
    deadlineAfter(DELIVERED_BY_MS - (Date.now() - startedAtMs), interrupted),
  );
  for (const line of summaryLines(outcome)) note(line);
  if (input.json) input.output.print(JSON.stringify(outcome.figures));
  if (input.staysUp) await stayUp(stage, note, interrupted);
  return { succeeded: outcome.problems.length === 0 };
}

async function playConversation(stage: Stage, note: (line: string) => void, deadline: AbortSignal): Promise<Outcome> {
  note('A customer writes to the business. Each line is a delivery, as its receiver saw it:');
  note('');
  const play = await stage.simulator.playScenario(await loadScenario('conversation'));
  await waitUntilDelivered(stage.api, () => pause(POLL_MS), deadline);
  return collectOutcome(stage.api, play, stage.subscribed);
}

async function stayUp(stage: Stage, note: (line: string) => void, interrupted: AbortSignal): Promise<void> {
  for (const line of nextSteps(stage)) note(line);
  const interruption = Promise.withResolvers<'interrupted'>();
  interrupted.addEventListener('abort', () => interruption.resolve('interrupted'), { once: true });
  const why = await Promise.race([stage.gateway.ended, interruption.promise]);
  if (why !== 'interrupted') note('The gateway has ended by itself.');
}

function summaryLines({ figures, problems }: Outcome): string[] {
  return [
    '',
    ...WORDS.map(([key, words]) => `  ${String(figures[key]).padStart(4)}  ${words}`),
    '',
    problems.length === 0
      ? 'Everything arrived, once, and every signature was verified.'
      : `Not as it should be: ${problems.join('; ')}.`,
    '',
  ];
}

const WORDS: readonly (readonly [keyof Figures, string])[] = [
  ['events', 'events, from what Meta told'],
  ['duplicates_absorbed', 'repeats by Meta absorbed'],
  ['deliveries', 'deliveries of them to three receivers'],
  ['delivered', 'delivered'],
  ['verified', 'verified by their receivers'],
  ['failed', 'not delivered'],
];

function deadlineAfter(timeoutMs: number, interrupted: AbortSignal): AbortSignal {
  return AbortSignal.any([AbortSignal.timeout(Math.max(timeoutMs, 0)), interrupted]);
}

interface Interruption {
  readonly signal: AbortSignal;
  readonly promise: Promise<{ readonly succeeded: boolean }>;
  readonly release: () => void;
}

/** SIGINT and SIGTERM end the demonstration in order; a second one ends the process at once. */
function listenForSignals(): Interruption {
  const controller = new AbortController();
  const { promise, resolve } = Promise.withResolvers<{ readonly succeeded: boolean }>();
  const stop = () => {
    controller.abort();
    resolve({ succeeded: false });
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  return {
    signal: controller.signal,
    promise,
    release: () => void process.off('SIGINT', stop).off('SIGTERM', stop),
  };
}
