import type { Format } from '../../domain/endpoint.ts';
import type { Event } from '../../domain/event.ts';
import { findEventType } from '../../domain/event-catalogue/catalogue.ts';
import { compileCondition } from '../../domain/event-filter/compile-filter.ts';
import { type Condition, type FieldCondition, fieldConditionsOf } from '../../domain/event-filter/condition.ts';
import { type EventView, viewOfEvent } from '../../domain/event-filter/event-view.ts';
import { explainFilter, type FailedCondition } from '../../domain/event-filter/explain-filter.ts';
import { mayHaveField } from '../../domain/event-filter/known-field.ts';
import { someValue } from '../../domain/event-filter/some-value.ts';
import { type ChannelId, type EventId, parseId, type WorkspaceId } from '../../domain/ids.ts';
import { decodeCursor, type Page } from '../../platform/http/api.ts';
import { matchesEndpoint, type Subscriber, typesCovered } from './subscription.ts';

/** Rows of one page: read, judged and let go before the next, so that no call holds the thread or memory for long. */
const PAGE_ROWS = 100;
/** Events that one preview reads, also those whose type or channel is not wanted: about 100 ms of work on this thread in all. */
const EVENTS_READ_MAX = 5_000;
/** Events of either kind that are shown. */
const SAMPLE_MAX = 10;

export interface FilterPreviewContext {
  /** Events of a workspace newest first, continuing after one. */
  readonly listEvents: (query: ListedEvents) => Promise<Page<Event>>;
  /** `data` as format `standard` shows it. */
  readonly eventData: (event: Event) => unknown;
}

interface ListedEvents {
  readonly workspaceId: WorkspaceId;
  readonly sinceMs: number | undefined;
  readonly untilMs: number | undefined;
  readonly beforeId: EventId | null;
  readonly limit: number;
}

/** What is asked: how a filter would have done, on an endpoint that says this of types, channels and format. */
export interface PreviewWish {
  readonly workspaceId: WorkspaceId;
  readonly condition: Condition;
  readonly format: Format;
  readonly eventTypes: readonly string[];
  readonly channelIds: readonly ChannelId[] | null;
  readonly sinceMs: number | undefined;
  readonly untilMs: number | undefined;
  /** Events to judge. */
  readonly limit: number;
}

export interface FilterPreview {
  /** Events that were judged: those that types and channels let through. */
  readonly lookedAt: number;
  readonly matched: number;
  /** There are older events that were not looked at. */
  readonly hasMore: boolean;
  readonly matching: readonly Event[];
  readonly notMatching: readonly { readonly event: Event; readonly failed: FailedCondition }[];
  readonly fields: readonly FieldUse[];
}

/** What became of one field of the filter. */
export interface FieldUse {
  readonly pointer: string;
  readonly field: string;
  /** Events looked at in which it was there. */
  readonly seenIn: number;
  /** Whether it can be there at all, in words. Null: it can. */
  readonly note: string | null;
}

/** Judges stored events by a filter, the newest first. Reads and never writes; bounded, whatever the log's length. */
export async function previewFilter(ctx: FilterPreviewContext, wish: PreviewWish): Promise<FilterPreview> {
  const judge = new Judge(wish);
  const subscriber: Subscriber = { ...wish, id: null, enabled: true, formatOptions: {} };
  let beforeId: EventId | null = null;
  for (let readCount = 0; readCount < EVENTS_READ_MAX; readCount += PAGE_ROWS) {
    const { workspaceId, sinceMs, untilMs } = wish;
    const page = await ctx.listEvents({ workspaceId, sinceMs, untilMs, beforeId, limit: PAGE_ROWS });
    for (const event of page.items) {
      if (judge.lookedAt >= wish.limit) return judge.result(true);
      // Of an erased person's event nothing is left that could be sent.
      if (event.origin !== 'erased' && matchesEndpoint(subscriber, event)) judge.look(event, ctx.eventData);
    }
    if (page.nextCursor === null) return judge.result(false);
    beforeId = parseId('evt', decodeCursor(page.nextCursor));
  }
  return judge.result(true);
}

class Judge {
  lookedAt = 0;
  readonly #condition: Condition;
  readonly #passes: (view: EventView) => boolean;
  readonly #fields: readonly (FieldCondition & { readonly note: string | null })[];
  readonly #seenIn: number[];
  readonly #matching: Event[] = [];
  readonly #notMatching: { readonly event: Event; readonly failed: FailedCondition }[] = [];
  #matched = 0;

  constructor(wish: PreviewWish) {
    this.#condition = wish.condition;
    this.#passes = compileCondition(wish.condition);
    const noteOf = createFieldNotes(wish);
    const conditions = fieldConditionsOf(wish.condition);
    const byField = new Map(conditions.toReversed().map((one) => [one.field, one]));
    this.#fields = conditions
      .filter((one) => byField.get(one.field) === one)
      .map((one) => ({ ...one, note: noteOf(one) }));
    this.#seenIn = this.#fields.map(() => 0);
  }

  look(event: Event, dataOf: (event: Event) => unknown): void {
    const view = viewOfEvent(event, dataOf);
    this.lookedAt += 1;
    for (const [index, { segments }] of this.#fields.entries()) {
      if (someValue(view, segments, isThere)) this.#seenIn[index] = (this.#seenIn[index] ?? 0) + 1;
    }
    if (this.#passes(view)) {
      this.#matched += 1;
      if (this.#matching.length < SAMPLE_MAX) this.#matching.push(event);
    } else if (this.#notMatching.length < SAMPLE_MAX) {
      const failed = explainFilter(this.#condition, view);
      if (failed !== null) this.#notMatching.push({ event, failed });
    }
  }

  result(hasMore: boolean): FilterPreview {
    return {
      lookedAt: this.lookedAt,
      matched: this.#matched,
      hasMore,
      matching: this.#matching,
      notMatching: this.#notMatching,
      fields: this.#fields.map(({ pointer, field, note }, index) => ({
        ...{ pointer, field, note },
        seenIn: this.#seenIn[index] ?? 0,
      })),
    };
  }
}

function isThere(value: unknown): boolean {
  return value !== null && value !== undefined;
}

/** Tells of fields under `data` that the catalogue knows in none of the wanted types: mostly a slip of the pen. */
function createFieldNotes({ format, eventTypes }: PreviewWish): (condition: FieldCondition) => string | null {
  const covered = eventTypes.map((pattern) => typesCovered(format, pattern));
  const rows = [...new Set(covered.flatMap(({ types }) => types))].map(findEventType).filter((row) => row !== null);
  const hasFamily = covered.some(({ families }) => families.length > 0);
  return ({ field, segments: [root, ...inner] }) => {
    if (root !== 'data' || rows.some((row) => mayHaveField(row, inner))) return null;
    if (!hasFamily) return `No event type that is chosen is known to have ${field}.`;
    if (rows.length === 0) return null;
    return `No event type of the catalogue that is chosen is known to have ${field}; an event of your own, or of what Meta has no name for, may.`;
  };
}
