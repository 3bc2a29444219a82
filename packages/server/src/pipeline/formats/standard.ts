import type { Event } from '../../domain/event.ts';
import { dataOf, type RenderInput, type RenderTarget, withoutRaw } from './render-context.ts';

/** Grows when a receiver would have to change (CONTRACTS 8.2). */
export const PAYLOAD_VERSION = 1;

/** `{type, timestamp, data, payload_version}`: what Standard Webhooks asks of a body, and the version of ours. */
export function renderStandard(target: RenderTarget, event: Event, input: RenderInput): unknown {
  return {
    type: event.type,
    timestamp: new Date(event.occurredAtMs).toISOString(),
    data: ownData(target, event, input),
    payload_version: PAYLOAD_VERSION,
  };
}

/** `data` of the formats of our own; `raw: false` leaves Meta's item out (CONTRACTS 8.2). */
export function ownData(target: RenderTarget, event: Event, input: RenderInput): Record<string, unknown> {
  const data = dataOf(input.ctx, event);
  return target.formatOptions.raw === false ? withoutRaw(event, data) : data;
}
