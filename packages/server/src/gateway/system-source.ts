import { randomBytes, randomFillSync } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { V7Generator } from 'uuidv7';

/** Random words drawn at once: drawn a few at a time they cost 3 % of the main thread at full load (measured). */
const POOL_WORDS = 1_024;

const pool = new Uint32Array(POOL_WORDS);
let nextIndex = POOL_WORDS;

function nextUint32(): number {
  if (nextIndex >= POOL_WORDS) {
    randomFillSync(pool);
    nextIndex = 0;
  }
  const word = pool[nextIndex] ?? 0;
  nextIndex += 1;
  return word;
}

const generator = new V7Generator({ nextUint32 });

/** Time and chance as they really are, for all that makes ids and keys. */
export const SYSTEM_SOURCE = {
  nowMs: Date.now,
  /** A UUID version 7 (RFC 9562), later than every one that this process made before. */
  newId: (): string => generator.generate().toString(),
  randomBytes,
} as const;

/** What the engine takes from outside besides its database and the network. A simulation gives it another one. */
export interface EngineSource {
  /** Epoch ms. */
  readonly nowMs: () => number;
  /** For measures and short waits: it never jumps. */
  readonly monotonicMs: () => number;
  /** How long the event loop has been at work since the process began, ms. */
  readonly busyMs: () => number;
  readonly newId: () => string;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly setTimer: (run: () => void, delayMs: number) => { readonly cancel: () => void };
}

export const SYSTEM_ENGINE_SOURCE: EngineSource = {
  nowMs: Date.now,
  monotonicMs: () => performance.now(),
  busyMs: () => performance.eventLoopUtilization().active,
  newId: SYSTEM_SOURCE.newId,
  random: Math.random,
  setTimer: (run, delayMs) => {
    // A timer of 0 ms waits for the next millisecond; the next turn of the loop is what is meant.
    if (delayMs < 1) {
      const immediate = setImmediate(run);
      return { cancel: () => clearImmediate(immediate) };
    }
    const timer = setTimeout(run, delayMs);
    return { cancel: () => clearTimeout(timer) };
  },
};
