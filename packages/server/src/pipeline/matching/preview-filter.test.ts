import { describe, expect, test } from 'vitest';
import type { Event } from '../../domain/event.ts';
import { parseFilter } from '../../domain/event-filter/parse-filter.ts';
import { idOf } from '../../domain/ids.ts';
import { encodeCursor } from '../../platform/http/api.ts';
import { type PreviewWish, previewFilter } from './preview-filter.ts';

const WORKSPACE = idOf('ws', '01900000-0000-7000-8000-000000000001');

function eventNumber(number: number, changes: Partial<Event> = {}): Event {
  return {
    id: idOf('evt', `01900000-0000-7000-8000-${String(number).padStart(12, '0')}`),
    workspaceId: WORKSPACE,
    type: 'custom.order_paid',
    origin: 'custom',
    channelId: null,
    occurredAtMs: number,
    createdAtMs: number,
    phone: null,
    bsuid: null,
    contact: null,
    sentMessage: null,
    hops: 0,
    payload: { total: number },
    ...changes,
  };
}

/** A log of these events, the last the newest, and how many rows were read of it. */
function logOf(events: readonly Event[]) {
  const newestFirst = events.toReversed();
  let readCount = 0;
  return {
    readCount: () => readCount,
    eventData: (event: Event) => event.payload,
    listEvents: async ({ beforeId, limit }: { beforeId: string | null; limit: number }) => {
      const rest = newestFirst.filter(({ id }) => beforeId === null || id < beforeId);
      const items = rest.slice(0, limit);
      readCount += items.length;
      return { items, nextCursor: rest.length > limit ? encodeCursor(items.at(-1)?.id ?? '') : null };
    },
  };
}

function wishOf(filter: object, changes: Partial<PreviewWish> = {}): PreviewWish {
  const parsed = parseFilter(filter);
  if (parsed.kind === 'problems') throw new Error('It is a filter.');
  return {
    workspaceId: WORKSPACE,
    condition: parsed.condition,
    format: 'standard',
    eventTypes: ['*'],
    channelIds: null,
    sinceMs: undefined,
    untilMs: undefined,
    limit: 200,
    ...changes,
  };
}

const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

describe('previewFilter', () => {
  test('counts over pages, the newest first, and shows ten of either kind', async () => {
    const log = logOf(numbers(1, 450).map((number) => eventNumber(number)));
    const preview = await previewFilter(log, wishOf({ 'data.total': { $gt: 400 } }, { limit: 300 }));
    expect(preview).toMatchObject({ lookedAt: 300, matched: 50, hasMore: true });
    expect(preview.matching.map(({ occurredAtMs }) => occurredAtMs)).toEqual(numbers(441, 450).reverse());
    expect(preview.notMatching[0]).toEqual({
      event: eventNumber(400),
      failed: { pointer: '/data.total/$gt', message: 'data.total is 400; it must be above 400.' },
    });
    expect(preview.notMatching).toHaveLength(10);
  });

  test('counts only what types and channels let through', async () => {
    const channelId = idOf('chn', '01900000-0000-7000-8000-000000000002');
    const log = logOf([
      eventNumber(1),
      eventNumber(2, { type: 'custom.other' }),
      eventNumber(3, { channelId }),
      eventNumber(4, { origin: 'erased', payload: { erased_at: '2026-11-28T09:00:00Z' } }),
    ]);
    const looked = async (changes: Partial<PreviewWish>) =>
      (await previewFilter(log, wishOf({ 'data.total': { $gt: 0 } }, changes))).lookedAt;
    expect(await looked({})).toBe(3);
    expect(await looked({ eventTypes: ['custom.other'] })).toBe(1);
    expect(await looked({ channelIds: [channelId] })).toBe(1);
    expect(await looked({ format: 'vobiz' })).toBe(0);
  });

  test('of a long log without such events it reads a bounded piece and says that there is more', async () => {
    const log = logOf(numbers(1, 6_000).map((number) => eventNumber(number)));
    const preview = await previewFilter(log, wishOf({ 'data.x': 1 }, { eventTypes: ['message.received'] }));
    expect(preview).toMatchObject({ lookedAt: 0, matched: 0, hasMore: true });
    expect(log.readCount()).toBe(5_000);
  });

  test('says in how many a field was there, and when no type that is chosen has it', async () => {
    const log = logOf([eventNumber(1), eventNumber(2, { payload: {} })]);
    const fields = async (filter: object, eventTypes: readonly string[]) =>
      (await previewFilter(log, wishOf(filter, { eventTypes }))).fields;
    const filter = { 'data.total': 1, $or: [{ 'data.total': 2 }, { type: 'x' }] };
    expect(await fields(filter, ['custom.*'])).toEqual([
      { pointer: '/data.total', field: 'data.total', seenIn: 1, note: null },
      { pointer: '/$or/1/type', field: 'type', seenIn: 2, note: null },
    ]);
    expect(await fields({ 'data.txt': 1, 'data.text': 1 }, ['message.received'])).toEqual([
      {
        pointer: '/data.txt',
        field: 'data.txt',
        seenIn: 0,
        note: expect.stringContaining('No event type that is chosen'),
      },
      { pointer: '/data.text', field: 'data.text', seenIn: 0, note: null },
    ]);
    expect(await fields({ 'data.txt': 1 }, ['*'])).toMatchObject([{ note: expect.stringContaining('of your own') }]);
  });
});
