import { createHash } from 'node:crypto';
import type { Business } from '../bodies/update.ts';

/** What a token opens. */
export interface TokenGrant {
  /** Null: every number and account. */
  readonly ids: ReadonlySet<string> | null;
  /** When it expired; null while it holds. */
  readonly expiredAtMs: number | null;
}

export interface TokensInput {
  readonly accessToken: string;
  /** A token by phone number id or WABA id. */
  readonly tokens: Readonly<Record<string, string>>;
  readonly businesses: readonly Business[];
}

/**
 * The access tokens that Meta has given out: one that opens everything, and those of single numbers
 * or accounts. Only their digests are kept, so a look-up tells nothing about them by its time.
 */
export class Tokens {
  readonly #businesses: readonly Business[];
  readonly #grants = new Map<string, TokenGrant>();
  /** Digest of the token of each number or account that has one of its own. */
  readonly #digestById = new Map<string, string>();
  #generalDigest: string;

  constructor({ accessToken, tokens, businesses }: TokensInput) {
    this.#businesses = businesses;
    for (const [id, token] of Object.entries(tokens)) this.renew(token, id);
    this.#generalDigest = digest(accessToken);
    this.#grants.set(this.#generalDigest, GENERAL);
  }

  /** Null for a token that was never given out or was replaced. */
  find(token: string): TokenGrant | null {
    return this.#grants.get(digest(token)) ?? null;
  }

  /** Ends the token of a number or account, or every one. */
  expire(nowMs: number, id?: string): void {
    const only = id === undefined ? null : (this.#digestById.get(id) ?? this.#generalDigest);
    for (const [key, grant] of this.#grants) {
      if (only === null || key === only) this.#grants.set(key, { ...grant, expiredAtMs: grant.expiredAtMs ?? nowMs });
    }
  }

  /** Gives out a token in place of the one that a number or account had; without `id`, of the one for everything. */
  renew(token: string, id?: string): void {
    const key = digest(token);
    if (id === undefined) {
      this.#grants.delete(this.#generalDigest);
      this.#generalDigest = key;
      this.#grants.set(key, GENERAL);
      return;
    }
    const replaced = this.#digestById.get(id);
    this.#digestById.set(id, key);
    if (replaced !== undefined) this.#settle(replaced);
    this.#settle(key);
  }

  /** Works out again what a token opens. */
  #settle(key: string): void {
    if (key === this.#generalDigest) return;
    const owners = [...this.#digestById].filter(([, each]) => each === key).map(([id]) => id);
    if (owners.length === 0) this.#grants.delete(key);
    else this.#grants.set(key, { ids: new Set(owners.flatMap((id) => this.#idsOf(id))), expiredAtMs: null });
  }

  /** An account opens its numbers, a number its account, for that is where its webhooks are subscribed to. */
  #idsOf(id: string): string[] {
    return this.#businesses.flatMap(({ phoneNumberId, wabaId }) => {
      return phoneNumberId === id || wabaId === id ? [phoneNumberId, wabaId] : [];
    });
  }
}

const GENERAL: TokenGrant = { ids: null, expiredAtMs: null };

/** Whether a token opens a number or an account. */
export function opens(grant: TokenGrant, id: string): boolean {
  return grant.ids === null || grant.ids.has(id);
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}
