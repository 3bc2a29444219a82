import type { Api, Page } from './api.ts';

/** An event as `GET /v1/events` shows it. */
export interface ShownEvent {
  readonly id: string;
  readonly type: string;
  readonly origin: string;
  readonly channel_id: string | null;
  readonly occurred_at: string;
  readonly created_at: string;
  readonly phone: string | null;
  readonly bsuid: string | null;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Reads the events that came since it was asked last, oldest first, as a polling receiver would. */
export interface Journal {
  readonly next: () => Promise<ShownEvent[]>;
}

export function openJournal(api: Api): Journal {
  let cursor = '0';
  return {
    next: async () => {
      const events: ShownEvent[] = [];
      for (;;) {
        const page = await api.get<Page<ShownEvent>>(`/v1/events?limit=100&after=${encodeURIComponent(cursor)}`);
        events.push(...page.data);
        cursor = page.next_cursor ?? cursor;
        if (!page.has_more) return events;
      }
    },
  };
}
