import { randomBytes } from 'node:crypto';
import { uuidv7 } from 'uuidv7';

/** Time and chance as they really are, for all that makes ids and keys. */
export const SYSTEM_SOURCE = { nowMs: Date.now, newId: uuidv7, randomBytes } as const;
