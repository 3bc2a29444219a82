import { LRUCache } from 'lru-cache';
import type { ApiKeyId } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';
import type { FoundApiKey } from '../../platform/http/authenticator.ts';
import { highestScope } from './api-key.ts';
import { findApiKeyByHash, touchApiKey } from './api-keys.store.ts';

/** How long a found key is trusted without asking again: so long may a key live on that another node deleted. */
const TRUST_MS = 5_000;
const KEYS_MAX = 1_000;
/** The time of last use is for people: writing it for every call would double the load of the database. */
const TOUCH_EVERY_MS = 60_000;

interface KeyLookupContext {
  readonly store: Store;
  readonly nowMs: () => number;
  /** Told when the time of last use could not be written. The call itself goes on. */
  readonly onError: (error: unknown) => void;
}

/** Finds API keys for authentication, the busy ones in memory. */
export class KeyLookup {
  readonly #ctx: KeyLookupContext;
  readonly #found: LRUCache<string, { readonly key: FoundApiKey; readonly sinceMs: number }>;
  readonly #touchedAtMs = new LRUCache<ApiKeyId, number>({ max: KEYS_MAX });
  readonly #touches = new Set<Promise<void>>();
  #forgottenCount = 0;

  constructor(ctx: KeyLookupContext) {
    this.#ctx = ctx;
    this.#found = new LRUCache({ max: KEYS_MAX });
  }

  /** @param tokenHash What `hashToken` makes of a key. */
  async find(tokenHash: string): Promise<FoundApiKey | null> {
    const { store, nowMs } = this.#ctx;
    const sinceMs = nowMs();
    const kept = this.#found.get(tokenHash);
    if (kept !== undefined && sinceMs - kept.sinceMs < TRUST_MS) return kept.key;
    this.#found.delete(tokenHash);
    const forgottenCount = this.#forgottenCount;
    const apiKey = await findApiKeyByHash(store, tokenHash);
    if (apiKey === null) return null;
    const { id: keyId, workspaceId, scopes, expiresAtMs } = apiKey;
    const key = { keyId, workspaceId, scope: highestScope(scopes), expiresAtMs };
    // A key that was deleted while it was being read must not come back into memory.
    if (forgottenCount === this.#forgottenCount) this.#found.set(tokenHash, { key, sinceMs });
    return key;
  }

  /** Drops a deleted key from memory: on this node it ends at once. */
  forget(id: ApiKeyId): void {
    this.#forgottenCount++;
    for (const [tokenHash, { key }] of this.#found.entries()) {
      if (key.keyId === id) this.#found.delete(tokenHash);
    }
  }

  /** Writes down that a key is in use, at most once a minute and beside the call. */
  noteUse(key: FoundApiKey): void {
    const { store, nowMs, onError } = this.#ctx;
    const usedAtMs = nowMs();
    if (usedAtMs - (this.#touchedAtMs.get(key.keyId) ?? -Infinity) < TOUCH_EVERY_MS) return;
    this.#touchedAtMs.set(key.keyId, usedAtMs);
    const touch = touchApiKey(store, { workspaceId: key.workspaceId, id: key.keyId }, usedAtMs).catch(onError);
    this.#touches.add(touch);
    void touch.finally(() => this.#touches.delete(touch));
  }

  /** Resolves when nothing is being written any more. Before the store is closed. */
  async settle(): Promise<void> {
    await Promise.all(this.#touches);
  }
}
