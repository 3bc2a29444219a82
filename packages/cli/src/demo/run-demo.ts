import { setTimeout as pause } from 'node:timers/promises';
import { loadScenario } from '@posthorn/simulator';
import type { Environment } from '../environment.ts';
import { createPaint, type Output } from '../output.ts';
import { Cleanup } from './cleanup.ts';
import { playCrm } from './crm.ts';
import { type Ending, listenForEnding } from './ending.ts';
import { collectOutcome, type Figures, type Outcome, waitUntilDelivered } from './figures.ts';
import { playMessages } from './messages.ts';
import { nextSteps } from './next-steps.ts';
import { consoleLink } from './owner.ts';
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

/** `--exit` ends within 60 s: this, and the 5 s that the gateway may take to stop. */
const EXIT_BY_MS = 50_000;
/** What is not delivered so long after the conversation counts as failed. Retries take 2 s. */
const DELIVERED_WITHIN_MS = 15_000;
const POLL_MS = 250;

/**
 * Plays the demonstration and cleans up behind it, whatever happens.
 *
 * @returns whether everything arrived and was verified. Interrupted before that is known: false.
 * @throws CliError when a part does not start.
 */
export async function runDemo(input: DemoInput): Promise<{ readonly succeeded: boolean }> {
  const ending = listenForEnding(input.staysUp ? null : EXIT_BY_MS);
  const cleanup = new Cleanup();
  const note = input.json ? input.output.note : input.output.print;
  try {
    const played = play(input, { note, cleanup });
    // Ended from outside it fails on its way, because what it needs is being stopped.
    played.catch(() => {});
    const performed = await Promise.race([played, ending.reason]);
    if (typeof performed === 'string') {
      if (performed === 'timeout') note(`It took longer than ${EXIT_BY_MS / 1_000} s.`);
      return { succeeded: false };
    }
    const { stage, outcome } = performed;
    for (const line of summaryLines(outcome)) note(line);
    const consoleUrl = await consoleLink(stage.gateway);
    if (input.json) input.output.print(JSON.stringify({ ...outcome.figures, console_url: consoleUrl }));
    if (input.staysUp) await stayUp({ stage, consoleUrl }, note, ending);
    return { succeeded: outcome.problems.length === 0 };
  } finally {
    await cleanup.run();
    ending.release();
  }
}

interface Performed {
  readonly stage: Stage;
  readonly outcome: Outcome;
}

interface Backstage {
  readonly note: (line: string) => void;
  readonly cleanup: Cleanup;
}

async function play({ env, json }: DemoInput, { note, cleanup }: Backstage): Promise<Performed> {
  const paint = createPaint(json ? process.stderr : process.stdout);
  const onReceipt = (receipt: Parameters<typeof formatReceipt>[0]) => note(formatReceipt(receipt, paint));
  const stage = await setStage({ env, note, onReceipt, onStarted: cleanup.add });
  note('A customer writes to the business. Each line is a delivery, as its receiver saw it:');
  note('');
  const record = await stage.simulator.playScenario(await loadScenario('conversation'));
  await waitUntilDelivered(stage.api, () => pause(POLL_MS), AbortSignal.timeout(DELIVERED_WITHIN_MS));
  note('');
  note('The customer has become a contact by writing. Now the company makes one itself and changes it:');
  note('');
  await playCrm(stage.api);
  await waitUntilDelivered(stage.api, () => pause(POLL_MS), AbortSignal.timeout(DELIVERED_WITHIN_MS));
  note('');
  note('Now they write to each other, and the ticks come back: sent, delivered, read:');
  note('');
  const settle = async () => {
    await stage.simulator.settled();
    await waitUntilDelivered(stage.api, () => pause(POLL_MS), AbortSignal.timeout(DELIVERED_WITHIN_MS));
  };
  const problems = await playMessages({ stage, note, settle });
  const { sent, expectedEvents } = stage.simulator;
  const told = { sent, expectedEvents: [...record.expectedEvents, ...expectedEvents] };
  const outcome = await collectOutcome(stage.api, told, stage.subscribed);
  return { stage, outcome: { ...outcome, problems: [...outcome.problems, ...problems] } };
}

interface Place {
  readonly stage: Stage;
  readonly consoleUrl: string;
}

async function stayUp({ stage, consoleUrl }: Place, note: (line: string) => void, ending: Ending): Promise<void> {
  for (const line of nextSteps(stage, consoleUrl)) note(line);
  await Promise.race([stage.gateway.ended, ending.reason]);
  if (!ending.signal.aborted) note('The gateway has ended by itself.');
}

function summaryLines({ figures, problems }: Outcome): string[] {
  const verdict =
    problems.length === 0
      ? 'Everything arrived, once, and every signature was verified.'
      : `Not as it should be: ${problems.join('; ')}.`;
  return ['', ...WORDS.map(([key, words]) => `  ${String(figures[key]).padStart(4)}  ${words}`), '', verdict, ''];
}

const WORDS: readonly (readonly [keyof Figures, string])[] = [
  ['events', 'events, from what Meta told and what became of contacts and conversations'],
  ['duplicates_absorbed', 'repeats by Meta absorbed'],
  ['deliveries', 'deliveries of them to four receivers'],
  ['delivered', 'delivered'],
  ['verified', 'verified by their receivers'],
  ['failed', 'not delivered'],
];
