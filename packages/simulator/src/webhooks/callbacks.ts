import type { Business } from '../bodies/update.ts';
import { SimulatorError } from '../errors.ts';
import type { HttpConnections } from './http-exchange.ts';

/** Answer of a callback URL to the challenge. */
export type CallbackCheck =
  | { readonly kind: 'verified' }
  | { readonly kind: 'refused'; readonly status: number | null; readonly reason: string };

/** Where Meta sends what: the app's URL, the overrides and the subscriptions (CONTRACTS 1.3). */
export class Callbacks {
  /** The app's own URL. Null until one is set. */
  appUrl: URL | null;
  readonly #subscribed: Set<string>;
  readonly #overrideById = new Map<string, URL>();

  constructor(appUrl: URL | null, subscribedWabaIds: readonly string[]) {
    this.appUrl = appUrl;
    this.#subscribed = new Set(subscribedWabaIds);
  }

  /**
   * The URL for an update: the phone number's override, the WABA's, the app's. Overrides are for
   * field `messages` only. Null when the app is not subscribed to the WABA: then Meta sends nothing,
   * and says nothing.
   *
   * @throws SimulatorError `callback_url_missing` when there is no URL at all.
   */
  urlFor(business: Business, field: string): URL | null {
    if (!this.#subscribed.has(business.wabaId)) return null;
    const override = field === 'messages' ? this.#overrideFor(business) : undefined;
    const url = override ?? this.appUrl;
    if (url === null) {
      throw new SimulatorError('callback_url_missing', 'No callback URL is set: there is nowhere to send webhooks to.');
    }
    return url;
  }

  isSubscribed(wabaId: string): boolean {
    return this.#subscribed.has(wabaId);
  }

  setSubscribed(wabaId: string, subscribed: boolean): void {
    if (subscribed) this.#subscribed.add(wabaId);
    else this.#subscribed.delete(wabaId);
  }

  /** The override of a WABA or a phone number. */
  overrideOf(id: string): URL | null {
    return this.#overrideById.get(id) ?? null;
  }

  setOverride(id: string, url: URL | null): void {
    if (url === null) this.#overrideById.delete(id);
    else this.#overrideById.set(id, url);
  }

  #overrideFor(business: Business): URL | undefined {
    return this.#overrideById.get(business.phoneNumberId) ?? this.#overrideById.get(business.wabaId);
  }
}

/**
 * Asks a callback URL for the challenge as Meta does when it is set (CONTRACTS 1.1): 200, and the
 * challenge verbatim.
 */
export async function checkCallback(
  connections: HttpConnections,
  input: { readonly url: URL; readonly verifyToken: string; readonly challenge: string; readonly timeoutMs: number },
): Promise<CallbackCheck> {
  const url = new URL(input.url);
  url.searchParams.set('hub.mode', 'subscribe');
  url.searchParams.set('hub.challenge', input.challenge);
  url.searchParams.set('hub.verify_token', input.verifyToken);
  const headers = { 'user-agent': 'facebookplatform/1.0', accept: '*/*' };
  const outcome = await connections.exchange({ method: 'GET', url, headers, bytes: null, timeoutMs: input.timeoutMs });

  if (outcome.kind === 'failed') return { kind: 'refused', status: null, reason: outcome.reason };
  if (outcome.status !== 200) return { kind: 'refused', status: outcome.status, reason: 'status' };
  if (outcome.body !== input.challenge) return { kind: 'refused', status: 200, reason: 'challenge_not_echoed' };
  return { kind: 'verified' };
}
