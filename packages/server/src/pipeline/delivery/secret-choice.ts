import type { Endpoint } from '../../domain/endpoint.ts';
import type { EndpointId } from '../../domain/ids.ts';
import { newRecentlyUsed } from '../../platform/recently-used.ts';

export type WhichSecret = 'current' | 'previous';

/** Endpoints in the middle of a rotation that are remembered. One that is forgotten costs one refused attempt. */
const REMEMBERED_MAX = 10_000;

/**
 * Which secret a format with a single signature signs with while two are valid: the one that the
 * receiver accepted last (CONTRACTS 8, "Rotation"). Right after a rotation that is the one before.
 */
export class SecretChoice {
  readonly #accepted = newRecentlyUsed<EndpointId, { readonly current: string; readonly which: WhichSecret }>(
    REMEMBERED_MAX,
  );

  choose(endpoint: Endpoint, nowMs: number): WhichSecret {
    if (!isRotating(endpoint, nowMs)) return 'current';
    const accepted = this.#accepted.get(endpoint.id);
    return accepted?.current === endpoint.secrets.current ? accepted.which : 'previous';
  }

  /** True when the other secret is worth a try after a refusal. */
  hasOther(endpoint: Endpoint, nowMs: number): boolean {
    return isRotating(endpoint, nowMs) && signsOnce(endpoint);
  }

  noteAccepted(endpoint: Endpoint, which: WhichSecret): void {
    if (endpoint.secrets.previous === null) return;
    this.#accepted.set(endpoint.id, { current: endpoint.secrets.current, which });
  }
}

function isRotating(endpoint: Endpoint, nowMs: number): boolean {
  const { previous, previousUntilMs } = endpoint.secrets;
  return previous !== null && previousUntilMs !== null && previousUntilMs > nowMs;
}

/** Standard Webhooks headers carry both signatures; the vendors' and Meta's have room for one. */
function signsOnce(endpoint: Endpoint): boolean {
  return endpoint.format !== 'standard' && endpoint.format !== 'cloudevents';
}
