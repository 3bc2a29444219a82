import { formatCount, formatDuration, plural } from '../lib/format.ts';

/** Words of long pieces of work. */
export const runWords = {
  states: {
    pending: 'waits for its turn',
    running: 'running',
    completed: 'completed',
    failed: 'failed',
    canceled: 'stopped',
  },
  started: 'started',
  goesOn: 'goes on when you leave this page',
  ended: (span: string) => `took ${span}`,
  left: (span: string, rate: string) => `about ${span} left · ${rate} a second`,
  rate: (rate: string) => `${rate} a second`,
  span: (ms: number) => formatDuration(ms < 60_000 ? Math.ceil(ms / 1_000) * 1_000 : ms),
  done: (count: number, unit: readonly [string, string]) => plural(count, ...unit),
  stop: 'Stop…',
  stopTitle: (title: string) => `Stop ${title}?`,
  stopBody: 'What is done stays. What comes after this moment is not done.',
  stopAction: 'Stop it',
  stopping: 'Stopping',
  failed: 'It could not be finished.',
  problems: { row: 'Row', column: 'Column', value: 'Value', message: 'Why, and what to do' },
  wholeRow: 'whole row',
  problemFile: (count: number) => `${formatCount(count)} failed ${count === 1 ? 'row' : 'rows'}`,
  downloading: 'Preparing the file',
  showMore: 'Show more',
  hide: 'Hide',
  progressOf: (title: string) => `Progress of ${title}`,
} as const;
