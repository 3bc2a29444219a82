import type { Event } from '../../domain/event.ts';
import type { OutboundMessage } from '../../domain/message.ts';
import { type JsonObject, listOf, objectOf } from '../../domain/meta/meta-body.ts';
import { toIso } from '../../platform/http/query-params.ts';
import { toMessageView } from './message-words.ts';

/** Names of Vobiz's stream (CONTRACTS 8, "Vobiz stream"). */
export const VOBIZ_STREAM_EVENTS = ['message.created', 'message.updated', 'call.incoming', 'call.status'] as const;
type VobizStreamEvent = (typeof VOBIZ_STREAM_EVENTS)[number];

/** Every event that is told, by its native type. `call.connect` is told by who calls. */
const NAMES: Readonly<Record<string, VobizStreamEvent>> = {
  'message.received': 'message.created',
  'message.echoed': 'message.created',
  'message.sent': 'message.updated',
  'message.delivered': 'message.updated',
  'message.read': 'message.updated',
  'message.played': 'message.updated',
  'message.failed': 'message.updated',
  'message.edited': 'message.updated',
  'message.revoked': 'message.updated',
  'call.connect': 'call.status',
  'call.status_change': 'call.status',
  'call.terminate': 'call.status',
};

/** A message that the API sent: Meta has no event for it until its first status. */
export interface SentNotice {
  readonly message: OutboundMessage;
  /** Null until Meta has answered. */
  readonly wamid: string | null;
  readonly sentAtMs: number;
}

export interface VobizFrames {
  readonly tells: (type: string) => boolean;
  /** The text of a frame: `data` is Meta's body as the format vobiz has it. Null: not told. */
  readonly toFrame: (event: Event, cursor: string) => string | null;
}

/** @param payloadOf `payload` of the format vobiz (CONTRACTS 4.5). */
export function createVobizFrames(payloadOf: (event: Event) => unknown): VobizFrames {
  return {
    tells: (type) => Object.hasOwn(NAMES, type),
    toFrame: (event, cursor) => {
      const name = event.origin === 'meta' ? nameOf(event) : null;
      if (name === null) return null;
      return toText({ event: name, data: payloadOf(event), cursor, atMs: event.occurredAtMs });
    },
  };
}

/** The frame of a message that was sent from here: Vobiz's message object (CONTRACTS 4.6), as there is no body of Meta's. */
export function toSentFrame({ message, wamid, sentAtMs }: SentNotice, accountId: string, cursor: string): string {
  const shown = { ...message, direction: 'outbound', status: 'pending', wamid, createdAtMs: sentAtMs } as const;
  return toText({ event: 'message.created', data: toMessageView(shown, accountId), cursor, atMs: sentAtMs });
}

function nameOf(event: Event): VobizStreamEvent | null {
  if (event.type === 'call.connect' && callOf(event.payload).direction === 'USER_INITIATED') return 'call.incoming';
  return Object.hasOwn(NAMES, event.type) ? (NAMES[event.type] ?? null) : null;
}

function callOf(payload: unknown): JsonObject {
  const entry = objectOf(listOf(objectOf(payload).entry)[0]);
  const change = objectOf(listOf(entry.changes)[0]);
  return objectOf(listOf(objectOf(change.value).calls)[0]);
}

interface Frame {
  readonly event: VobizStreamEvent;
  readonly data: unknown;
  readonly cursor: string;
  readonly atMs: number;
}

function toText({ event, data, cursor, atMs }: Frame): string {
  return JSON.stringify({ event, data, cursor, timestamp: toIso(atMs) });
}
