import { describe, expect, test } from 'vitest';
import { partitionsToDrop, partitionsToMake, partitionWidthMs } from './partition-plan.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const day = (from: number, to = from + 1) => ({ fromMs: from * DAY_MS, toMs: to * DAY_MS });

describe('the width of a partition', () => {
  test('is whole days, a tenth of the retention', () => {
    expect([1, 7, 10].map((days) => partitionWidthMs(days * DAY_MS) / DAY_MS)).toEqual([1, 1, 1]);
    expect([11, 30, 31, 365].map((days) => partitionWidthMs(days * DAY_MS) / DAY_MS)).toEqual([2, 3, 4, 37]);
    expect(partitionWidthMs(HOUR_MS)).toBe(DAY_MS);
  });
});

describe('partitions to make', () => {
  test('follow the last one without a gap, three days ahead', () => {
    const nowMs = 100 * DAY_MS + 5 * HOUR_MS;
    const first = { fromMs: null, toMs: 101 * DAY_MS };
    expect(partitionsToMake([first], { nowMs, widthMs: DAY_MS })).toEqual([day(101), day(102), day(103)]);
    expect(partitionsToMake([first, day(101), day(102), day(103)], { nowMs, widthMs: DAY_MS })).toEqual([]);
  });

  test('go on with another width when the retention was changed', () => {
    const nowMs = 100 * DAY_MS;
    expect(partitionsToMake([day(100, 101)], { nowMs, widthMs: 12 * DAY_MS })).toEqual([day(101, 113)]);
  });

  test('never begin at a time in which somebody writes already, however long nobody made any', () => {
    const late = { nowMs: 100 * DAY_MS + 5 * HOUR_MS, widthMs: DAY_MS };
    expect(partitionsToMake([day(20)], late)).toEqual([day(101), day(102), day(103)]);
    const shortBefore = { nowMs: 101 * DAY_MS - HOUR_MS / 2, widthMs: DAY_MS };
    expect(partitionsToMake([day(20)], shortBefore)[0]).toEqual(day(102));
    expect(partitionsToMake([day(100)], shortBefore)[0]).toEqual(day(102));
  });
});

test('partitions to drop are those in which nothing is young enough to stay', () => {
  const partitions = [{ fromMs: null, toMs: 10 * DAY_MS }, day(10), day(11)];
  expect(partitionsToDrop(partitions, 11 * DAY_MS)).toEqual(partitions.slice(0, 2));
  expect(partitionsToDrop(partitions, 11 * DAY_MS - 1)).toEqual(partitions.slice(0, 1));
});
