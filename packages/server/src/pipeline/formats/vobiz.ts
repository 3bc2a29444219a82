import type { Event } from '../../domain/event.ts';
import { uuidOf } from '../../domain/ids.ts';
import { isJsonObject, type JsonObject, listOf, objectOf } from '../../domain/meta/meta-body.ts';
import type { RenderInput, RenderTarget } from './render-context.ts';
import { secondsZ } from './times.ts';

/**
 * Vobiz's envelope around Meta's body (CONTRACTS 4.5; 8, "Vobiz payload" and "Vobiz ids").
 * `occurred_at` is the commit, because Vobiz means the time at which it processed the event.
 */
export function renderVobiz(target: RenderTarget, event: Event, input: RenderInput): unknown {
  const body = vobizPayload(event);
  return {
    event_id: uuidOf(event.id),
    event_type: input.eventName,
    account_id: input.ctx.workspace.accountId,
    occurred_at: secondsZ(event.createdAtMs),
    payload: target.formatOptions.payload === 'value' ? firstChange(body).value : body,
  };
}

/** Meta's body as Vobiz passes it on. For events from Meta. */
export function vobizPayload(event: Event): unknown {
  return event.type === 'call.connect' ? withRinging(event.payload) : event.payload;
}

/** Vobiz's own sample of a call that is being set up says `ringing`, where Meta says nothing (CONTRACTS 8). */
function withRinging(payload: unknown): unknown {
  const body = objectOf(payload);
  const entry = objectOf(listOf(body.entry)[0]);
  const change = firstChange(payload);
  const value = objectOf(change.value);
  const call = listOf(value.calls)[0];
  if (!isJsonObject(call) || call.status !== undefined) return payload;
  const calls = [{ ...call, status: 'ringing' }];
  return { ...body, entry: [{ ...entry, changes: [{ ...change, value: { ...value, calls } }] }] };
}

function firstChange(payload: unknown): JsonObject {
  const entry = objectOf(listOf(objectOf(payload).entry)[0]);
  return objectOf(listOf(entry.changes)[0]);
}
