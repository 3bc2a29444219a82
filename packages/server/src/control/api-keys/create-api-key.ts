import { idOf, type WorkspaceId } from '../../domain/ids.ts';
import type { Scope } from '../../domain/permissions.ts';
import type { Store, Trx } from '../../platform/db/store.ts';
import type { WithChange } from '../../platform/db/with-change.ts';
import { hashToken } from '../../platform/http/token-hash.ts';
import { API_KEY_RANDOM_BYTES, type ApiKey, hintOf, toApiKeyToken } from './api-key.ts';
import { insertApiKey, insertApiKeyIn, type NewApiKey } from './api-keys.store.ts';

/** Where time and chance come from. */
export interface ApiKeySource {
  readonly nowMs: () => number;
  /** Makes the UUID of a new id. */
  readonly newId: () => string;
  /** Cryptographically strong. */
  readonly randomBytes: (count: number) => Buffer;
}

/** What a key is to be, and what is committed with it. */
interface ApiKeyWish {
  readonly workspaceId: WorkspaceId;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly expiresAtMs: number | null;
  readonly withChange: WithChange<ApiKey>;
}

/** A key and its text. The text exists here alone: what is stored is its hash. */
export interface CreatedApiKey {
  readonly key: ApiKey;
  readonly token: string;
}

/** Makes an API key. @throws PosthornError `limit_reached`. */
export async function createApiKey(store: Store, source: ApiKeySource, wish: ApiKeyWish): Promise<CreatedApiKey> {
  const { token, key } = newApiKey(source, wish);
  return { token, key: await insertApiKey(store, key, wish.withChange) };
}

/** The same in the transaction of something else that the key belongs together with, such as a new workspace. */
export async function createApiKeyIn(trx: Trx, source: ApiKeySource, wish: ApiKeyWish): Promise<CreatedApiKey> {
  const { token, key } = newApiKey(source, wish);
  return { token, key: await insertApiKeyIn(trx, key, wish.withChange) };
}

function newApiKey(
  source: ApiKeySource,
  { workspaceId, name, scopes, expiresAtMs }: ApiKeyWish,
): { readonly token: string; readonly key: NewApiKey } {
  const token = toApiKeyToken(source.randomBytes(API_KEY_RANDOM_BYTES));
  const id = idOf('key', source.newId());
  const hashed = { keyHash: hashToken(token), hint: hintOf(token) };
  return { token, key: { workspaceId, id, name, scopes, expiresAtMs, ...hashed, createdAtMs: source.nowMs() } };
}
