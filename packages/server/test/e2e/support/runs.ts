import type { Api, ApiAnswer } from './api.ts';
import type { TestGateway } from './gateway.ts';

/** A run as `GET /v1/runs/{id}` shows it. */
export interface ShownRun {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly progress: Readonly<Record<string, number>>;
  readonly result: Readonly<Record<string, unknown>> | null;
  readonly error: string | null;
  readonly started_at: string | null;
  readonly finished_at: string | null;
}

const ENDED_WITHIN_MS = 60_000;

/**
 * The run as soon as it is as the test wants it; without a condition, as soon as it has ended. Asking again is a round
 * trip over HTTP, which is all the pause there is.
 *
 * @throws Error when that is not so after a minute.
 */
export async function waitForRun(
  caller: Api,
  id: string,
  isReached: (run: ShownRun) => boolean = (run) => run.finished_at !== null,
): Promise<ShownRun> {
  const deadlineMs = Date.now() + ENDED_WITHIN_MS;
  for (;;) {
    const run = await caller.get<ShownRun>(`/v1/runs/${id}`);
    if (isReached(run)) return run;
    if (run.finished_at !== null || Date.now() > deadlineMs) throw new Error(`The run is ${JSON.stringify(run)}.`);
  }
}

/** Uploads a file of contacts, whatever comes of it. */
export async function uploadContacts(
  gateway: Pick<TestGateway, 'url'>,
  key: string,
  file: { readonly body: string | Uint8Array<ArrayBuffer>; readonly query?: Readonly<Record<string, string>> },
): Promise<ApiAnswer> {
  const url = new URL('/v1/contacts/imports', gateway.url);
  for (const [name, value] of Object.entries(file.query ?? {})) url.searchParams.set(name, value);
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'text/csv; charset=utf-8' },
    body: file.body,
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text), text };
}
