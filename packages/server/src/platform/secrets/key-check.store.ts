import assert from 'node:assert/strict';
import { PosthornError } from '../../domain/errors.ts';
import type { Store } from '../db/store.ts';

const SEPARATOR = ',';
/** Each round is lost only to a node that wrote in between, and there is little to write. */
const TRIES_MAX = 10;

/**
 * Refuses a node whose encryption key is not the one of this database (DESIGN 7, "Secrets at rest"), and
 * notes the key of the node that comes first.
 *
 * `instance.encryption_key_id` names every key that may have sealed something here. A node must hold
 * all of them, and adds the one it seals with: so the old key has to stay configured until nothing is
 * sealed with it any more, and a node that was left with only the old key cannot start.
 *
 * @param fingerprints Of the configured keys, the one that seals first (`SecretBox.fingerprints`).
 * @throws PosthornError `config_invalid` when a key is missing.
 */
export async function checkEncryptionKey(store: Store, fingerprints: readonly string[]): Promise<void> {
  const [sealing] = fingerprints;
  assert(sealing !== undefined);
  for (let tryNumber = 1; tryNumber <= TRIES_MAX; tryNumber += 1) {
    const noted = await readNoted(store);
    const inUse = noted?.split(SEPARATOR) ?? [];
    refuseMissing(inUse, fingerprints);
    if (inUse.includes(sealing)) return;
    if (await replaceNoted(store, { noted, next: [...inUse, sealing].join(SEPARATOR) })) return;
  }
  throw new PosthornError('store_unavailable', 'Other nodes keep changing the encryption keys of this database.');
}

async function readNoted(store: Store): Promise<string | null> {
  const row = await store.db
    .selectFrom('instance')
    .select('encryption_key_id')
    .where('id', '=', 1)
    .executeTakeFirstOrThrow();
  return row.encryption_key_id;
}

function refuseMissing(inUse: readonly string[], fingerprints: readonly string[]): void {
  const missing = inUse.filter((fingerprint) => !fingerprints.includes(fingerprint));
  if (missing.length === 0) return;
  throw new PosthornError(
    'config_invalid',
    `The secrets in this database are encrypted with the key ${missing.join(' and ')}, which this node does not hold ` +
      `(it holds ${fingerprints.join(' and ')}). Set POSTHORN_ENCRYPTION_KEY to that key.`,
  );
}

/** Compare and set: false when another node changed it since it was read. */
async function replaceNoted(
  store: Store,
  { noted, next }: { readonly noted: string | null; readonly next: string },
): Promise<boolean> {
  const result = await store.db
    .updateTable('instance')
    .set({ encryption_key_id: next })
    .where('id', '=', 1)
    .where('encryption_key_id', noted === null ? 'is' : '=', noted)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}
