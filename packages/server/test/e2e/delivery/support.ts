import { setTimeout as pause } from 'node:timers/promises';
import type { Api, Page } from '../support/api.ts';

/** A delivery as `GET /v1/deliveries/{id}` shows it. */
export interface ShownDelivery {
  readonly id: string;
  readonly event_id: string;
  readonly endpoint_id: string;
  readonly event_type: string;
  readonly state: string;
  readonly attempts_made: number;
  readonly next_attempt_at: string | null;
  readonly in_flight: boolean;
  readonly held: boolean;
  readonly waits_behind: string | null;
  readonly attempts: readonly ShownAttempt[];
}

interface ShownAttempt {
  readonly number: number;
  readonly trigger: string;
  readonly outcome: string;
  readonly status_code: number | null;
  readonly error_class: string | null;
}

const WAIT_MS_MAX = 15_000;
const ASK_AGAIN_MS = 20;

/** Makes an event of the workspace's own. @returns its id. */
export async function makeEvent(api: Api, data: Readonly<Record<string, unknown>> = { n: 1 }): Promise<string> {
  return (await api.post<{ id: string }>('/v1/events', { type: 'custom.tried', data })).id;
}

/** The one delivery of an event to an endpoint. */
export async function deliveryOf(api: Api, eventId: string, endpointId: string): Promise<ShownDelivery> {
  const page = await api.get<Page<ShownDelivery>>(`/v1/deliveries?event=${eventId}&endpoint=${endpointId}`);
  const [found] = page.data;
  if (found === undefined || page.data.length > 1) throw new Error(`${page.data.length} deliveries.`);
  return api.get<ShownDelivery>(`/v1/deliveries/${found.id}`);
}

/** Asks again until it holds: the log is written after the receiver has got its request. */
export async function waitUntil<TValue>(
  ask: () => Promise<TValue>,
  holds: (value: TValue) => boolean,
): Promise<TValue> {
  const endMs = performance.now() + WAIT_MS_MAX;
  for (;;) {
    const value = await ask();
    if (holds(value)) return value;
    if (performance.now() > endMs) throw new Error(`It did not come to hold: ${JSON.stringify(value)}`);
    await pause(ASK_AGAIN_MS);
  }
}

/** The delivery as soon as it is in that state. */
export function deliveryIn(api: Api, eventId: string, endpointId: string, state: string): Promise<ShownDelivery> {
  return waitUntil(
    () => deliveryOf(api, eventId, endpointId),
    (delivery) => delivery.state === state,
  );
}

/** Number, trigger, outcome and status of each attempt, oldest first. */
export function logOf(delivery: ShownDelivery) {
  return delivery.attempts
    .toSorted((a, b) => a.number - b.number)
    .map(({ number, trigger, outcome, status_code }) => [number, trigger, outcome, status_code]);
}
