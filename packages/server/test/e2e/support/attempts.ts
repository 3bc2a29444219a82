import type { Api } from './api.ts';

/** An attempt as `GET /v1/attempts` shows it, as much as tests ask of it. */
export interface ShownAttempt {
  readonly id: string;
  readonly delivery_id: string | null;
  readonly number: number;
  readonly trigger: string;
  readonly outcome: string;
  readonly status_code: number | null;
  readonly error_class: string | null;
  readonly error_message: string | null;
  readonly delivery_state: string | null;
  readonly next_attempt_at: string | null;
}

const LOGGED_WITHIN_MS = 10_000;

/**
 * The attempts of an endpoint, oldest first, as soon as there are that many. A receiver has a request before the
 * attempt is committed; asking again is a round trip over HTTP, which is all the pause there is.
 *
 * @throws Error when they are not there after ten seconds.
 */
export async function waitForAttempts(caller: Api, endpointId: string, count: number): Promise<ShownAttempt[]> {
  const deadlineMs = Date.now() + LOGGED_WITHIN_MS;
  for (;;) {
    const attempts = await caller.all<ShownAttempt>(`/v1/attempts?endpoint=${endpointId}`);
    if (attempts.length >= count) return attempts.toReversed();
    if (Date.now() > deadlineMs) throw new Error(`${attempts.length} attempts are logged, not ${count}.`);
  }
}
