import { idOf, type WorkspaceId } from '../../domain/ids.ts';
import type { Db, Trx } from '../../platform/db/store.ts';
import type { Scope } from '../../platform/http/api.ts';
import { hashToken } from '../../platform/http/token-hash.ts';
import { API_KEY_RANDOM_BYTES, type ApiKey, hintOf, toApiKeyToken } from './api-key.ts';
import { insertApiKey } from './api-keys.store.ts';

/** Where time and chance come from. */
export interface ApiKeySource {
  readonly nowMs: () => number;
  /** Makes the UUID of a new id. */
  readonly newId: () => string;
  /** Cryptographically strong. */
  readonly randomBytes: (count: number) => Buffer;
}

interface ApiKeyWish {
  readonly workspaceId: WorkspaceId;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly expiresAtMs: number | null;
}

/** A key and its text. The text exists here alone: what is stored is its hash. */
export interface CreatedApiKey {
  readonly key: ApiKey;
  readonly token: string;
}

/**
 * Makes an API key.
 *
 * @param db A transaction when the key belongs together with something else, such as a new workspace.
 * @throws PosthornError `limit_reached`.
 */
export async function createApiKey(db: Db | Trx, source: ApiKeySource, wish: ApiKeyWish): Promise<CreatedApiKey> {
  const token = toApiKeyToken(source.randomBytes(API_KEY_RANDOM_BYTES));
  const key = await insertApiKey(db, {
    ...wish,
    id: idOf('key', source.newId()),
    keyHash: hashToken(token),
    hint: hintOf(token),
    createdAtMs: source.nowMs(),
  });
  return { key, token };
}
