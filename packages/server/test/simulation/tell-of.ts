import type { DayReport } from './simulate-day.ts';

/** Shown of one day: the first ones tell most. */
const SHOWN_MAX = 5;

/** What was found on a day, and how to live through it again. */
export function tellOf({ seed, violations, counts }: DayReport): string {
  const shown = violations.slice(0, SHOWN_MAX).map(({ promise, what }) => `  ${promise}: ${what}`);
  const more = violations.length > SHOWN_MAX ? `\n  and ${violations.length - SHOWN_MAX} more` : '';
  return (
    [
      `Seed ${seed}: ${violations.length} promises broken in ${counts.requests} requests for ${counts.facts} facts, ${counts.processes} processes.`,
      `Again: npm run simulate-faults -- --seed ${seed}`,
      ...shown,
    ].join('\n') + more
  );
}
