import { describe, expect, test } from 'vitest';
import { testDays } from './days.ts';
import { simulateDay } from './simulate-day.ts';

describe('the delivery engine under virtual time, on other days', () => testDays(51, 50));

test('the same seed is the same day', async () => {
  expect(await simulateDay(4)).toEqual(await simulateDay(4));
});
