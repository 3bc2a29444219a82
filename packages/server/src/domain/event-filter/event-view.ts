import type { Event } from '../event.ts';

/** What a filter sees of an event: the same for events of every origin and for every format. */
export interface EventView {
  /** The native type, also for endpoints whose format calls it something else. */
  readonly type: string;
  readonly channel_id: string | null;
  /** RFC 3339, UTC. */
  readonly occurred_at: string;
  /** The person it is about. Null: it is about nobody. */
  readonly contact: ContactOfView | null;
  /** As format `standard` shows it, Meta's own item included. */
  readonly data: unknown;
}

interface ContactOfView {
  readonly id: string | null;
  readonly serial: number | null;
  /** Digits, without `+`. */
  readonly phone: string | null;
  readonly bsuid: string | null;
}

/**
 * The view of an event. `data` is worked out when it is first asked for, and once: most filters that say no
 * say so by the type or the channel, and one view serves all endpoints that filter.
 */
export function viewOfEvent(event: Event, dataOf: (event: Event) => unknown): EventView {
  let data: { readonly value: unknown } | null = null;
  return {
    type: event.type,
    channel_id: event.channelId,
    get occurred_at() {
      return new Date(event.occurredAtMs).toISOString();
    },
    get contact() {
      return contactOf(event);
    },
    get data() {
      data ??= { value: dataOf(event) };
      return data.value;
    },
  };
}

function contactOf({ contact, phone, bsuid }: Event): ContactOfView | null {
  if (contact === null && phone === null && bsuid === null) return null;
  return { id: contact?.id ?? null, serial: contact?.serial ?? null, phone, bsuid };
}
