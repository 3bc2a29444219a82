/**
 * How often a latency was seen, by bucket. Histograms of any minutes and endpoints add up to the one of all of them, so
 * percentiles of a range are counted and never averaged. Arrays and no map: hundreds of thousands of buckets are added
 * up for one answer. In pieces that begin when something falls into them: thousands of histograms are held while a log is
 * counted, and each saw few latencies.
 */
export type LatencyHistogram = (number[] | undefined)[];

/** Below, every millisecond is a bucket of its own. */
const EXACT_BELOW_MS = 32;
/** Buckets for each doubling above: their middle is within 1/32 (3.1 %) of everything in them. */
const BUCKETS_PER_DOUBLING = 16;
/** Everything longer (24 days) counts as this long. */
const LATENCY_MS_MAX = 2 ** 31 - 1;

/** Bit length of `EXACT_BELOW_MS`, less one: where the doublings begin. */
const FIRST_DOUBLING = 5;
/** Bit length of `BUCKETS_PER_DOUBLING`, less one. */
const BUCKET_BITS = 4;

const BUCKET_COUNT = EXACT_BELOW_MS + (31 - FIRST_DOUBLING) * BUCKETS_PER_DOUBLING;
const PIECE_BITS = 5;
/** Buckets of a piece. */
const PIECE = 1 << PIECE_BITS;
const PIECE_COUNT = BUCKET_COUNT / PIECE;

/** One in which nothing was seen yet. */
export function newHistogram(): LatencyHistogram {
  return Array.from({ length: PIECE_COUNT }, () => undefined);
}

/** The bucket of a latency in milliseconds. What is negative, because clocks differ, counts as 0. */
export function bucketOf(latencyMs: number): number {
  const ms = Math.min(Math.max(Math.floor(latencyMs), 0), LATENCY_MS_MAX);
  if (ms < EXACT_BELOW_MS) return ms;
  const doubling = 31 - Math.clz32(ms);
  const place = (ms >> (doubling - BUCKET_BITS)) & (BUCKETS_PER_DOUBLING - 1);
  return EXACT_BELOW_MS + (doubling - FIRST_DOUBLING) * BUCKETS_PER_DOUBLING + place;
}

/**
 * How far a database may round a latency down without leaving its bucket, before it groups by it: a width for every four
 * doublings, the one that fits the shortest of them. Few steps, because each is looked at for every attempt.
 */
export const LATENCY_STEPS: readonly { readonly belowMs: number; readonly widthMs: number }[] = Array.from(
  { length: 7 },
  (_, index) => ({ belowMs: EXACT_BELOW_MS * 16 ** (index + 1), widthMs: 2 * 16 ** index }),
);

/** Below this every latency is its own bucket. */
export const LATENCY_EXACT_BELOW_MS = EXACT_BELOW_MS;

/** The latency that stands for a bucket: its middle, in milliseconds. */
function latencyOf(bucket: number): number {
  if (bucket < EXACT_BELOW_MS) return bucket;
  const doubling = Math.floor((bucket - EXACT_BELOW_MS) / BUCKETS_PER_DOUBLING);
  const place = (bucket - EXACT_BELOW_MS) % BUCKETS_PER_DOUBLING;
  const widthMs = 2 ** (doubling + FIRST_DOUBLING - BUCKET_BITS);
  return (BUCKETS_PER_DOUBLING + place) * widthMs + (widthMs - 1) / 2;
}

/**
 * The smallest latency that at least this share of all is not above (nearest rank), within 5 % of the exact one.
 *
 * @param share 0 to 1: 0.95 for p95.
 * @returns whole milliseconds, or null when nothing was seen.
 */
export function percentileOf(histogram: LatencyHistogram, share: number): number | null {
  let total = 0;
  for (let bucket = 0; bucket < BUCKET_COUNT; bucket++) total += countIn(histogram, bucket);
  let left = Math.max(1, Math.ceil(share * total));
  for (let bucket = 0; bucket < BUCKET_COUNT; bucket++) {
    left -= countIn(histogram, bucket);
    if (left <= 0) return Math.round(latencyOf(bucket));
  }
  return null;
}

/** Counts some of one latency. */
export function addLatency(into: LatencyHistogram, latencyMs: number, count: number): void {
  addTo(into, bucketOf(latencyMs), count);
}

/** Adds what another histogram counted. */
export function addHistogram(into: LatencyHistogram, other: LatencyHistogram): void {
  for (let bucket = 0; bucket < BUCKET_COUNT; bucket++) {
    const count = countIn(other, bucket);
    if (count > 0) addTo(into, bucket, count);
  }
}

function addTo(into: LatencyHistogram, bucket: number, count: number): void {
  let piece = into[bucket >> PIECE_BITS];
  if (piece === undefined) {
    piece = Array.from({ length: PIECE }, () => 0);
    into[bucket >> PIECE_BITS] = piece;
  }
  piece[bucket % PIECE] = (piece[bucket % PIECE] ?? 0) + count;
}

function countIn(histogram: LatencyHistogram, bucket: number): number {
  return histogram[bucket >> PIECE_BITS]?.[bucket % PIECE] ?? 0;
}

/** The stored form: `12:3 40:1`, in the order of buckets. */
export function writeHistogram(histogram: LatencyHistogram): string {
  const parts: string[] = [];
  for (let bucket = 0; bucket < BUCKET_COUNT; bucket++) {
    const count = countIn(histogram, bucket);
    if (count > 0) parts.push(`${bucket}:${count}`);
  }
  return parts.join(' ');
}

const COLON = 0x3a;
const SPACE = 0x20;
const ZERO = 0x30;

/** Adds a stored histogram, character by character: thousands are read for one answer. */
export function addStoredHistogram(into: LatencyHistogram, stored: string): void {
  let bucket = 0;
  let number = 0;
  for (let index = 0; index < stored.length; index++) {
    const code = stored.charCodeAt(index);
    if (code === COLON) {
      bucket = number;
      number = 0;
    } else if (code === SPACE) {
      addTo(into, bucket, number);
      number = 0;
    } else number = number * 10 + code - ZERO;
  }
  if (stored !== '') addTo(into, bucket, number);
}
