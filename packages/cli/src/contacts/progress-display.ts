import { progress } from '@clack/prompts';
import type { Output } from '../output.ts';
import type { ImportCounts } from './contacts-api.ts';

/** Shows how far an import is. */
export interface ProgressDisplay {
  readonly show: (counts: ImportCounts) => void;
  /** It is being canceled. */
  readonly cancel: () => void;
  readonly end: () => void;
}

/** A bar on a terminal, else a line now and then. Both on standard error. */
export function createDisplay(output: Output): ProgressDisplay {
  return process.stderr.isTTY ? createBar(output) : createLines(output);
}

const PERCENT = 100;

function createBar(output: Output): ProgressDisplay {
  const bar = progress({ max: PERCENT, output: process.stderr, withGuide: false });
  let shown = 0;
  bar.start('Importing');
  leaveKeyboard();
  return {
    show: (counts) => {
      const percent = percentOf(counts);
      bar.advance(percent - shown, countsInWords(counts));
      shown = percent;
    },
    cancel: () => {
      bar.cancel('Canceling');
      output.note('The rows in hand are still finished. Ctrl-C again leaves without waiting.');
    },
    end: () => bar.clear(),
  };
}

/** The bar takes the keyboard and ends the process at Ctrl-C. The run has to be canceled first: Ctrl-C stays a signal. */
function leaveKeyboard(): void {
  if (!process.stdin.isTTY) return;
  process.stdin.setRawMode(false);
  process.stdin.pause();
}

const LINE_EVERY_MS = 5_000;

function createLines(output: Output): ProgressDisplay {
  let saidAtMs = Number.NEGATIVE_INFINITY;
  return {
    show: (counts) => {
      if (Date.now() - saidAtMs < LINE_EVERY_MS) return;
      saidAtMs = Date.now();
      output.note(`Importing: ${percentOf(counts)} %, ${countsInWords(counts)}`);
    },
    cancel: () => output.note('Canceling. The rows in hand are still finished.'),
    end: () => {},
  };
}

function percentOf({ bytes_read = 0, bytes_total = 0 }: ImportCounts): number {
  return bytes_total === 0 ? 0 : Math.floor((bytes_read / bytes_total) * PERCENT);
}

/** What became of rows, in one line. */
export function countsInWords(counts: ImportCounts): string {
  const number = (value = 0) => value.toLocaleString('en');
  const { rows_read, created, updated, unchanged, failed } = counts;
  return `${number(rows_read)} rows: ${number(created)} created, ${number(updated)} updated, ${number(unchanged)} unchanged, ${number(failed)} failed`;
}
