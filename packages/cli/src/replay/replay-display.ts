import { progress } from '@clack/prompts';
import type { Output } from '../output.ts';
import type { ReplayProgress, Run } from './replay-api.ts';

/** Shows how far a run is. */
export interface ReplayDisplay {
  readonly show: (run: Run) => void;
  readonly end: () => void;
}

/** A bar on a terminal, else a line now and then. Both on standard error. */
export function createReplayDisplay(output: Output): ReplayDisplay {
  return process.stderr.isTTY ? createBar() : createLines(output);
}

const PERCENT = 100;

function createBar(): ReplayDisplay {
  const bar = progress({ max: PERCENT, output: process.stderr, withGuide: false });
  let shown = 0;
  bar.start('Sending');
  leaveKeyboard();
  return {
    show: (run) => {
      const percent = percentOf(run.progress);
      bar.advance(percent - shown, wordsOf(run));
      shown = percent;
    },
    end: () => bar.clear(),
  };
}

/** The bar takes the keyboard and ends the process at Ctrl-C. Ctrl-C stays a signal: somebody is asked first. */
function leaveKeyboard(): void {
  if (!process.stdin.isTTY) return;
  process.stdin.setRawMode(false);
  process.stdin.pause();
}

const LINE_EVERY_MS = 5_000;

function createLines(output: Output): ReplayDisplay {
  let saidAtMs = Number.NEGATIVE_INFINITY;
  return {
    show: (run) => {
      if (Date.now() - saidAtMs < LINE_EVERY_MS) return;
      saidAtMs = Date.now();
      output.note(`${run.id}: ${percentOf(run.progress)} %, ${wordsOf(run)}`);
    },
    end: () => {},
  };
}

/** How much of the time that is asked for is behind it: how many events lie ahead nobody has counted. */
function percentOf({ from, to, at }: ReplayProgress): number {
  const [fromMs, toMs, atMs] = [Date.parse(from), Date.parse(to), Date.parse(at)];
  return toMs <= fromMs ? PERCENT : Math.floor(((atMs - fromMs) / (toMs - fromMs)) * PERCENT);
}

function wordsOf({ state, progress: counts }: Run): string {
  const words = countsInWords(counts);
  return state === 'paused' ? `paused, ${words}` : words;
}

/** What was looked at and made, in one line. */
export function countsInWords({ events, deliveries }: Pick<ReplayProgress, 'events' | 'deliveries'>): string {
  return `${inWords(events, 'event')} looked at, ${inWords(deliveries, 'delivery', 'deliveries')} made`;
}

/** A number with its noun. */
export function inWords(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}
