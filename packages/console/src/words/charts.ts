import { formatCount, formatShare } from '../lib/format.ts';

/** Words of charts. */
export const chartWords = {
  table: 'Table',
  chart: 'Chart',
  csv: 'CSV',
  clear: 'Clear',
  selected: (from: string, until: string) => `${from} – ${until} selected`,
  time: 'Time',
  noData: 'no data',
  gaps: { not_running: 'no data, restarted', not_counted: 'not counted yet' },
  keys: 'Arrow keys walk along the times, with Shift they select. Escape clears the selection.',
  strip: (share: number | null) =>
    share === null ? 'No attempts in 24 hours' : `Success ${formatShare(share)} over 24 hours`,
  stripPart: (from: string, until: string, succeeded: number, failed: number) =>
    `${from} to ${until}: ${formatCount(succeeded)} succeeded, ${formatCount(failed)} failed`,
  stripGap: (from: string, until: string) => `${from} to ${until}: no data`,
  stripOpen: 'Enter shows the deliveries of this time.',
} as const;
