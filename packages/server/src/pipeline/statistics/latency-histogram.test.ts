import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addHistogram,
  addLatency,
  addStoredHistogram,
  bucketOf,
  LATENCY_EXACT_BELOW_MS,
  LATENCY_STEPS,
  type LatencyHistogram,
  newHistogram,
  percentileOf,
  writeHistogram,
} from './latency-histogram.ts';

const latency = fc.oneof(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 86_400_000 }));
const latencies = fc.array(latency, { minLength: 1, maxLength: 400 });
const share = fc.constantFrom(0.5, 0.95, 0.99, 1);

describe('latency histogram', () => {
  test('percentiles are within 5 % of the exact ones', () => {
    fc.assert(
      fc.property(latencies, share, (values, of) => {
        const exact = values.toSorted((a, b) => a - b)[Math.ceil(of * values.length) - 1] ?? 0;
        const told = percentileOf(histogramOf(values), of) ?? Number.NaN;
        expect(Math.abs(told - exact)).toBeLessThanOrEqual(0.05 * exact);
      }),
    );
  });

  test('the histogram of everything is the sum of the histograms of its parts', () => {
    fc.assert(
      fc.property(latencies, latencies, (some, others) => {
        const merged = histogramOf(some);
        addHistogram(merged, histogramOf(others));
        expect(writeHistogram(merged)).toBe(writeHistogram(histogramOf([...some, ...others])));
      }),
    );
  });

  test('what is stored is read back', () => {
    fc.assert(
      fc.property(latencies, (values) => {
        const read = newHistogram();
        addStoredHistogram(read, writeHistogram(histogramOf(values)));
        expect(read).toEqual(histogramOf(values));
      }),
    );
    const empty = newHistogram();
    addStoredHistogram(empty, '');
    expect([writeHistogram(empty), percentileOf(empty, 0.5)]).toEqual(['', null]);
  });

  test('buckets grow with the latency, begin at 0 and take in whatever comes', () => {
    fc.assert(
      fc.property(latency, latency, (a, b) => {
        expect(Math.sign(bucketOf(a) - bucketOf(b)) * Math.sign(a - b)).toBeGreaterThanOrEqual(0);
      }),
    );
    expect([bucketOf(-5), bucketOf(0), bucketOf(2 ** 40)]).toEqual([0, 0, bucketOf(2 ** 31 - 1)]);
  });

  test('a database that rounds down by the steps finds the same bucket', () => {
    fc.assert(
      fc.property(latency, (ms) => {
        const step = LATENCY_STEPS.find(({ belowMs }) => ms < belowMs);
        const rounded = ms < LATENCY_EXACT_BELOW_MS || step === undefined ? ms : ms - (ms % step.widthMs);
        expect(bucketOf(rounded)).toBe(bucketOf(ms));
      }),
    );
  });
});

function histogramOf(values: readonly number[]): LatencyHistogram {
  const histogram = newHistogram();
  for (const value of values) addLatency(histogram, value, 1);
  return histogram;
}
