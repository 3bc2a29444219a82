import assert from 'node:assert/strict';

/** Bytes that `toAccountId` needs. */
export const ACCOUNT_ID_RANDOM_BYTES = 10;
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** What the Vobiz contract calls `account_id`: ours are `MA_` and 10 base32 (CONTRACTS 8, "Vobiz ids"), 50 random bits. */
export function toAccountId(random: Uint8Array): string {
  assert(random.length === ACCOUNT_ID_RANDOM_BYTES);
  return `MA_${Array.from(random, (byte) => BASE32[byte % BASE32.length]).join('')}`;
}
