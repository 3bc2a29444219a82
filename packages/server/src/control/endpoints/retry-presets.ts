import type { Format, RetryPolicy } from '../../domain/endpoint.ts';

/** Names that an endpoint may give as `retry`. */
export const RETRY_PRESET_NAMES = ['standard', 'xobito', 'xobito-legacy', 'vobiz'] as const;
export type RetryPresetName = (typeof RETRY_PRESET_NAMES)[number];

/** Limits of a policy of an endpoint's own: at most 20 waits, none longer than a week. A wait of 0 is at once. */
export const RETRY_DELAYS_MAX = 20;
export const RETRY_DELAY_SECONDS_MAX = 604_800;
export const RETRY_TIMEOUT_SECONDS_MAX = 60;
export const RETRY_TIMEOUT_SECONDS_MIN = 0.1;

/** `retry` as an endpoint gave it. Null: it gave none and has the preset of its format, also after the format changes. */
export type GivenRetry =
  | RetryPresetName
  | { readonly delays_seconds: readonly number[]; readonly timeout_seconds: number }
  | null;

/**
 * The schedules of CONTRACTS 8, "Retry". `vobiz`: doubles from 5 s to 2 h, then every 2 h; the last
 * wait is the last one that ends within 24 hours.
 */
export const RETRY_PRESETS: Readonly<Record<RetryPresetName, RetryPolicy>> = {
  standard: {
    delaysSeconds: [5, 30, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400],
    timeoutSeconds: 15,
    waitsAfterThrottle: true,
  },
  xobito: { delaysSeconds: [1, 2], timeoutSeconds: 30, waitsAfterThrottle: false },
  'xobito-legacy': { delaysSeconds: [2, 4], timeoutSeconds: 30, waitsAfterThrottle: false },
  vobiz: {
    delaysSeconds: [
      5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, 5120, 7200, 7200, 7200, 7200, 7200, 7200, 7200, 7200, 7200, 7200,
    ],
    timeoutSeconds: 5,
    waitsAfterThrottle: false,
  },
};

const PRESET_BY_FORMAT: Readonly<Record<Format, RetryPresetName>> = {
  standard: 'standard',
  cloudevents: 'standard',
  meta: 'standard',
  xobito: 'xobito',
  vobiz: 'vobiz',
  'vobiz-legacy': 'vobiz',
};

/** The preset that an endpoint of this format has when it gives no `retry`. */
export function presetOfFormat(format: Format): RetryPresetName {
  return PRESET_BY_FORMAT[format];
}

/** Works out what an endpoint's `retry` means. A policy of its own never waits longer after a throttle. */
export function resolveRetry(format: Format, given: GivenRetry): RetryPolicy {
  if (given === null) return RETRY_PRESETS[presetOfFormat(format)];
  if (typeof given === 'string') return RETRY_PRESETS[given];
  return { delaysSeconds: given.delays_seconds, timeoutSeconds: given.timeout_seconds, waitsAfterThrottle: false };
}

/** Text form of the column `retry`. */
export function writeRetry(given: GivenRetry): string {
  return JSON.stringify(given);
}

/** Reads what `writeRetry` wrote. */
export function readRetry(text: string): GivenRetry {
  return JSON.parse(text) as GivenRetry;
}
