import type { Endpoint } from '../../domain/endpoint.ts';
import type { Event } from '../../domain/event.ts';
import type { Channel, Workspace } from '../../domain/workspace.ts';

/** What a body is made from beside the event. */
export interface RenderContext {
  readonly workspace: Workspace;
  /** The event's channel. Null for an event without one, or when the channel is gone. */
  readonly channel: Channel | null;
  /** Link to a media file, the same every time (CONTRACTS 8, "`media` in bodies"). */
  readonly mediaUrl: (mediaId: string) => string;
  /** `data` of an event from Meta (CONTRACTS 8.2), Meta's own item as `raw` included. */
  readonly eventData: (event: Event) => Record<string, unknown>;
}

/** What a format needs to know of an endpoint. */
export type RenderTarget = Pick<Endpoint, 'format' | 'formatOptions'>;

/** A request's body: exactly what is signed and sent. */
export interface RenderedBody {
  readonly body: string;
  readonly contentType: string;
  /** The event's name in the format. */
  readonly eventName: string;
}

/** One format's way to make a body. `eventName` is the event's name in it. */
export type Renderer = (target: RenderTarget, event: Event, input: RenderInput) => unknown;

export interface RenderInput {
  readonly ctx: RenderContext;
  readonly eventName: string;
  /** The native type is carried only for those who list it: it has no shape of its own in the format. */
  readonly byName: boolean;
}

/** `data` of any event: worked out for those from Meta, else the payload, which is the data itself (see `EventOrigin`). */
export function dataOf(ctx: RenderContext, event: Event): Record<string, unknown> {
  if (event.origin === 'meta') return ctx.eventData(event);
  return isRecord(event.payload) ? event.payload : {};
}

/** `data` without Meta's own item. A `raw` of the workspace's own events is theirs and stays. */
export function withoutRaw(event: Event, data: Record<string, unknown>): Record<string, unknown> {
  if (event.origin !== 'meta') return data;
  const { raw: _raw, ...rest } = data;
  return rest;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
