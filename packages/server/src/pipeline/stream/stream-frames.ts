import { conversationIdOfEvent } from '../../domain/conversation.ts';
import type { Event } from '../../domain/event.ts';
import { toIso } from '../../platform/http/query-params.ts';

/** How a kind of client is told of events. One event is put into words once for all clients of a dialect. */
export interface StreamDialect {
  /** Whether events of the type are told at all. */
  readonly tells: (type: string) => boolean;
  /** The text of a frame. Null: this event is not told. */
  readonly toFrame: (event: Event, cursor: string) => string | null;
}

/**
 * The dialect of our own: `{event, data, cursor, timestamp}`, with what names the event beside it.
 *
 * @param eventData The event's `data` as `GET /v1/events` shows it (CONTRACTS 8.2).
 */
export function createNativeDialect(eventData: (event: Event) => unknown): StreamDialect {
  return {
    tells: () => true,
    toFrame: (event, cursor) =>
      JSON.stringify({
        event: event.type,
        id: event.id,
        channel_id: event.channelId,
        conversation_id: conversationIdOfEvent(event),
        data: eventData(event),
        cursor,
        timestamp: toIso(event.occurredAtMs),
      }),
  };
}

/** Frames that tell of the stream itself and not of an event. */
export type ControlEvent =
  /** The client is connected; the stream goes on after the cursor. */
  | 'stream.ready'
  /** What was missed has all been sent; what follows is live. */
  | 'stream.resumed'
  | 'stream.subscribed'
  /** Events between the cursor that was asked for and the oldest that is kept may be gone. */
  | 'stream.gap'
  /** Nothing to tell for a while: the cursor to resume from, so that it does not grow old. */
  | 'stream.cursor'
  | 'stream.error';

interface ControlFrame {
  readonly event: ControlEvent;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly cursor: string;
  readonly nowMs: number;
}

/** The text of a control frame: the same shape as that of an event. */
export function toControlFrame({ event, data = {}, cursor, nowMs }: ControlFrame): string {
  return JSON.stringify({ event, data, cursor, timestamp: toIso(nowMs) });
}

/** Tells how many events were left out, and up to which cursor. */
export function toDroppedFrame(dropped: number, cursor: string): string {
  return JSON.stringify({ dropped, cursor });
}
