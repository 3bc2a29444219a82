import { describe, expect, test } from 'vitest';
import { presetOfFormat, RETRY_PRESETS, readRetry, resolveRetry, writeRetry } from './retry-presets.ts';

const secondsOf = (delays: readonly number[]) => delays.reduce((sum, delay) => sum + delay, 0);

describe('retry presets', () => {
  test('each preset has the waits and the time-out of the contract', () => {
    expect(RETRY_PRESETS.standard.delaysSeconds).toEqual([5, 30, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400]);
    expect(RETRY_PRESETS.xobito.delaysSeconds).toEqual([1, 2]);
    expect(RETRY_PRESETS['xobito-legacy'].delaysSeconds).toEqual([2, 4]);
    const timeouts = Object.fromEntries(Object.entries(RETRY_PRESETS).map(([name, one]) => [name, one.timeoutSeconds]));
    expect(timeouts).toEqual({ standard: 15, xobito: 30, 'xobito-legacy': 30, vobiz: 5 });
  });

  test('vobiz doubles from 5 s to 2 h and makes its last attempt within 24 hours, the next would be after', () => {
    const { delaysSeconds } = RETRY_PRESETS.vobiz;
    expect(delaysSeconds[0]).toBe(5);
    for (const [index, delay] of delaysSeconds.entries()) {
      const before = delaysSeconds[index - 1];
      if (before !== undefined) expect(delay).toBe(Math.min(before * 2, 7200));
    }
    expect(secondsOf(delaysSeconds)).toBeLessThanOrEqual(86_400);
    expect(secondsOf(delaysSeconds) + 7200).toBeGreaterThan(86_400);
  });

  test('without a retry of its own an endpoint has the preset of its format', () => {
    const formats = ['standard', 'cloudevents', 'meta', 'xobito', 'vobiz', 'vobiz-legacy'] as const;
    expect(formats.map(presetOfFormat)).toEqual(['standard', 'standard', 'standard', 'xobito', 'vobiz', 'vobiz']);
    expect(resolveRetry('xobito', null)).toBe(RETRY_PRESETS.xobito);
    expect(resolveRetry('xobito', 'standard')).toBe(RETRY_PRESETS.standard);
  });

  test('only standard waits longer after a throttle, also not a policy of its own', () => {
    const waiting = Object.entries(RETRY_PRESETS).filter(([, preset]) => preset.waitsAfterThrottle);
    expect(waiting.map(([name]) => name)).toEqual(['standard']);
    const own = resolveRetry('standard', { delays_seconds: [7], timeout_seconds: 3 });
    expect(own).toEqual({ delaysSeconds: [7], timeoutSeconds: 3, waitsAfterThrottle: false });
  });

  test('what is stored reads back as given', () => {
    for (const given of [null, 'vobiz', { delays_seconds: [1, 2], timeout_seconds: 9 }] as const) {
      expect(readRetry(writeRetry(given))).toEqual(given);
    }
  });
});
