import { CALLBACK_OBJECT, findCallbackSubscription, WANTED_FIELDS } from '../../domain/callback-url.ts';
import type { GraphCall, GraphResult } from '../../domain/graph.ts';
import { graphBodyOrThrow } from '../../domain/graph-body.ts';

/** Asks Meta with the app's own token. */
export type AskAsApp = (call: Pick<GraphCall, 'method' | 'path' | 'body' | 'timeoutMs'>) => Promise<GraphResult>;

interface Subscription {
  readonly appId: string;
  readonly callbackUrl: string;
  readonly verifyToken: string;
}

/** Meta asks our callback for the challenge before it answers. */
const TIMEOUT_MS = 20_000;

/**
 * Gives the app its callback URL at Meta, and subscribes it to the fields that matter besides those it has: a call names all
 * of them.
 *
 * @throws PosthornError `meta_refused`, also when Meta did not get the challenge back; `meta_unavailable`.
 */
export async function subscribeApp(ask: AskAsApp, { appId, callbackUrl, verifyToken }: Subscription): Promise<void> {
  const path = `${appId}/subscriptions`;
  const before = graphBodyOrThrow(await ask({ method: 'GET', path, timeoutMs: TIMEOUT_MS }));
  const fields = new Set([...(findCallbackSubscription(before)?.fields ?? []), ...WANTED_FIELDS]);
  const body = {
    object: CALLBACK_OBJECT,
    callback_url: callbackUrl,
    verify_token: verifyToken,
    fields: [...fields].join(','),
  };
  graphBodyOrThrow(await ask({ method: 'POST', path, body, timeoutMs: TIMEOUT_MS }));
}
