import { expect, test } from 'vitest';
import { type DayReport, simulateDay } from './simulate-day.ts';
import { tellOf } from './tell-of.ts';

/** Days of one test: few enough to end in time on a busy machine. */
const DAYS_A_TEST = 5;
/** A day takes about a third of a second of one core; whoever shares it takes the rest. */
const TIMEOUT_MS = 120_000;

/** Tests that days with these seeds keep every promise. */
export function testDays(firstSeed: number, count: number): void {
  for (let seed = firstSeed; seed < firstSeed + count; seed += DAYS_A_TEST) {
    test(`every promise is kept on the simulated days ${seed} to ${seed + DAYS_A_TEST - 1}`, {
      timeout: TIMEOUT_MS,
    }, async () => {
      const broken: DayReport[] = [];
      for (let day = seed; day < seed + DAYS_A_TEST; day++) {
        const report = await simulateDay(day);
        expect(report.counts.requests).toBeGreaterThan(0);
        if (report.violations.length > 0) broken.push(report);
      }
      expect(broken.map(tellOf).join('\n\n')).toBe('');
    });
  }
}
