/** Grid lines of an axis: at most five, zero is one of them, and the last is not below the largest value. */
export function ticksOf(largest: number, smallestStep = 1): readonly number[] {
  const step = niceStep(Math.max(largest, smallestStep) / 4, smallestStep);
  const count = Math.max(1, Math.ceil(largest / step));
  return Array.from({ length: count + 1 }, (_, index) => index * step);
}

function niceStep(raw: number, smallestStep: number): number {
  const power = 10 ** Math.floor(Math.log10(raw));
  const nice = [1, 2, 2.5, 5, 10].find((factor) => factor * power >= raw * 0.999) ?? 10;
  const step = Math.max(nice * power, smallestStep);
  return smallestStep >= 1 ? Math.ceil(step) : step;
}

/** Lengths that people count in, in milliseconds. */
const DURATION_STEPS_MS = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * 1_000),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * 60_000),
  ...[1, 2, 6, 12, 24, 48, 168].map((hours) => hours * 3_600_000),
];

/** The same for lengths of time: at lengths that people count in. */
export function durationTicksOf(largestMs: number): readonly number[] {
  const step = DURATION_STEPS_MS.find((stepMs) => largestMs <= stepMs * 4) ?? Math.ceil(largestMs / 4);
  const count = Math.max(1, Math.ceil(largestMs / step));
  return Array.from({ length: count + 1 }, (_, index) => index * step);
}

/** `0`, `250`, `1 k`, `2.5 k`, `3 M`: for axes, where exact values are in the tooltip. */
export function formatShortCount(count: number): string {
  if (count < 1_000) return String(count);
  if (count < 1_000_000) return `${Number((count / 1_000).toFixed(1))} k`;
  return `${Number((count / 1_000_000).toFixed(1))} M`;
}

/** `0`, `250 ms`, `1.5 s`, `2 m`: for axes. */
export function formatShortDuration(ms: number): string {
  if (ms === 0) return '0';
  if (ms < 1_000) return `${Number(ms.toFixed(0))} ms`;
  if (ms < 60_000) return `${Number((ms / 1_000).toFixed(1))} s`;
  return ms < 3_600_000 ? `${Number((ms / 60_000).toFixed(1))} m` : `${Number((ms / 3_600_000).toFixed(1))} h`;
}

/** Whole steps of time for an axis of about that many labels, at round times of the reader's clock. */
const TIME_STEPS_MS = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1_440, 2_880, 7_200, 14_400, 43_200].map(
  (minutes) => minutes * 60_000,
);

/** Times on an axis. Days begin at the reader's midnight. */
export function timeTicksOf(sinceMs: number, untilMs: number, labelsMax: number): readonly number[] {
  const range = untilMs - sinceMs;
  const stepMs = TIME_STEPS_MS.find((step) => range / step <= labelsMax) ?? range;
  const offsetMs = new Date(sinceMs).getTimezoneOffset() * 60_000;
  const ticks: number[] = [];
  for (let at = Math.ceil((sinceMs - offsetMs) / stepMs) * stepMs + offsetMs; at <= untilMs; at += stepMs)
    ticks.push(at);
  return ticks;
}
